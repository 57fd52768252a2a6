"""The plain text beside the blocks, for notifications and screen readers."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.domain.messages import Message, Row, Section, Style
from bot.core.text.sanitize import sanitized, with_separators

_LONGEST = 3_000
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def to_text(message: Message, *, longest: int = _LONGEST) -> str:
    """The lines of the message without markup and links, up to ``longest`` characters."""
    lines: list[str] = []
    left = longest
    for line in filter(None, _lines(message)):
        escaped = line.translate(_ESCAPES)
        left -= len(escaped) + 1
        if left < 0:
            lines.append("…")
            break
        lines.append(escaped)
    return "\n".join(lines) or "–"


def _lines(message: Message) -> Iterator[str]:
    for section in message.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    heading = sanitized(section.heading or "")
    if section.inline:
        yield from (f"{heading}: {_line(row)}" for row in section.rows)
        return
    yield heading
    for row in section.rows:
        yield _line(row)


def _line(row: Row) -> str:
    words = [joint + sanitized(part.text) for joint, part in with_separators(row.parts)]
    if len(words) > 1 and row.parts[0].style is Style.TITLE:
        words[0] += " –"
    return f"{row.marker} {''.join(words)}".strip()
