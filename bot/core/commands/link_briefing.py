"""Briefings of links; concurrent requests for one page share one fetch."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.core.batch.briefs import PageBriefer
from bot.core.commands.coalescing_cache import CoalescingCache
from bot.core.commands.snapshots import BriefingSnapshot, briefing_snapshot
from bot.core.ports.services import Clock, Fetcher

SECONDS = 60.0
"""The maximum duration of a whole answer, in seconds."""


@dataclass(slots=True)
class LinkBriefer:
    """Briefs pages in worker processes, without blocking the event loop."""

    clock: Clock
    fetcher: Fetcher
    reader: PageBriefer
    _cache: CoalescingCache[BriefingSnapshot] = field(init=False)

    def __post_init__(self) -> None:
        """Create the cache of briefings."""
        self._cache = CoalescingCache(self.clock, SECONDS)

    async def brief(self, url: str, language: str = "en") -> BriefingSnapshot:
        """Return a snapshot of the briefing of the page at ``url``.

        ``language`` is that of the briefing's labels.

        Raises:
            FetchError: The page could not be fetched.
            ParseError: The page holds no article, or parsing took too long.
            InputError: The article cannot be briefed.
            TimeoutError: The request took longer than a minute.
        """
        address = url.partition("#")[0]
        key = f"{language} {address}"
        return await self._cache.get(key, lambda: self._read(address, language))

    async def _read(self, url: str, language: str) -> BriefingSnapshot:
        page = await self.fetcher.fetch(url)
        briefing = await self.reader.brief(page)
        # Deep links into a long text take a while to compute.
        return await asyncio.to_thread(briefing_snapshot, briefing, language)
