"""Formats messages as plain HTML, for feed readers; text of articles is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.text.deep_links import ARROW, JOINT
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized, with_separators

_SCHEMES = ("http://", "https://")


def to_html(message: Message) -> str:
    """Format a message as HTML elements without attributes other than ``href``.

    The headline is left out: a feed has it as the title of the item.
    """
    return "\n".join(_blocks(message))


def _blocks(message: Message) -> Iterator[str]:
    labels = labels_for(message.language)
    for section in message.sections:
        yield from _section(section, labels)


def _section(section: Section, labels: Labels) -> Iterator[str]:
    if section.heading is None:
        for row in section.rows:
            if row.parts and row.parts[0].style is not Style.TITLE:
                yield f"<p>{_line(row, labels)}</p>"
        return
    heading = _escaped(section.signed_heading)
    if heading:
        yield f"<h4>{heading}</h4>"
    rows = "".join(f"<li>{_item(section, row, labels)}</li>" for row in section.rows)
    if rows:
        yield f"<ul>{rows}</ul>"


def _item(section: Section, row: Row, labels: Labels) -> str:
    marker = section.marker_of(row)
    line = f"{_escaped(marker)} {_line(row, labels)}" if marker else _line(row, labels)
    remarks = (f"<br><small>{_escaped(remark)}</small>" for remark in row.remarks)
    return line + "".join(remarks)


def _line(row: Row, labels: Labels) -> str:
    words = "".join(
        escape(separator) + _part(part)
        for separator, part in with_separators(row.parts, labels.colon)
    )
    if row.proof is None:
        return words
    return f"{words}{JOINT}{_linked(ARROW, row.proof)}"


def _part(part: Text) -> str:
    words = _escaped(part.text)
    if words and part.style in {Style.NAME, Style.SPEAKER, Style.DAY}:
        words = f"<b>{words}</b>"
    return words if part.url is None else _linked(words, part.url)


def _linked(words: str, url: str) -> str:
    """Return a link with these words, or the words alone if ``url`` is not safe."""
    if not url.startswith(_SCHEMES):
        return words
    return f'<a href="{escape(url)}">{words}</a>'


def _escaped(text: str) -> str:
    return escape(sanitized(text))
