"""Find anchors: words such as "May" or "week", of which each date phrase contains one.

The date patterns are tried only around an anchor. This saves most of the text from two
dozen patterns.
"""

from __future__ import annotations

import re

from summarizers.languages.date_frames import Family
from summarizers.lexicons import table

_WORD = re.compile(r"\w+")
# Testing the first character before the word boundary is faster than the usual order.
_YEAR_OR_PART = re.compile(r"[12](?<!\w.)\d{3}|m(?<!\w.)id-")
# "New", "May" and "St" are too common to be anchors by themselves.
_COMMON = frozenset(("New", "May", "St", "s"))
_DAY_WORDS = ("today", "tonight", "tomorrow", "yesterday")
_DAY_TIMES = ("morning", "afternoon", "evening", "night")
_UNIT_WORDS = ("week", "weekend", "month", "year", "decade", "day", "hour", "fortnight")
# These words belong to two families: "third quarter", "next quarter".
_SECOND = {Family.QUARTER: Family.UNIT, Family.HOLIDAY: Family.UNIT}

Anchor = tuple[int, Family]
"""The offset of a word, and the family of date phrases that may contain it."""


def date_words() -> frozenset[str]:
    """Return all anchor words in lower case; years in digits are not included."""
    return frozenset(word.lower() for word in _FAMILIES)


def families_of(word: str) -> tuple[Family, ...]:
    """Return the families of date phrases that contain ``word``; empty for most words.

    ``word`` is spelled as in the text, with the full stop of an abbreviated month.
    """
    return _FAMILIES.get(word, ())


def find_anchors(text: str, start: int, end: int) -> list[Anchor]:
    """Return all anchors in ``text[start:end]``, in text order."""
    anchors = {
        (match.start(), family)
        for match in _WORD.finditer(text, start, end)
        for family in families_of(match[0])
    }
    return sorted(anchors.union(find_numbers(text, start, end)))


def find_numbers(text: str, start: int, end: int) -> list[Anchor]:
    """Return the anchors that are years in digits, or words after "mid-"."""
    anchors: list[Anchor] = []
    for match in _YEAR_OR_PART.finditer(text, start, end):
        if match[0] != "mid-":
            anchors.append((match.start(), Family.YEAR))
        elif word := _WORD.match(text, match.end(), end):
            anchors += ((word.start(), family) for family in families_of(word[0]))
    return anchors


def _families() -> dict[str, tuple[Family, ...]]:
    """Map every anchor word, spelled as in text, to its families of date phrases."""
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
    families = {word: family for family, words in lists.items() for word in words}
    large = {word.capitalize(): family for word, family in families.items()}
    rare = {word: family for word, family in families.items() if word not in _COMMON}
    months = {
        f"{month}{stop}": Family.MONTH
        for month in table("months")
        for stop in ("", ".")
    }
    return {
        word: (family, _SECOND[family]) if family in _SECOND else (family,)
        for word, family in (large | rare | months).items()
    }


_FAMILIES = _families()
