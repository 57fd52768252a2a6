"""Platform-neutral messages, and the size limits of each platform."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a part of a line looks; each platform has its own form of it."""

    PLAIN = "plain"
    TITLE = "title"
    NAME = "name"
    ROLE = "role"
    SPEAKER = "speaker"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters in one style, with a link or not."""

    text: str
    style: Style = Style.PLAIN
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a message.

    ``marker`` is the sign before it; a line of a headed section that has none starts
    with its label, such as a speaker. ``proof`` is the address of its sentence in the
    original page; ``remarks`` stand below it in small print.
    """

    parts: tuple[Text, ...]
    marker: str = ""
    proof: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A headed group of lines ("WHO SAID WHAT"); without a heading it is the top.

    An empty heading is not shown: the lines belong to the title above them.
    An ``inline`` section is short enough to stand on one line with its heading.
    """

    heading: str | None
    rows: tuple[Row, ...]
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A platform-neutral message."""

    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform takes as one message: characters in all, rows with headings.

    ``row`` is the longest row, where there is a limit below that of the message.
    ``per_row`` and ``per_part`` are characters that the platform's form takes for each
    row and each part of one, where these count; ``per_plain`` are those of a part that
    has neither style nor link.
    """

    characters: int
    rows: int
    row: int | None = None
    per_row: int = 0
    per_part: int = 0
    per_plain: int = 0
