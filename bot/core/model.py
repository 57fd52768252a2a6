"""The bot's values: topics, sources, digests as configured, and messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class PageSource:
    """One page that is read as an article."""

    url: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that a team follows."""

    id: str
    title: str
    sources: tuple[PageSource, ...]


class Weekday(StrEnum):
    """Days as they stand in the configuration."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a digest goes: a platform and the channel on it."""

    platform: str
    channel: str


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """A digest as configured: what, when, in which zone, to whom."""

    id: str
    topics: tuple[Topic, ...]
    at: tuple[time, ...]
    days: frozenset[Weekday]
    timezone: ZoneInfo
    to: tuple[Destination, ...]


class Style(StrEnum):
    """How a part of a line looks; each platform has its own form of it."""

    PLAIN = "plain"
    TITLE = "title"
    LABEL = "label"
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
    """One line of a message."""

    parts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A headed group of lines ("WHO SAID WHAT"); without a heading it is the top."""

    heading: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A platform-neutral message."""

    sections: tuple[Section, ...]
    key: str = field(default="")
