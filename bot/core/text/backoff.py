"""Exponential backoff: how long to wait before a retry."""

from __future__ import annotations

from datetime import timedelta

_MOST_DOUBLINGS = 20


def backoff_delay(attempts: int, *, first: timedelta, longest: timedelta) -> timedelta:
    """Return the delay after the last of ``attempts`` failed attempts.

    It is ``first`` after one attempt and doubles with each further one, up to
    ``longest``.
    """
    doublings: int = 2 ** min(max(attempts - 1, 0), _MOST_DOUBLINGS)
    return min(first * doublings, longest)
