"""Answers of a few plain sentences."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.chat.answers import Answer
from bot.core.display import shown
from bot.core.model import Message, Row, Section, Text

_LONGEST = 80


def said(*sentences: str, refused: str | None = None) -> Answer:
    """An answer of these sentences, one a line, for who asked alone."""
    rows = tuple(Row((Text(one),)) for one in sentences if one)
    return Answer(Message((Section(None, rows),)), refused=refused)


def quoted(typed: str) -> str:
    """What somebody typed, safe to show, shortened and in quotation marks."""
    line = shown(typed)
    return f'"{line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"}"'


def listed(names: Iterable[str], joint: str = "and") -> str:
    """The names with commas, and a word before the last: "a, b and c"."""
    *others, last = names
    return f"{', '.join(others)} {joint} {last}" if others else last
