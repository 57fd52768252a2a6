"""Resolve date phrases without a year, by publication date and tense of the clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from summarizers.languages import periods
from summarizers.languages.periods import Period


class Outlook(StrEnum):
    """The time of a clause, seen from the publication date.

    ``AHEAD`` is the future and ``BACK`` the past. ``OPEN`` means that the clause does
    not show which.
    """

    AHEAD = "ahead"
    BACK = "back"
    OPEN = "open"


class Frame(NamedTuple):
    """The facts by which a date phrase is resolved to days.

    ``published`` is the day of publication. ``outlook`` tells whether the clause that
    contains the phrase is about the future or the past. ``deadline`` is true after "by"
    or "until", where only the last day counts.
    """

    published: date | None
    outlook: Outlook
    deadline: bool = False


# The text of each named group that matched.
Parts = Mapping[str, str]


class Family(StrEnum):
    """A class of date phrases, named after the kind of word that each contains."""

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
    """A pattern for date phrases, and the function that resolves a match.

    Three fields show cheaply where the slow ``pattern`` cannot match. Every match
    contains the text ``clue``. In a match, one of the texts ``lead`` stands right
    before the word of the ``family``, such as a month. If ``numbered`` is true, a
    number follows that word. A ``vague`` rule matches phrases that name no day, week,
    month or year, such as "in the spring".
    """

    family: Family
    pattern: re.Pattern[str]
    resolver: Callable[[Parts, Frame], Period | None]
    clue: str = ""
    lead: tuple[str, ...] = ("",)
    numbered: bool = False
    vague: bool = False


STEPS = {"next": 1, "coming": 1, "upcoming": 1, "last": -1, "past": -1, "previous": -1}


def step_of(word: str | None) -> int:
    """Return the direction of a word: 1 for "next", -1 for "last", 0 for others."""
    return STEPS.get((word or "").lower(), 0)


def yearly(
    frame: Frame, build: Callable[[int], Period], relation: str | None = None
) -> Period | None:
    """Return the period that a phrase for a yearly event means, such as the next July.

    ``build`` returns the period of the event in a year. ``relation`` is the phrase's
    word "next" or "last", if it has one. The result is ``None`` without a publication
    date.
    """
    if frame.published is None:
        return None
    around = range(frame.published.year - 1, frame.published.year + 2)
    outlook = {1: Outlook.AHEAD, -1: Outlook.BACK}.get(step_of(relation), frame.outlook)
    choices = [period for year in around if (period := _built(build, year))]
    if step_of(relation) > 0:
        choices = [period for period in choices if period.first > frame.published]
    return nearest(choices, frame.published, outlook)


def _built(build: Callable[[int], Period], year: int) -> Period | None:
    """Return ``build(year)``, or ``None`` if that would be a missing February 29."""
    try:
        return build(year)
    except ValueError:
        return None


def nearest(
    choices: Sequence[Period], published: date, outlook: Outlook
) -> Period | None:
    """Return the period of ``choices`` that is nearest to the publication day, if any.

    If ``outlook`` is ``AHEAD``, periods that are over are excluded; if it is ``BACK``,
    periods that have not started. A period that contains the publication day always
    counts.
    """
    if outlook is Outlook.AHEAD:
        choices = [period for period in choices if period.last >= published]
    elif outlook is Outlook.BACK:
        choices = [period for period in choices if period.first <= published]
    return min(choices, key=lambda period: _distance(period, published), default=None)


def _distance(period: Period, published: date) -> int:
    gaps = (period.first - published).days, (published - period.last).days
    return max(0, *gaps)


def narrowed(parts: Parts, frame: Frame, whole: Period) -> Period:
    """Return the part of ``whole`` that "early", "mid" or "the end of" selects.

    ``parts`` are the groups of the phrase's match. Without such a word, return
    ``whole``.
    """
    part = (parts.get("piece") or parts.get("part") or "").lower()
    if part == "end" and frame.deadline:
        return periods.day(whole.last)
    return periods.part_of(whole, part) if part else whole
