"""Parses the days and periods that people type: "tomorrow", "next week", "7 days"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from summarizers.lexicons import table

PERIODS = ("1 day", "3 days", "7 days", "30 days", "yesterday", "monday", "this week")
"""The beginnings that are suggested; the third is the default."""

DEFAULT_PERIOD = PERIODS[2]

DAYS = ("today", "tomorrow", "this week", "next week", "this month", "next month")
"""The days that are suggested for the calendar."""

NOT_A_PERIOD = 'not a day or a period; use 2026-11-20, yesterday or "7 days"'
"""The error message for a text that is neither a day nor a period.

The command line and the interfaces for programs use it.
"""

NOT_DAYS = 'not a day or a week; use 2026-11-20, tomorrow or "next week"'
"""The error message for a text that names no days."""

_PERIOD = re.compile(
    r"(\d{1,4}) ?(h|hours?|heures?|d|days?|j|jours?|w|weeks?|semaines?)", re.IGNORECASE
)
_HOURS = {"h": 1, "d": 24, "j": 24, "w": 168, "s": 168}
_FIRST_YEAR, _LAST_YEAR = 1970, 9998
_SINCE = re.compile(r"(?:since|depuis) (?:le |la )?|on |le ", re.IGNORECASE)
_NEAR = {
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "aujourd'hui": 0,
    "demain": 1,
    "hier": -1,
}
_STEPS = {"this": 0, "next": 1, "last": -1}
_SPANS = re.compile(
    r"(?P<before>this|next|last) (?P<unit>week|month)"
    r"|(?:la |le |cette |ce )?(?P<french>semaine|mois)(?: (?P<behind>prochaine?|derni[eè]re?))?",
    re.IGNORECASE,
)
_WEEKDAY_LISTS = ("en", "fr")
_FEWEST_LETTERS = 3
_MOST_WORDS = 3


def parse_since(typed: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Parse "7 days", "yesterday", "monday" or 2026-11-20; return when it begins.

    Periods end at ``now``. A weekday is the last one, which may be today. A time
    without a time zone is in ``zone``. An empty text means ``DEFAULT_PERIOD``.

    Raises:
        ValueError: the text is neither a period nor a date.
    """
    text = _SINCE.sub("", " ".join(typed.split()) or DEFAULT_PERIOD, count=1)
    period = _PERIOD.fullmatch(text)
    if period is not None:
        hours = _HOURS[period[2][0].lower()] * int(period[1])
        return now - timedelta(hours=hours)
    today = now.astimezone(zone).date()
    named = _named_days(text, today)
    if named is not None:
        is_weekday = _weekday(text) is not None and named[0] > today
        first = named[0] - timedelta(days=7 if is_weekday else 0)
        return datetime.combine(first, time(), zone)
    moment = datetime.fromisoformat(text)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(
            f"the year {moment.year} is not from {_FIRST_YEAR} to {_LAST_YEAR}"
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def parse_days(typed: str, today: date) -> tuple[date, date]:
    """Parse "tomorrow", "friday", "next week", "10 days" or 2026-11-20.

    Return the first and the last day. A weekday is the next one, which may be today; a
    period begins today.

    Raises:
        ValueError: the text names no days.
    """
    text = _SINCE.sub("", " ".join(typed.split()), count=1)
    named = _named_days(text, today)
    period = _PERIOD.fullmatch(text)
    if named is None and period is not None:
        days = _HOURS[period[2][0].lower()] * int(period[1]) // 24
        return today, today + timedelta(days=max(days, 1) - 1)
    if named is not None:
        return named
    day = date.fromisoformat(text)
    return day, day


def split_days(text: str) -> tuple[str, str]:
    """Split "ports next week" into the words before the days, and the days."""
    words = text.split()
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        try:
            parse_days(" ".join(words[-count:]), date.min + timedelta(days=366))
        except ValueError:
            continue
        return " ".join(words[:-count]), " ".join(words[-count:])
    return text, ""


def _named_days(text: str, today: date) -> tuple[date, date] | None:
    """Return the days that words such as "next week" name; ``None`` without such words."""
    plain = text.casefold().replace("’", "'")
    if plain in _NEAR:
        day = today + timedelta(days=_NEAR[plain])
        return day, day
    weekday = _weekday(plain)
    if weekday is not None:
        day = today + timedelta(days=(weekday - today.weekday()) % 7)
        return day, day
    match = _SPANS.fullmatch(plain)
    if match is None:
        return None
    behind = match["behind"] or ""
    step = _STEPS[match["before"]] if match["before"] else 0
    step += behind.startswith("prochain") - behind.startswith("derni")
    if (match["unit"] or match["french"]) in {"week", "semaine"}:
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return first, first + timedelta(days=6)
    return _month(today, step)


def _month(today: date, step: int) -> tuple[date, date]:
    number = today.year * 12 + today.month - 1 + step
    first, following = (
        date(each // 12, each % 12 + 1, 1) for each in (number, number + 1)
    )
    return first, following - timedelta(days=1)


def _weekday(text: str) -> int | None:
    """Return the number of the weekday with this name or beginning; 0 is Monday."""
    if len(text) < _FEWEST_LETTERS:
        return None
    word = text.casefold()
    return next((n for name, n in _weekdays() if name.startswith(word)), None)


@cache
def _weekdays() -> tuple[tuple[str, int], ...]:
    names = (table("weekdays", lang).items() for lang in _WEEKDAY_LISTS)
    return tuple((name.casefold(), int(n)) for each in names for name, n in each)
