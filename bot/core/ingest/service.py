"""Keeps the store fresh: polls the sources that are due and fetches new items.

A poll is stored together with the items that it returned, and an article together with
the end of its item. After a crash the work starts again from what is stored. Each poll
and each page is a job of its own: a slow job does not delay the others, and no job runs
twice at the same time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from bot.core.domain.configuration import Source
from bot.core.ingest.article_fetcher import ArticleFetcher
from bot.core.ingest.keyed_scheduler import Job, KeyedScheduler, Wait
from bot.core.ingest.pending_items import PendingItems
from bot.core.ingest.poll_policy import Poll, due_polls, late_ratio
from bot.core.ingest.poller import SourcePoller, SourceReaders
from bot.core.ports.metrics import NO_METRICS, GaugeName, Metrics
from bot.core.ports.services import Clock, EventLog
from bot.core.ports.stores import ArticleStore, SourceStore
from bot.core.text.bounded_gather import bounded_gather
from bot.core.text.domains import host_of

MAX_POLLS = 64
"""The maximum number of sources that are polled at the same time."""

MAX_FAILING_POLLS = 16
"""The maximum number of concurrent polls of sources whose last poll failed.

They have a limit of their own, so that hosts that hang delay only each other.
"""

MAX_POLLS_PER_HOST = 2
"""The maximum number of sources of one host that are polled at the same time.

It equals the host's rate limit.
"""


def _ignore() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Callbacks for a caller that waits, called after each poll and each fetched item.

    ``timeout`` limits the wait for the sources of each host, and for its pages. Pages
    that exceed it get placeholders. ``None`` waits for everything.
    """

    polled: Callable[[], None] = _ignore
    fetched: Callable[[], None] = _ignore
    timeout: timedelta | None = None

    @property
    def wait(self) -> Wait:
        """Return how the scheduler waits: ``timeout`` in seconds, with priority."""
        seconds = self.timeout.total_seconds() if self.timeout else None
        return Wait(seconds, priority=True)


NO_PROGRESS = Progress()


@dataclass(frozen=True, slots=True)
class IngestService:
    """Polls sources and fetches new items."""

    clock: Clock
    readers: SourceReaders
    sources: SourceStore
    articles: ArticleStore
    event_log: EventLog
    metrics: Metrics = NO_METRICS
    _polls: KeyedScheduler = field(
        default_factory=partial(
            KeyedScheduler, limit=MAX_POLLS, limit_per_queue=MAX_POLLS_PER_HOST
        ),
        init=False,
    )
    _failing: KeyedScheduler = field(
        default_factory=partial(
            KeyedScheduler,
            limit=MAX_FAILING_POLLS,
            limit_per_queue=MAX_POLLS_PER_HOST,
        ),
        init=False,
    )
    # One query at a time: a slow store does not receive many at once.
    _querying: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _items: PendingItems = field(default_factory=PendingItems, init=False)

    def stop(self) -> None:
        """Cancel background work; work for a waiting caller continues.

        Cancelled work is done again after the next start.
        """
        self._polls.stop()
        self._failing.stop()
        self._items.stop()

    async def refresh(
        self,
        sources: Sequence[Source],
        interval: timedelta,
        *,
        max_age: timedelta = timedelta(0),
        progress: Progress = NO_PROGRESS,
    ) -> None:
        """Poll these sources and fetch all their pending items while a caller waits.

        Sources that were polled within ``max_age`` are not polled again. Polls and
        fetches that are running already are waited for.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.poll(sources, interval, max_age=max_age, progress=progress)
        urls = frozenset(source.url for source in sources)
        await self._items.fetch_all(
            self._fetcher(sources), urls, fetched=progress.fetched, wait=progress.wait
        )

    async def poll(
        self,
        sources: Sequence[Source],
        interval: timedelta,
        *,
        max_age: timedelta | None = None,
        progress: Progress = NO_PROGRESS,
    ) -> int:
        """Poll the sources that are due and not being polled; return their number.

        ``max_age`` is given if a caller waits. Then sources that were not polled within
        this time are polled before they are due, and running polls are waited for.

        Raises:
            StoreError: the store cannot be used.
        """
        due = await self._due(sources, max_age)
        poller = SourcePoller(self.clock, self.readers, self.sources, self.event_log)

        async def run(poll: Poll) -> None:
            await poller.poll(poll, interval)
            progress.polled()

        urls = [] if max_age is None else [source.url for source in sources]
        wait = Wait() if max_age is None else progress.wait

        async def work(scheduler: KeyedScheduler) -> None:
            is_failing = scheduler is self._failing
            jobs = [
                _job(poll, run)
                for poll in due
                if (poll.state.failures > 0) is is_failing
            ]
            await scheduler.run(jobs, joining=urls, wait=wait)

        await bounded_gather((self._polls, self._failing), work, limit=2)
        return len(due)

    async def _due(
        self, sources: Sequence[Source], max_age: timedelta | None
    ) -> tuple[Poll, ...]:
        """Return the due polls, without those that ran while states were loaded."""
        async with self._querying:
            with (
                self._polls.observing() as running,
                self._failing.observing() as retried,
            ):
                states = await self.sources.states()
        now = self.clock.now()
        if max_age is None:
            self.metrics.set(GaugeName.FEEDS_LATE, late_ratio(sources, states, now))
        due = due_polls(sources, states, now, max_age=max_age)
        return tuple(poll for poll in due if poll.source.url not in running | retried)

    async def fetch(self, sources: Sequence[Source]) -> int:
        """Fetch the items that are due and not being fetched; return their number.

        Items of all sources are fetched. ``sources`` are the configured sources, which
        give the languages and names.

        Raises:
            StoreError: the store cannot be used.
        """
        return await self._items.fetch_due(self._fetcher(sources))

    def _fetcher(self, sources: Sequence[Source]) -> ArticleFetcher:
        return ArticleFetcher(
            self.clock,
            self.readers,
            self.sources,
            self.articles,
            self.event_log,
            {source.url: source for source in sources},
            self._items.storing,
        )


def _job(poll: Poll, run: Callable[[Poll], Awaitable[None]]) -> Job:
    address = poll.state.moved or poll.source.url
    return Job(poll.source.url, host_of(address), partial(run, poll))
