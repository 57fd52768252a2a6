"""Fetches the pages of pending items, each as one job in the queue of its host.

A host that is slow or replies late does not delay the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.core.domain.records import PendingItem
from bot.core.ingest.article_fetcher import ArticleFetcher
from bot.core.ingest.keyed_scheduler import Job, KeyedScheduler, Wait
from bot.core.text.domains import host_of

MAX_PAGES = 16
"""The maximum number of pages that are fetched at the same time."""

MAX_PAGES_PER_HOST = 2
"""The maximum number of pages of one host that are fetched at the same time.

It equals the host's rate limit.
"""

_BATCH = 200
_ANY_TIME = timedelta(days=3650)


@dataclass(slots=True)
class _Batch:
    """The items of the last query of the store, and the outcome of earlier items.

    ``handled`` and ``skipped`` are ids from all queries. ``in_flight`` are the keys of
    jobs that ran during the last query. ``is_last`` is true if the store has no more
    items.
    """

    handled: set[int] = field(default_factory=set)
    # Skipped items stay pending, so that each query returns them again.
    skipped: set[int] = field(default_factory=set)
    items: tuple[PendingItem, ...] = ()
    in_flight: Collection[object] = ()
    slow_hosts: set[str] = field(default_factory=set)
    is_last: bool = False

    def skip(self, sources: Collection[str], now: datetime) -> None:
        """Skip items of other sources, and items with a placeholder that are due later."""
        for item in self.items:
            # An item has few attempts; for a waiting caller its placeholder suffices.
            is_covered = item.has_placeholder and item.due > now
            if is_covered or not any(source in sources for source in item.sources):
                self.skipped.add(item.id)

    def late(self, ids: Collection[object]) -> list[PendingItem]:
        """Return the items with these ids, and the remaining items of slow hosts."""
        slow = (item for item in self.remaining() if _host(item) in self.slow_hosts)
        late = (item for item in self.items if item.id in ids)
        return list(dict.fromkeys((*late, *slow)))

    def remaining(self) -> list[PendingItem]:
        """Return the items of the last query that are neither handled nor skipped."""
        done = self.handled | self.skipped
        return [item for item in self.items if item.id not in done]


class PendingItems:
    """Fetches the pages of pending items for any number of callers.

    Each item has at most one job at a time.
    """

    def __init__(self) -> None:
        self._scheduler = KeyedScheduler(
            limit=MAX_PAGES, limit_per_queue=MAX_PAGES_PER_HOST
        )
        # One query at a time: a slow store does not receive many at once.
        self._querying = asyncio.Lock()
        self.storing = asyncio.Lock()
        """A lock held while an article is stored, so that its copies find it in the
        store.
        """

    def stop(self) -> None:
        """Fetch no more pages, except those for which a caller waits."""
        self._scheduler.stop()

    async def fetch_due(self, fetcher: ArticleFetcher) -> int:
        """Fetch the items that are due and not being fetched; return their number.

        Raises:
            StoreError: the store cannot be used.
        """
        now, batch = fetcher.clock.now(), _Batch()

        async def fetch(item: PendingItem) -> None:
            batch.handled.add(item.id)
            await fetcher.fetch(item)

        while not self._scheduler.stopped:
            await self._query(fetcher, batch, now)
            batch.skipped |= {
                item.id for item in batch.items if item.id in batch.in_flight
            }
            remaining = batch.remaining()
            if not remaining and batch.is_last:
                break
            await self._scheduler.run(_jobs(remaining, fetch))
        return len(batch.handled)

    async def fetch_all(
        self,
        fetcher: ArticleFetcher,
        sources: Collection[str],
        *,
        fetched: Callable[[], None],
        wait: Wait,
    ) -> int:
        """Fetch all pending items of these sources for a caller; return their number.

        Items that wait for a retry are tried once now, unless they have a placeholder.
        Items that other callers fetch right now are waited for. Items that exceed the
        timeout in ``wait`` get a placeholder. ``fetched`` is called after each item.

        Raises:
            StoreError: the store cannot be used.
        """
        now, batch = fetcher.clock.now(), _Batch()

        async def fetch(item: PendingItem) -> None:
            batch.handled.add(item.id)
            if await fetcher.fetch(item, keep_placeholder=True):
                batch.skipped.add(item.id)
            fetched()

        while True:
            await self._query(fetcher, batch, now + _ANY_TIME)
            batch.skip(sources, now)
            remaining = batch.remaining()
            if not remaining and batch.is_last:
                return len(batch.handled)
            jobs = _jobs(filter(partial(self._may_wait, batch), remaining), fetch)
            late = await self._scheduler.run(jobs, wait=wait)
            batch.slow_hosts |= {job.queue for job in jobs if job.key in late}
            for item in batch.late(late):
                batch.handled.add(item.id)
                await fetcher.defer(item, self._scheduler.has)

    def _may_wait(self, batch: _Batch, item: PendingItem) -> bool:
        """Return whether to schedule the item: its state is current, its host not slow.

        An item whose job ended during the query is queried again.
        """
        is_current = item.id not in batch.in_flight or self._scheduler.has(item.id)
        return is_current and _host(item) not in batch.slow_hosts

    async def _query(
        self, fetcher: ArticleFetcher, batch: _Batch, until: datetime
    ) -> None:
        """Load the items due by ``until``, and keys of running jobs, into ``batch``."""
        limit = _BATCH + 2 * len(batch.skipped)
        async with self._querying:
            with self._scheduler.observing() as in_flight:
                batch.items = await fetcher.items.pending(until, limit)
        batch.in_flight, batch.is_last = in_flight, len(batch.items) < limit


def _jobs(
    items: Iterable[PendingItem], fetch: Callable[[PendingItem], Awaitable[object]]
) -> list[Job]:
    return [Job(item.id, _host(item), partial(fetch, item)) for item in items]


def _host(item: PendingItem) -> str:
    """Return the host of the item's page; without a URL, the host of its source."""
    return host_of(item.item.url or min(item.sources, default=""))
