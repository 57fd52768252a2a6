"""Translates messages to Discord's Markdown: one block of text for each section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core.domain.messages import BAR, Limits, Message, Row, Section, Style, Text
from bot.core.messages.markdown import escaped_address, escaped_start, styled
from bot.core.text.deep_links import ARROW, JOINT, host, misleads, page_address
from bot.core.text.labels import labels_for
from bot.core.text.sanitize import sanitized, with_separators

# Bold, code, links, spoilers, and what stands between angles: mentions, emojis, times.
_SIGNIFICANT = re.compile(r"[\\`*_~|\[\]<>@]")
# ``:name:`` is an emoji, ``://`` the beginning of a link.
_COLON = re.compile(r":(?=//|[\w+-]{1,64}:)")

LIMITS = Limits(characters=3_900, rows=39, per_row=6, per_part=2, per_plain=2)
"""The limits of a message. Discord accepts 4,000 characters in 40 components; the line
by which the bot finds a message again takes some of both.
"""


@dataclass(frozen=True, slots=True)
class Card:
    """Blocks of text that belong together, one for each section.

    ``sign`` is the sign of the first section. ``framed`` is false for notes, which
    stand outside of a frame.
    """

    texts: tuple[str, ...]
    sign: str = ""
    framed: bool = True


def cards(message: Message) -> tuple[Card, ...]:
    """Translate the message to Markdown: a card for each title and each section.

    A section with an empty heading continues the text above it. An inline section, such
    as the actors, joins the card above it.
    """
    drawn: list[Card] = []
    waiting, colon = "", labels_for(message.language).colon.rstrip()
    for section in message.sections:
        text = waiting + "\n".join(filter(None, _lines(section, colon)))
        # A heading without rows is that of the next section.
        waiting = f"{text}\n" if section.heading and not section.rows else ""
        if waiting or not text:
            continue
        above = drawn[-1] if drawn else None
        if above and section.heading == "":
            *texts, last = above.texts
            drawn[-1] = replace(above, texts=(*texts, f"{last}\n{text}"))
        elif above and above.framed and section.inline:
            drawn[-1] = replace(above, texts=(*above.texts, text))
        else:
            drawn.append(Card((text,), section.sign, framed=not _is_notes(section)))
    return tuple(drawn)


def _is_notes(section: Section) -> bool:
    return section.heading is None and all(map(_is_note, section.rows))


def _lines(section: Section, colon: str) -> Iterator[str]:
    heading = escaped(section.signed_heading)
    if section.inline:
        yield from (f"**{heading}{colon}** {_line(row)}" for row in section.rows)
        return
    if heading:
        yield f"**{heading}**"
    if section.heading is None:
        for row in section.rows:
            yield from _titled(row)
        return
    for row in section.rows:
        line = _line(replace(row, marker=section.marker_of(row)))
        if row.marker == BAR:
            yield f"> {line}"
            continue
        # Discord makes a list of these lines: they hang, and screen readers count them.
        yield f"- {line}" if line and not _is_note(row) else line
        yield from (f"-# {remark}" for remark in map(escaped, row.remarks) if remark)


def _titled(row: Row) -> Iterator[str]:
    """Yield a title as a heading with its details below, any other row as one line."""
    first, *facts = row.parts or (Text(""),)
    title = _part(first) if first.style is Style.TITLE else ""
    if not title:
        yield _line(row)
        return
    yield f"### {title}"
    if facts or row.proof:
        yield _line(Row(tuple(facts), proof=row.proof))


def _line(row: Row) -> str:
    """Translate a row to one line; a note becomes small print."""
    is_note = _is_note(row)
    part = _plain if is_note else _part
    words = "".join(joint + part(text) for joint, text in with_separators(row.parts))
    marked = " ".join(filter(None, (escaped(row.marker), words))) + _proof(row.proof)
    return f"-# {marked}" if marked and is_note else marked


def _is_note(row: Row) -> bool:
    return all(part.style is Style.NOTE for part in row.parts)


def _proof(url: str | None) -> str:
    """Make the arrow that ends a line and links to the sentence in the article.

    Return an empty text if ``url`` is not the URL of a page.
    """
    if url is None or page_address(url) is None:
        return ""
    return f"{JOINT}{_link(ARROW, url)}"


def _part(part: Text) -> str:
    return _linked(styled(escaped(part.text), part.style), part)


def _plain(part: Text) -> str:
    return _linked(escaped(part.text), part)


def _linked(words: str, part: Text) -> str:
    """Make a link of the words, if ``part`` has the URL of a page.

    If the words look like another URL, they are not linked. A link that shows the real
    host follows them.
    """
    if not words or part.url is None or page_address(part.url) is None:
        return words
    if misleads(sanitized(part.text), part.url):
        label = f"{escaped(host(part.url) or '')}{JOINT}{ARROW}"
        return f"{words} {_link(label, part.url)}"
    return _link(words, part.url)


def _link(words: str, url: str) -> str:
    """Make a link of ``words``; if their brackets would end it, link an arrow."""
    target = f"(<{escaped_address(url)}>)"
    return (
        f"[{words}]{target}"
        if _is_balanced(words)
        else f"{words}{JOINT}[{ARROW}]{target}"
    )


def _is_balanced(words: str) -> bool:
    """Return whether each bracket in ``words`` has its counterpart.

    Discord ends the label of a link at a bracket without one.
    """
    depth = 0
    for sign in words:
        depth += (sign == "[") - (sign == "]")
        if depth < 0:
            return False
    return depth == 0


def escaped(text: str) -> str:
    """Escape the text and put it on one line, so that Discord shows it literally."""
    line = _SIGNIFICANT.sub(r"\\\g<0>", sanitized(text))
    return escaped_start(_COLON.sub(r"\\:", line))
