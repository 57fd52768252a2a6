"""What waits to be read: items, each of which is a piece of work of its own.

A page that takes long, or that its site lets us have only after a while, holds up no
other site's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.core.domain.records import PendingItem
from bot.core.ingest.article_fetcher import Acquisitions
from bot.core.ingest.keyed_scheduler import Job, Lanes, Wait
from bot.core.text.domains import host_of

ITEMS_AT_ONCE = 16
"""Pages that are read at the same time."""

PER_HOST = 2
"""Of one host so many at the same time, as many as requests to it."""

_BATCH = 200
_FAR = timedelta(days=3650)


@dataclass(slots=True)
class _Found:
    """What was found to be waiting, and what is not to be looked at again, by id."""

    taken: set[int] = field(default_factory=set)
    # What still waits is found again and again: it must not keep others out.
    passed: set[int] = field(default_factory=set)
    items: tuple[PendingItem, ...] = ()
    noted: Collection[object] = ()
    slow: set[str] = field(default_factory=set)
    is_all: bool = False

    def pass_by(self, sources: Collection[str], now: datetime) -> None:
        """Pass by what none of these sources brought, and what has a stand-in."""
        for item in self.items:
            # One that is tried again later costs no try while its stand-in will do.
            stood_in = item.stood_in and item.due > now
            if stood_in or not any(source in sources for source in item.sources):
                self.passed.add(item.id)

    def late(self, ids: Collection[object]) -> list[PendingItem]:
        """What was not waited for: these, and what was not begun at slow hosts."""
        slow = (item for item in self.left() if _lane(item) in self.slow)
        late = (item for item in self.items if item.id in ids)
        return list(dict.fromkeys((*late, *slow)))

    def left(self) -> list[PendingItem]:
        """What is to be looked at."""
        seen = self.taken | self.passed
        return [item for item in self.items if item.id not in seen]


class Backlog:
    """The items that wait, for all who want them read; each is read once at a time."""

    def __init__(self) -> None:
        self._pages = Lanes(at_once=ITEMS_AT_ONCE, per_lane=PER_HOST)
        # One looks at a time: a store that is slow to answer is not asked by many.
        self._looking = asyncio.Lock()
        self.keeping = asyncio.Lock()
        """Held while an article is kept: copies find the one that was kept before."""

    def stop(self) -> None:
        """Read nothing any more, but for those who wait."""
        self._pages.stop()

    async def read_due(
        self, acquisitions: Acquisitions, read: Callable[[], None]
    ) -> int:
        """Read what is due and is not being read; how many items there were.

        ``read`` is told of each.

        Raises:
            StoreError: the store cannot be used.
        """
        now, found = acquisitions.clock.now(), _Found()

        async def acquire(item: PendingItem) -> None:
            found.taken.add(item.id)
            await acquisitions.acquire(item)
            read()

        while not self._pages.stopped:
            await self._look(acquisitions, found, now)
            found.passed |= {item.id for item in found.items if item.id in found.noted}
            waiting = found.left()
            if not waiting and found.is_all:
                break
            await self._pages.do(_jobs(waiting, acquire))
        return len(found.taken)

    async def read_last(
        self,
        acquisitions: Acquisitions,
        sources: Collection[str],
        *,
        read: Callable[[], None],
        wait: Wait,
    ) -> int:
        """Read what waits of these sources, for one who waits; how many items.

        What is to be read later, and has nothing yet that stands in for it, is read
        once; what is being read is waited for. What takes too long is stood in for.

        Raises:
            StoreError: the store cannot be used.
        """
        now, found = acquisitions.clock.now(), _Found()

        async def acquire(item: PendingItem) -> None:
            found.taken.add(item.id)
            if await acquisitions.acquire(item, last=True):
                found.passed.add(item.id)
            read()

        while True:
            await self._look(acquisitions, found, now + _FAR)
            found.pass_by(sources, now)
            waiting = found.left()
            if not waiting and found.is_all:
                return len(found.taken)
            jobs = _jobs(filter(partial(self._is_open, found), waiting), acquire)
            late = await self._pages.do(jobs, wait=wait)
            found.slow |= {job.lane for job in jobs if job.key in late}
            for item in found.late(late):
                found.taken.add(item.id)
                await acquisitions.put_off(item, self._pages.has)

    def _is_open(self, found: _Found, item: PendingItem) -> bool:
        """Whether it may be waited for; what ended while one looked is looked at again.

        A host that was slow once is not waited for again.
        """
        is_there = item.id not in found.noted or self._pages.has(item.id)
        return is_there and _lane(item) not in found.slow

    async def _look(
        self, acquisitions: Acquisitions, found: _Found, until: datetime
    ) -> None:
        """Look for what waits until then, and note what is being read meanwhile."""
        limit = _BATCH + 2 * len(found.passed)
        async with self._looking:
            with self._pages.noting() as noted:
                found.items = await acquisitions.items.pending(until, limit)
        found.noted, found.is_all = noted, len(found.items) < limit


def _jobs(
    items: Iterable[PendingItem], acquire: Callable[[PendingItem], Awaitable[object]]
) -> list[Job]:
    return [Job(item.id, _lane(item), partial(acquire, item)) for item in items]


def _lane(item: PendingItem) -> str:
    """The host of the page; what has none is read where its source is."""
    return host_of(item.item.url or min(item.sources, default=""))
