"""Seven days of the calendar as values, to be drawn as an image."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.domain.timelines import TimelineTheme

WEEK_DAYS = 7

MAX_WEEK_EVENTS = 6
"""The maximum number of events whose lines an image of a week has."""


class WeekMark(StrEnum):
    """The state of an event on a day: due, moved to another day, or cancelled."""

    DUE = "due"
    AWAY = "away"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of a week, with a mark for each event on it."""

    weekday: str
    number: str
    marks: tuple[WeekMark, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekEvent:
    """An event of a week, with its verbatim line.

    ``note`` says that the event was moved or cancelled; else it is empty.
    """

    day: str
    text: str
    mark: WeekMark = WeekMark.DUE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """The events of seven days, to be drawn as an image.

    ``facts`` are the days and the number of events; ``more`` counts the events whose
    lines are left out. ``alt`` describes the image in words.
    """

    title: str
    facts: str
    days: tuple[WeekDay, ...]
    events: tuple[WeekEvent, ...]
    alt: str
    more: str = ""
    theme: TimelineTheme = TimelineTheme.LIGHT
