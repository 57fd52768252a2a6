"""How long a server wants to be left alone.

No clock is read: a server that names a date tells its own time next to it, and the
difference of both holds even where its clock is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)
"""No server is left alone for longer than this, whatever it asks for."""

WORTH_NOTING = timedelta(minutes=15)
"""What stays fresh for less is polled by the usual rhythm: it says nothing."""

_SECONDS = re.compile(r"[0-9]{1,12}")
_DIRECTIVE = re.compile(r"([a-z-]{1,30})(?:=\"?([0-9]{1,12})\"?(?![0-9]))?")
_NEVER_FRESH = frozenset({"no-cache", "no-store"})
_LONGEST_HEADER = 1_000
_LONGEST_DATE = 60


def asked_wait(headers: Mapping[str, str]) -> timedelta | None:
    """What ``Retry-After`` asks for, in seconds or as a date; nonsense is nothing."""
    text = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return _capped(float(text))
    return _until(text, headers)


def fresh_for(headers: Mapping[str, str]) -> timedelta | None:
    """How long the body stays fresh by its server, when that is worth noting."""
    control = _directives(headers.get("Cache-Control", ""))
    if _NEVER_FRESH & control.keys():
        return None
    age = control.get("max-age")
    if age:
        fresh = _capped(float(age) - _passed(headers))
    elif "max-age" in control:
        return None
    else:
        fresh = _until(headers.get("Expires", ""), headers)
    return fresh if fresh is not None and fresh >= WORTH_NOTING else None


def _directives(control: str) -> dict[str, str]:
    parts = control[:_LONGEST_HEADER].lower().split(",")
    found = (_DIRECTIVE.fullmatch(part.strip()) for part in parts)
    return {match[1]: match[2] or "" for match in found if match}


def _passed(headers: Mapping[str, str]) -> float:
    """Seconds that the body has lain in a cache on its way."""
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
    return timedelta(seconds=min(seconds, LONGEST.total_seconds()))


def _date(text: str) -> datetime | None:
    """A date of HTTP; one without a zone is in UTC, as all of them have to be."""
    if len(text) > _LONGEST_DATE:
        return None
    try:
        date = parsedate_to_datetime(text)
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
