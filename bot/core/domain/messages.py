"""Platform-neutral messages, and the limits on their size."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """The style of a part of a line; each platform renders it in its own form."""

    PLAIN = "plain"
    TITLE = "title"
    NAME = "name"
    ROLE = "role"
    SPEAKER = "speaker"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Text:
    """A part of a line in one style, with an optional link."""

    text: str
    style: Style = Style.PLAIN
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a message.

    ``marker`` is a sign before the line; without one, a line under a heading starts
    with its label, such as a speaker. ``proof`` is the address of the line's sentence
    in the original page. ``remarks`` are printed below the line in small print.
    """

    parts: tuple[Text, ...]
    marker: str = ""
    proof: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading, such as "WHO SAID WHAT".

    A section without a heading is the top of the message. An empty heading is not
    shown: the lines belong to the title above them. An ``inline`` section fits on one
    line with its heading.
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
    """The size of one message that a platform accepts.

    ``rows`` include headings. ``row`` is the longest row, if that is limited.
    ``per_row`` and ``per_part`` are the characters that the platform's format adds to
    each row and each part of a row, if they count; ``per_plain`` is the same for a part
    without style and link.
    """

    characters: int
    rows: int
    row: int | None = None
    per_row: int = 0
    per_part: int = 0
    per_plain: int = 0
