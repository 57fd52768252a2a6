"""Use case: the store is kept fresh: sources are polled, new items are read.

A poll and what it found are kept in one step, and so is an article with the end of its
item: whatever stops in between is done again and finds what is there. Each poll and
each page is a piece of work of its own: one that takes long holds up no other, and is
never done twice at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from bot.core.domain.configuration import Source
from bot.core.ingest.article_fetcher import Acquisitions
from bot.core.ingest.keyed_scheduler import Job, Lanes, Wait
from bot.core.ingest.pending_items import Backlog
from bot.core.ingest.poll_policy import Poll, due_polls, late_ratio
from bot.core.ingest.poller import Polls, SourceReaders
from bot.core.ports.metrics import NO_METER, Level, Meter
from bot.core.ports.services import Clock, Journal
from bot.core.ports.stores import ArticleStore, SourceStore
from bot.core.text.domains import host_of

POLLS_AT_ONCE = 64
"""Sources that are asked at the same time."""

PER_HOST = 2
"""Of one host so many at the same time, as many as requests to it."""


def _nothing() -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One who waits: told each time that a source was polled and an item read.

    ``patience`` is how long to wait for the sources of one host, and for its pages;
    what they have not given by then stands in.
    """

    polled: Callable[[], None] = _nothing
    read: Callable[[], None] = _nothing
    patience: timedelta | None = None

    @property
    def wait(self) -> Wait:
        """How this one waits: before all others."""
        seconds = self.patience.total_seconds() if self.patience else None
        return Wait(seconds, first=True)


NOBODY = Watch()


@dataclass(frozen=True, slots=True)
class Intake:
    """Polls what is due and reads what is new."""

    clock: Clock
    readers: SourceReaders
    sources: SourceStore
    articles: ArticleStore
    journal: Journal
    meter: Meter = NO_METER
    _polls: Lanes = field(
        default_factory=partial(Lanes, at_once=POLLS_AT_ONCE, per_lane=PER_HOST),
        init=False,
    )
    # One looks at a time: a store that is slow to answer is not asked by many.
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _backlog: Backlog = field(default_factory=Backlog, init=False)

    def stop(self) -> None:
        """Poll and read nothing any more, but for those who wait.

        What is cut short by that is done again after the next start.
        """
        self._polls.stop()
        self._backlog.stop()

    async def refresh(
        self,
        sources: Sequence[Source],
        interval: timedelta,
        *,
        fresh: timedelta = timedelta(0),
        watch: Watch = NOBODY,
    ) -> None:
        """Poll all of these sources and read all that waits of them, for one who waits.

        What was asked within ``fresh`` is not asked again, and what is being asked is
        waited for. Other sources are not.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.poll(sources, interval, early=fresh, watch=watch)
        await self.read(sources, last=True, watch=watch)

    async def poll(
        self,
        sources: Sequence[Source],
        interval: timedelta,
        *,
        early: timedelta | None = None,
        watch: Watch = NOBODY,
    ) -> int:
        """Poll the sources that are due and not being polled; how many there were.

        ``early`` is for one who waits: what was asked so long ago is asked again, and
        what is being polled is waited for.

        Raises:
            StoreError: the store cannot be used.
        """
        due = await self._due(sources, early)
        polls = Polls(self.clock, self.readers, self.sources, self.journal)

        async def make(poll: Poll) -> None:
            await polls.make(poll, interval)
            watch.polled()

        jobs = [_job(poll, make) for poll in due]
        if early is None:
            await self._polls.do(jobs)
        else:
            every = [source.url for source in sources]
            await self._polls.do(jobs, joining=every, wait=watch.wait)
        return len(due)

    async def _due(
        self, sources: Sequence[Source], early: timedelta | None
    ) -> tuple[Poll, ...]:
        """The polls to make; of what was under way meanwhile the state is not known."""
        async with self._looking:
            with self._polls.noting() as noted:
                states = await self.sources.states()
        now = self.clock.now()
        if early is None:
            self.meter.set(Level.FEEDS_LATE, late_ratio(sources, states, now))
        due = due_polls(sources, states, now, early=early)
        return tuple(poll for poll in due if poll.source.url not in noted)

    async def read(
        self,
        sources: Sequence[Source],
        *,
        last: bool = False,
        watch: Watch = NOBODY,
    ) -> int:
        """Read the items that wait and are not being read; how many there were.

        ``last`` is for one who waits: it takes those of the sources alone, also those
        that are to be read later and have nothing yet that stands in for them, each
        once; and it waits for those that are being read.

        Raises:
            StoreError: the store cannot be used.
        """
        acquisitions = self._acquisitions(sources)
        if not last:
            return await self._backlog.read_due(acquisitions, watch.read)
        urls = frozenset(source.url for source in sources)
        return await self._backlog.read_last(
            acquisitions, urls, read=watch.read, wait=watch.wait
        )

    def _acquisitions(self, sources: Sequence[Source]) -> Acquisitions:
        return Acquisitions(
            self.clock,
            self.readers,
            self.sources,
            self.articles,
            self.journal,
            {source.url: source.lang for source in sources if source.lang},
            self._backlog.keeping,
        )


def _job(poll: Poll, make: Callable[[Poll], Awaitable[None]]) -> Job:
    address = poll.state.moved or poll.source.url
    return Job(poll.source.url, host_of(address), partial(make, poll))
