"""How long to wait before something that failed is tried again: pure."""

from __future__ import annotations

from datetime import timedelta

_MOST_DOUBLINGS = 20


def pause(tries: int, *, first: timedelta, longest: timedelta) -> timedelta:
    """The wait after so many tries: doubled each time, and never above the longest."""
    doublings: int = 2 ** min(max(tries - 1, 0), _MOST_DOUBLINGS)
    return min(first * doublings, longest)
