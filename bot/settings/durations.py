"""Spans of time as people write them: "15 minutes", "90 days"."""

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
    """How short and how long a span may be, and how that is told."""

    least: timedelta
    most: timedelta
    told: str


# Seconds are for tests: no server likes to be asked so often.
POLL = Bounds(timedelta(seconds=10), timedelta(days=1), "1 minute to 1 day")
KEEP = Bounds(timedelta(days=1), timedelta(days=3650), "1 day to 10 years")


def parse_duration(text: str) -> timedelta:
    """The span that the text says.

    Raises:
        ValueError: it says none; the message tells what to write.
    """
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise ValueError('write a number and a unit, such as "15 minutes" or "90 days"')
    unit = _WORDS.get(found[2].lower())
    if unit is None:
        known = did_you_mean(found[2], _WORDS) or f"; known are {', '.join(UNITS)}"
        raise ValueError(f'"{found[2]}" is no unit of time{known}')
    return int(found[1]) * UNITS[unit]


def wrong_duration(value: object, bounds: Bounds) -> str | None:
    """What is wrong with a span of time; ``None`` if nothing."""
    try:
        span = parse_duration(value if isinstance(value, str) else "")
    except ValueError as error:
        return str(error)
    return None if bounds.least <= span <= bounds.most else f"write {bounds.told}"
