"""Dates as feeds write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# Feeds began in 1999; what is older is an unset clock, mostly of 1970.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_LONGEST = 60
_UNDATED = datetime.min.replace(tzinfo=UTC)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_WHOLE = re.compile(
    r"(?<!\d)(?:19|20)\d{2}(?:-\d{2}-\d{2}|\d{4}|\d{10})(?!\d)"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?[ -]{{1,3}}{_MONTH},?[ -]{{1,3}}\d{{2,4}}(?!\d)"
    rf"|{_MONTH} {{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,? {{1,3}}(?:\d\d:\d\d.{{0,20}}?)?\d{{4}}",
    re.IGNORECASE,
)


def is_whole(written: str | None) -> bool:
    """Whether day, month and year are named in a way that has one meaning.

    Libraries fill what is missing from today's date, and take ``3/4`` for March.
    """
    line = (written or "").strip()
    return len(line) <= _LONGEST and _WHOLE.search(line) is not None


def plausible(moment: datetime) -> datetime | None:
    """The moment in UTC; ``None`` when its year cannot be true."""
    if not _FIRST_YEAR < moment.year < _LAST_YEAR:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def from_iso(written: str | None) -> datetime | None:
    """A date in ISO's form, or ``None``."""
    try:
        return plausible(datetime.fromisoformat(written)) if written else None
    except ValueError:
        return None


def newest(dates: Sequence[datetime | None], most: int) -> tuple[int, ...]:
    """Where the newest dates stand, in order; what has no date is the oldest."""
    if len(dates) <= most:
        return tuple(range(len(dates)))
    places = sorted(range(len(dates)), key=lambda i: dates[i] or _UNDATED, reverse=True)
    return tuple(sorted(places[:most]))


def parse_date(written: str | None) -> datetime | None:
    """A date in one of the two forms that the feed formats ask for, or ``None``."""
    if written is None or not is_whole(written):
        return None
    found = from_iso(written.strip())
    if found is not None:
        return found
    try:
        return plausible(parsedate_to_datetime(written))
    except (ValueError, OverflowError):
        return None
