"""How a date phrase without a year is placed: by the publication date and its clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from summarizers.languages import periods
from summarizers.languages.periods import Period


class Outlook(StrEnum):
    """Whether the clause of a date looks ahead or back from the publication date."""

    AHEAD = "ahead"
    BACK = "back"
    OPEN = "open"


class Frame(NamedTuple):
    """The reference point for resolving a date phrase.

    ``published`` is the day of publication, ``outlook`` that of the clause around the
    phrase. ``deadline`` is true after "by" or "until", where only the last day counts.
    """

    published: date | None
    outlook: Outlook
    deadline: bool = False


# The named groups of a matched phrase that took part in the match.
Parts = Mapping[str, str]


class Family(StrEnum):
    """A class of date phrases, named after the word that each of them contains."""

    YEAR = "year"
    MONTH = "month"
    WEEKDAY = "weekday"
    SEASON = "season"
    HOLIDAY = "holiday"
    QUARTER = "quarter"
    DAY = "day"
    UNIT = "unit"
    UNITS = "units"


class Rule(NamedTuple):
    """A pattern for date phrases, its family, and the function that resolves a match.

    Every match contains ``clue``, has one of ``lead`` right before the word of the
    family, and a number after it if ``numbered``: checking these first costs far less.
    """

    family: Family
    pattern: re.Pattern[str]
    resolver: Callable[[Parts, Frame], Period | None]
    clue: str = ""
    lead: tuple[str, ...] = ("",)
    numbered: bool = False


STEPS = {"next": 1, "coming": 1, "upcoming": 1, "last": -1, "past": -1, "previous": -1}


def step_of(word: str | None) -> int:
    """The direction of a word: 1 for "next", -1 for "last", 0 for "this"."""
    return STEPS.get((word or "").lower(), 0)


def yearly(
    frame: Frame, build: Callable[[int], Period], relation: str | None = None
) -> Period | None:
    """The occurrence of a yearly event that a phrase means, for example the next July.

    Raises:
        ValueError: the calendar has no such day.
    """
    if frame.published is None:
        return None
    around = range(frame.published.year - 1, frame.published.year + 2)
    outlook = {1: Outlook.AHEAD, -1: Outlook.BACK}.get(step_of(relation), frame.outlook)
    choices = [period for year in around if (period := _built(build, year))]
    return nearest(choices, frame.published, outlook)


def _built(build: Callable[[int], Period], year: int) -> Period | None:
    """The period of that year; none for February 29 in most years."""
    try:
        return build(year)
    except ValueError:
        return None


def nearest(
    choices: Sequence[Period], published: date, outlook: Outlook
) -> Period | None:
    """The next, last or closest period, by outlook; one that contains today fits both."""
    if outlook is Outlook.AHEAD:
        choices = [period for period in choices if period.last >= published]
    elif outlook is Outlook.BACK:
        choices = [period for period in choices if period.first <= published]
    return min(choices, key=lambda period: _distance(period, published), default=None)


def _distance(period: Period, published: date) -> int:
    gaps = (period.first - published).days, (published - period.last).days
    return max(0, *gaps)


def narrowed(parts: Parts, frame: Frame, whole: Period) -> Period:
    """The part of a period that "early", "mid" or "the end of" selects."""
    part = (parts.get("piece") or parts.get("part") or "").lower()
    if part == "end" and frame.deadline:
        return periods.day(whole.last)
    return periods.part_of(whole, part) if part else whole
