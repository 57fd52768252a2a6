"""Polite, guarded HTTP: nothing but public web servers can be reached through it."""

from __future__ import annotations

from bot.fetching.addresses import is_public
from bot.fetching.fetcher import FetchLimits, GuardedFetcher
from bot.fetching.urls import ANYWHERE, INTERNET, Reach

__all__ = [
    "ANYWHERE",
    "INTERNET",
    "FetchLimits",
    "GuardedFetcher",
    "Reach",
    "is_public",
]
