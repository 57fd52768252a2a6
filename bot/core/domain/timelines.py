"""The timeline of a story as values: the reports of each paper, and the turns.

A turn is a report of which a digest printed the first line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_TURNS = 4
"""The maximum number of turns of a timeline."""

MAX_LANES = 6
"""The maximum number of papers that have a lane of their own."""

FULL_WIDTH = 1_000
"""The place of the newest report on a timeline; the oldest report is at 0."""


class TimelineTheme(StrEnum):
    """The colours of the image of a timeline in chat; ``NONE`` means no timelines."""

    LIGHT = "light"
    DARK = "dark"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """A report on a timeline; with ``copy``, a copy of another paper's text.

    ``place`` is its time, from 0 (oldest report) to ``FULL_WIDTH`` (newest).
    """

    place: int
    copy: bool = False


@dataclass(frozen=True, slots=True)
class TimelineLane:
    """The reports of one paper on a timeline, the earliest first.

    Reports that are turns are not included. The last lane may have the reports of
    several papers.
    """

    paper: str
    marks: tuple[TimelineMark, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineTurn:
    """A turn of the story: a report, and the verbatim sentence that tells the change.

    ``day`` is that of the report; ``lane`` is the number of its lane, from 0. If
    ``ends`` is set, the turn is the ending of the story.
    """

    place: int
    lane: int
    day: str
    text: str
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The course of a story, to be drawn as an image.

    ``facts`` are the state of the story and the numbers of its papers and reports.
    ``end`` is the word before the day of the ending. ``alt`` describes the image in
    words.
    """

    title: str
    facts: str
    lanes: tuple[TimelineLane, ...]
    turns: tuple[TimelineTurn, ...]
    alt: str
    end: str = "ended"
    theme: TimelineTheme = TimelineTheme.LIGHT
