"""Computes the wait before the next request, from ``Retry-After`` and cache headers.

Dates are compared with the server's own ``Date`` header, not with the local clock, so
that a wrong clock on either side does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MAX_WAIT = timedelta(days=1)
"""The maximum wait; a longer wait is cut to this."""

MIN_FRESHNESS = timedelta(minutes=15)
"""The shortest time for which a body may be called fresh; a shorter one is ignored.

The normal polling interval is longer.
"""

_SECONDS = re.compile(r"[0-9]{1,12}")
_DIRECTIVE = re.compile(r"([a-z-]{1,30})(?:=\"?([0-9]{1,12})\"?(?![0-9]))?")
_NOT_CACHEABLE = frozenset({"no-cache", "no-store"})
_MAX_HEADER_LENGTH = 1_000
_MAX_DATE_LENGTH = 60


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Return the wait that ``Retry-After`` gives in seconds or as a date.

    Return ``None`` if the header is missing or invalid, or if the time has passed.
    """
    text = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return _capped(float(text))
    return _until(text, headers)


def fresh_for(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long the body stays fresh according to its cache headers.

    Return ``None`` if that is unknown, or shorter than ``MIN_FRESHNESS``.
    """
    directives = _directives(headers.get("Cache-Control", ""))
    if _NOT_CACHEABLE & directives.keys():
        return None
    max_age = directives.get("max-age")
    if max_age:
        lifetime = _capped(float(max_age) - _age_seconds(headers))
    elif "max-age" in directives:
        return None
    else:
        lifetime = _until(headers.get("Expires", ""), headers)
    return lifetime if lifetime is not None and lifetime >= MIN_FRESHNESS else None


def _directives(cache_control: str) -> dict[str, str]:
    parts = cache_control[:_MAX_HEADER_LENGTH].lower().split(",")
    matches = (_DIRECTIVE.fullmatch(part.strip()) for part in parts)
    return {match[1]: match[2] or "" for match in matches if match}


def _age_seconds(headers: Mapping[str, str]) -> float:
    """Return the seconds that the body has spent in caches on its way."""
    text = headers.get("Age", "").strip()
    return float(text) if _SECONDS.fullmatch(text) else 0.0


def _until(text: str, headers: Mapping[str, str]) -> timedelta | None:
    end, now = _date(text), _date(headers.get("Date", ""))
    if end is None or now is None:
        return None
    return _capped((end - now).total_seconds())


def _capped(seconds: float) -> timedelta | None:
    if seconds <= 0:
        return None
    return timedelta(seconds=min(seconds, MAX_WAIT.total_seconds()))


def _date(text: str) -> datetime | None:
    """Parse an HTTP date, in UTC if it has no time zone.

    Return ``None`` for other texts.
    """
    if len(text) > _MAX_DATE_LENGTH:
        return None
    try:
        date = parsedate_to_datetime(text)
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
