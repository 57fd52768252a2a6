"""Briefings of links: one page is fetched and read once for all who ask for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.core.batch.briefs import PageBriefer
from bot.core.commands.single_flight import SingleFlight
from bot.core.commands.snapshots import BriefingSnapshot, keep_briefing
from bot.core.ports.services import Clock, Fetcher

SECONDS = 60.0
"""How long a whole answer may take."""


@dataclass(slots=True)
class LinkBriefer:
    """Briefs pages in worker processes; the event loop goes on."""

    clock: Clock
    fetcher: Fetcher
    reader: PageBriefer
    _flights: SingleFlight[BriefingSnapshot] = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is being read yet."""
        self._flights = SingleFlight(self.clock, SECONDS)

    async def brief(self, url: str) -> BriefingSnapshot:
        """The briefing of the page at this address, as it is to be kept.

        Raises:
            FetchError: the page could not be had.
            ParseError: there is no article in it, or finding it took too long.
            InputError: the article cannot be briefed.
            TimeoutError: all that took longer than a minute.
        """
        address = url.partition("#")[0]
        return await self._flights.get(address, lambda: self._read(address))

    async def _read(self, url: str) -> BriefingSnapshot:
        page = await self.fetcher.fetch(url)
        briefing = await self.reader.brief(page)
        # Links into a long text take a while to make.
        return await asyncio.to_thread(keep_briefing, briefing)
