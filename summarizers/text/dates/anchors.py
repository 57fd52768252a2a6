"""Where date phrases may stand: the words that no phrase of a family can do without.

Looking for these words first keeps two dozen patterns away from most of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizers.lexicons import table
from summarizers.text.dates.frames import Family

_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\b[12]\d{3}")
_YEAR_OR_PART = re.compile(r"\b[12]\d{3}|\bmid-")
# "New", "May" and "St" say too little alone.
_COMMON = frozenset(("New", "May", "St", "s"))
_DAY_WORDS = ("today", "tonight", "tomorrow", "yesterday")
_DAY_TIMES = ("morning", "afternoon", "evening", "night")
_UNIT_WORDS = ("week", "weekend", "month", "year", "decade", "day", "hour", "fortnight")
# These words belong to two families: "third quarter", "next quarter".
_SECOND = {Family.QUARTER: Family.UNIT, Family.HOLIDAY: Family.UNIT}


def date_words() -> frozenset[str]:
    """The anchor words but years, lower case: a stretch without them has no date.

    Abbreviated months stand there with and without their stop.
    """
    found = [word.lower() for word in _ANCHORS]
    return frozenset((*found, *(f"{month}.".lower() for month in table("months"))))


def has_year(text: str, start: int, end: int) -> bool:
    """Whether a number that may be a year, or a compound of "mid", stands there."""
    return _YEAR_OR_PART.search(text, start, end) is not None


def find_anchors(text: str, start: int, end: int) -> dict[Family, list[int]]:
    """The families that a stretch may hold, with the sorted offsets of their words."""
    found: dict[Family, list[int]] = {}
    for word in _ANCHORS.keys() & _WORD.findall(text, start, end):
        family, places = _ANCHORS[word], list(_places(text, word, start, end))
        found.setdefault(family, []).extend(places)
        if family in _SECOND:
            found.setdefault(_SECOND[family], []).extend(places)
    years = [match.start() for match in _YEAR.finditer(text, start, end)]
    if years:
        found[Family.YEAR] = years
    return {family: sorted(places) for family, places in found.items()}


def _places(text: str, word: str, start: int, end: int) -> Iterator[int]:
    at = text.find(word, start, end)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word), end)


def _anchors() -> dict[str, Family]:
    """Every word, as it is printed, with its family."""
    lists = {
        Family.MONTH: table("months"),
        Family.WEEKDAY: table("weekdays"),
        Family.SEASON: table("seasons"),
        Family.HOLIDAY: [w for name in table("holidays") for w in _WORD.findall(name)],
        Family.DAY: (*_DAY_WORDS, *_DAY_TIMES),
        Family.UNIT: _UNIT_WORDS,
        Family.UNITS: [f"{unit}s" for unit in _UNIT_WORDS],
        Family.QUARTER: ("quarter", "Q1", "Q2", "Q3", "Q4"),
    }
    found = {word: family for family, words in lists.items() for word in words}
    large = {word.capitalize(): family for word, family in found.items()}
    rare = {word: family for word, family in found.items() if word not in _COMMON}
    return large | rare | dict.fromkeys(table("months"), Family.MONTH)


_ANCHORS = _anchors()
