"""A polite HTTP client that reaches public web servers only."""

from __future__ import annotations

from bot.fetching.fetcher import FetchLimits, GuardedFetcher
from bot.fetching.ip_addresses import is_public
from bot.fetching.urls import ANYWHERE, INTERNET, Reach

__all__ = [
    "ANYWHERE",
    "INTERNET",
    "FetchLimits",
    "GuardedFetcher",
    "Reach",
    "is_public",
]
