"""The timeline of a story as values: the papers' reports and the turns of the story."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_TURNS = 4
"""The maximum number of turns of a timeline."""

MAX_LANES = 6
"""The maximum number of papers that have a lane of their own."""

FULL_WIDTH = 1_000
"""The place of the newest report; that of the oldest is 0."""


class TimelineTheme(StrEnum):
    """The colours of the image of a timeline in chat; ``NONE`` means no timelines."""

    LIGHT = "light"
    DARK = "dark"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """A report, or a copy of another paper's text, from 0 to ``FULL_WIDTH`` in time."""

    place: int
    copy: bool = False


@dataclass(frozen=True, slots=True)
class TimelineLane:
    """The reports of one paper, the earliest first; those that are turns are left out.

    Papers without a lane of their own share the last one.
    """

    paper: str
    marks: tuple[TimelineMark, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineTurn:
    """A report with which the story turned, and the verbatim sentence that says how.

    ``day`` is that of the report; ``lane`` is the number of its lane, from 0. The turn
    that ``ends`` the story is its ending.
    """

    place: int
    lane: int
    day: str
    text: str
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The course of a story; ``facts`` are its state and the numbers of its reports.

    ``end`` is the word before the day of its ending. ``alt`` says all of it in words.
    """

    title: str
    facts: str
    lanes: tuple[TimelineLane, ...]
    turns: tuple[TimelineTurn, ...]
    alt: str
    end: str = "ended"
    theme: TimelineTheme = TimelineTheme.LIGHT
