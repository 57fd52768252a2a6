"""Parses the dates of feeds and their entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# Feeds began in 1999; an older date comes from an unset clock, mostly of 1970.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_MAX_LENGTH = 60
_UNDATED = datetime.min.replace(tzinfo=UTC)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_COMPLETE = re.compile(
    r"(?<!\d)(?:19|20)\d{2}(?:-\d{2}-\d{2}|\d{4}|\d{10})(?!\d)"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?[ -]{{1,3}}{_MONTH},?[ -]{{1,3}}\d{{2,4}}(?!\d)"
    rf"|{_MONTH} {{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,? {{1,3}}(?:\d\d:\d\d.{{0,20}}?)?\d{{4}}",
    re.IGNORECASE,
)


def is_complete_date(text: str | None) -> bool:
    """Return whether ``text`` names day, month and year without ambiguity.

    The test is needed because libraries take missing parts from today's date, and read
    ``3/4`` as 4 March.
    """
    line = (text or "").strip()
    return len(line) <= _MAX_LENGTH and _COMPLETE.search(line) is not None


def plausible_date(moment: datetime) -> datetime | None:
    """Convert a time to UTC; ``None`` if its year is not between 1991 and 2099."""
    if not _FIRST_YEAR < moment.year < _LAST_YEAR:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def from_iso(text: str | None) -> datetime | None:
    """Parse an ISO 8601 date; return ``None`` for other texts."""
    try:
        return plausible_date(datetime.fromisoformat(text)) if text else None
    except ValueError:
        return None


def newest_indexes(dates: Sequence[datetime | None], limit: int) -> tuple[int, ...]:
    """Return the indexes of the ``limit`` newest dates, in ascending order.

    ``None`` counts as the oldest date.
    """
    if len(dates) <= limit:
        return tuple(range(len(dates)))
    order = sorted(range(len(dates)), key=lambda i: dates[i] or _UNDATED, reverse=True)
    return tuple(sorted(order[:limit]))


def parse_date(text: str | None) -> datetime | None:
    """Parse a complete ISO 8601 or RFC 2822 date; return ``None`` for other texts."""
    if text is None or not is_complete_date(text):
        return None
    iso_date = from_iso(text.strip())
    if iso_date is not None:
        return iso_date
    try:
        return plausible_date(parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        return None
