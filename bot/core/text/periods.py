"""Parses and formats lists of periods, such as "1 day, 2 hours"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

_UNITS = {
    "week": timedelta(weeks=1),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}
_LETTERS = {"w": "week", "s": "week", "d": "day", "j": "day", "h": "hour"}
_PERIOD = re.compile(
    r"(\d{1,4}) ?(weeks?|w|semaines?|days?|d|jours?|j|hours?|heures?|h)", re.IGNORECASE
)
_JOINT = re.compile(r"(?:[\s,;+&]|\band\b|\bet\b)+", re.IGNORECASE)

_NOT_PERIODS = "the text is not a list of periods such as 1 day, 2 hours"


def parse_periods(typed: str) -> tuple[timedelta, ...]:
    """Parse the periods, which commas, blanks or "and" divide; the longest comes first.

    Raises:
        ValueError: a part of the text is not a period.
    """
    text, end, periods = typed.strip(), 0, []
    for part in _PERIOD.finditer(text):
        is_joined = _JOINT.fullmatch(text, end, part.start()) if end else True
        if not is_joined or (not end and part.start()):
            raise ValueError(_NOT_PERIODS)
        periods.append(int(part[1]) * _UNITS[_LETTERS[part[2][0].lower()]])
        end = part.end()
    if not periods or end < len(text):
        raise ValueError(_NOT_PERIODS)
    return ordered_periods(periods)


def ordered_periods(periods: Iterable[timedelta]) -> tuple[timedelta, ...]:
    """Return the periods without repetitions, the longest first."""
    return tuple(sorted(set(periods), reverse=True))


def period_words(period: timedelta) -> str:
    """Format a period of whole seconds in its largest unit: "1 day", "36 hours"."""
    name, unit = next(pair for pair in _UNITS.items() if not period % pair[1])
    number = period // unit
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
