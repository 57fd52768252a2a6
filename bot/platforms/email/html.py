"""Renders the HTML version of an e-mail, in light and dark colours.

Tables and inline styles make the light version, which every mail program shows: Outlook
ignores most of CSS, and Gmail drops style sheets that it cannot read. A style sheet adds
the dark colours. Colours and sizes are those of Sitrep's other pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape

from bot.core.commands.responses import Answer
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.platforms.spec import LinkHtml
from bot.core.text.deep_links import ARROW, host, misleads
from bot.core.text.labels import labels_for
from bot.core.text.sanitize import sanitized, shortened, with_separators
from bot.platforms.email.parts import (
    Block,
    blocks,
    is_note,
    kind_of,
    link,
    subject,
    titles,
)
from bot.templates import load_template

MAX_BYTES = 100_000
"""The maximum size of the HTML version: Gmail cuts off a message at 102 kB."""

_COLOURS: Mapping[str, tuple[str, str, str]] = {
    "bg": ("background-color", "#f7f7f5", "#0e0f11"),
    "card": ("background-color", "#ffffff", "#17181b"),
    "tag": ("background-color", "#ececea", "#2d3138"),
    "edge": ("border-color", "#e2e3e6", "#33353b"),
    "ink": ("color", "#1c1d20", "#e6e7e9"),
    "dim": ("color", "#5a5f68", "#a0a5ae"),
    "s": ("color", "#434b58", "#c9ced7"),
    "c": ("color", "#1a53b0", "#a3c4ff"),
    "w": ("color", "#814900", "#f4bd63"),
}
"""The property, light colour and dark colour of each class; the classes s, c and w are
for the summary, claims and risks.
"""

_LINKABLE = re.compile(r"(?<=[^\W\d_])[.@:](?=[^\W\d_]|//)")
_PREVIEW_LENGTH = 200


def to_html(message: Message, closing: Sequence[str], *, unsubscribe: str = "") -> str:
    """Translate the message to an HTML document.

    ``closing`` is small print, followed by a link to ``unsubscribe``. If the document
    is longer than ``MAX_BYTES``, its last blocks keep only their titles and a note that
    the text version has the rest.
    """
    document = ""
    for left_out in range(max(1, len(blocks(message)))):
        card = to_card(message, closing, unsubscribe=unsubscribe, left_out=left_out)
        document = _document(message, card)
        if len(document.encode()) <= MAX_BYTES:
            break
    return document


def to_card(
    message: Message,
    closing: Iterable[str] = (),
    *,
    unsubscribe: str = "",
    left_out: int = 0,
    link_html: LinkHtml | None = None,
) -> str:
    """Translate the message to an HTML table.

    Of the last ``left_out`` blocks only the titles are shown. The other arguments are
    as in ``to_html``.
    """
    shown = list(blocks(message))
    notes: tuple[Section, ...] = ()
    if len(shown) > 1 and is_note(shown[-1].sections[0]):
        notes = shown.pop().sections
    kept = max(1, len(shown) - left_out)
    labels = labels_for(message.language)
    shown[kept:] = (
        _without_lines(block, labels.text_version_only) for block in shown[kept:]
    )
    return _render(
        "card.html",
        labels=labels,
        blocks=shown,
        notes=notes,
        closing=closing,
        unsubscribe=unsubscribe,
        link_html=link_html,
    )


def draw_answer(answer: Answer, link_html: LinkHtml) -> tuple[str, ...]:
    """Draw the answer for ``sitrep preview``, as a mail program shows it.

    ``link_html`` makes each link.
    """
    messages = (answer.message, *answer.thread)
    sections = (section for message in messages for section in message.sections)
    whole = replace(answer.message, sections=tuple(sections))
    card = to_card(whole, link_html=link_html)
    return (_render("preview.html", card=card, colours=_COLOURS),)


def _render(name: str, **values: object) -> str:
    return load_template(__name__, name, **_HELPERS)(**values)


def _document(message: Message, card: str) -> str:
    return _render(
        "mail.html",
        title=subject(message),
        language=message.language,
        preview=shortened(". ".join(titles(message)), _PREVIEW_LENGTH),
        colours=_COLOURS,
        card=card,
    )


def _figures(row: Row) -> Sequence[tuple[Text, str]]:
    """Return the row's label and numbers, each with the names of its publishers.

    The names are joined to one text.
    """
    parts = list(row.parts)
    figures = []
    while parts:
        part = parts.pop(0)
        names = []
        while parts and parts[0].style is Style.NOTE:
            names.append(_inert(parts.pop(0).text.strip("() ·")))
        figures.append((part, ", ".join(names)))
    return figures


def _facts(parts: tuple[Text, ...]) -> str:
    """Translate parts to small print; separating dots never begin a line."""
    words = "".join(joint + _fact(part) for joint, part in with_separators(parts))
    return words.replace(" ·", "&nbsp;·")


def _fact(part: Text) -> str:
    """Return a part of the small print as HTML, with its link.

    Leave out a link whose words look like another URL.
    """
    words, address = _inert(part.text), link(part.url)
    if address is None or misleads(sanitized(part.text), address):
        return words
    look = f'class="dim" style="{_colour("dim")}"'
    return f'<a href="{escape(address)}" {look}>{words}</a>'


def _inert(text: str) -> str:
    """Escape the text, and keep mail programs from turning words in it into links.

    Mail programs look for URLs and e-mail addresses. A tag between two letters hides
    these without changing a letter.
    """
    return _LINKABLE.sub(r"<span>\g<0></span>", escape(sanitized(text)))


def _colour(name: str) -> str:
    return ":".join(_COLOURS[name][:2])


def _without_lines(block: Block, words: str) -> Block:
    """Reduce a block to its title and a note; ``words`` say where the rest is."""
    first = block.sections[0]
    note = Section(None, (Row((Text(words, Style.NOTE),)),))
    return replace(block, sections=(replace(first, rows=first.rows[:1]), note))


_HELPERS = {
    "ARROW": ARROW,
    "colour": _colour,
    "facts": _facts,
    "figures_of": _figures,
    "host": host,
    "inert": _inert,
    "kind_of": kind_of,
    "link": link,
    "misleads": lambda words, address: misleads(sanitized(words), address),
    "with_separators": with_separators,
}
"""The functions that the templates call."""
