"""Parses the text in which people type since when they want answers: "7 days"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

PERIODS = ("1 day", "3 days", "7 days", "30 days")
"""The periods that are suggested; the third is the default."""

DEFAULT_PERIOD = PERIODS[2]

NOT_A_PERIOD = 'not a day or a period; use 2026-11-20 or "7 days"'
"""The error message for a text that is neither a day nor a period.

The command line and the interfaces for programs use it.
"""

_PERIOD = re.compile(
    r"(\d{1,4}) ?(h|hours?|heures?|d|days?|j|jours?|w|weeks?|semaines?)", re.IGNORECASE
)
_HOURS = {"h": 1, "d": 24, "j": 24, "w": 168, "s": 168}
_FIRST_YEAR, _LAST_YEAR = 1970, 9998


def parse_since(typed: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Parse "7 days", "24 hours" or a day such as 2026-11-20; return when it begins.

    Periods end at ``now``. A time without a time zone is in ``zone``. An empty text
    means ``DEFAULT_PERIOD``.

    Raises:
        ValueError: the text is neither a period nor a date.
    """
    text = " ".join(typed.split()) or DEFAULT_PERIOD
    period = _PERIOD.fullmatch(text)
    if period is not None:
        hours = _HOURS[period[2][0].lower()] * int(period[1])
        return now - timedelta(hours=hours)
    moment = datetime.fromisoformat(text)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(
            f"the year {moment.year} is not from {_FIRST_YEAR} to {_LAST_YEAR}"
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
