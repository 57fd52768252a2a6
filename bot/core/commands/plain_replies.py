"""Answers of a few plain sentences."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.commands.responses import Answer
from bot.core.domain.messages import Message, Row, Section, Text


def said(*sentences: str) -> Answer:
    """An answer of these sentences, one a line, for who asked alone."""
    rows = tuple(Row((Text(one),)) for one in sentences)
    return Answer(Message((Section(None, rows),)))


def listed(names: Iterable[str], joint: str = "and") -> str:
    """The names with commas, and a word before the last: "a, b and c"."""
    *others, last = names
    return f"{', '.join(others)} {joint} {last}" if others else last
