"""Parses durations: "15 minutes", "90 days"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.core.text.suggest import did_you_mean

UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "year": timedelta(days=365),
}
_WORDS = {spelled: unit for unit in UNITS for spelled in (unit, f"{unit}s")}
_SPAN = re.compile(r"(\d{1,6}) ?([A-Za-z]{1,20})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The shortest and longest allowed duration, and a description of both."""

    least: timedelta
    most: timedelta
    description: str


# Seconds are for tests only: they are too short for real servers.
POLL = Bounds(timedelta(seconds=10), timedelta(days=1), "1 minute to 1 day")
KEEP = Bounds(timedelta(days=1), timedelta(days=3650), "1 day to 10 years")


def parse_duration(text: str) -> timedelta:
    """Parse a duration.

    Raises:
        ValueError: it is invalid; the message tells what to write.
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise ValueError('write a number and a unit, such as "15 minutes" or "90 days"')
    unit = _WORDS.get(match[2].lower())
    if unit is None:
        hint = did_you_mean(match[2], _WORDS) or f"; known are {', '.join(UNITS)}"
        raise ValueError(f'"{match[2]}" is not a unit of time{hint}')
    return int(match[1]) * UNITS[unit]


def wrong_duration(value: object, bounds: Bounds) -> str | None:
    """The problem of a duration, or ``None``."""
    try:
        span = parse_duration(value if isinstance(value, str) else "")
    except ValueError as error:
        return str(error)
    return (
        None if bounds.least <= span <= bounds.most else f"write {bounds.description}"
    )
