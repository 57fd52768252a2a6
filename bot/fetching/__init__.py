"""An HTTP client that reaches only public web servers, and limits its requests."""

from __future__ import annotations

from bot.fetching.fetcher import FetchLimits, GuardedFetcher
from bot.fetching.ip_addresses import is_public
from bot.fetching.urls import ANYWHERE, INTERNET, Reach, refusal

__all__ = [
    "ANYWHERE",
    "INTERNET",
    "FetchLimits",
    "GuardedFetcher",
    "Reach",
    "is_public",
    "refusal",
]
