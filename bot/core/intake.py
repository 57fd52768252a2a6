"""Use case: the store is kept fresh: sources are polled, new items are read.

A poll and what it found are kept in one step, and so is an article with the end of its
item: whatever stops in between is done again and finds what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.acquisitions import Acquisitions
from bot.core.meters import NO_METER, Level, Meter
from bot.core.model import Source
from bot.core.polling import Poll, due_polls, late_ratio
from bot.core.polls import Polls, SourceReaders
from bot.core.ports import Clock, Journal
from bot.core.records import PendingItem
from bot.core.stores import ArticleStore, SourceStore
from bot.core.turns import in_turns

POLLS_AT_ONCE = 64
"""Sources that are asked at the same time; per host they are far fewer."""

ITEMS_AT_ONCE = 8
"""Pages that are read at the same time."""

_BATCH = 200
_FAR = timedelta(days=3650)


def _nothing() -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Told each time that a source was polled and an item read, for a progress bar."""

    polled: Callable[[], None] = _nothing
    read: Callable[[], None] = _nothing


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

    async def refresh(
        self,
        sources: Sequence[Source],
        interval: timedelta,
        *,
        fresh: timedelta = timedelta(0),
        watch: Watch = NOBODY,
    ) -> None:
        """Poll all of these sources and read everything that waits, for one who waits.

        What was asked within ``fresh`` is not asked again.

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
        """Poll the sources that are due; how many there were.

        ``early`` is for one who waits: what was asked so long ago is asked again.

        Raises:
            StoreError: the store cannot be used.
        """
        states = await self.sources.states()
        now = self.clock.now()
        if early is None:
            self.meter.set(Level.FEEDS_LATE, late_ratio(sources, states, now))
        due = due_polls(sources, states, now, early=early)
        polls = Polls(self.clock, self.readers, self.sources, self.journal)

        async def make(poll: Poll) -> None:
            await polls.make(poll, interval)
            watch.polled()

        await in_turns(due, make, at_once=POLLS_AT_ONCE)
        return len(due)

    async def read(
        self,
        sources: Sequence[Source],
        *,
        last: bool = False,
        watch: Watch = NOBODY,
    ) -> int:
        """Read the items that wait; how many there were.

        ``last`` is for one who waits: it also takes those that are to be read later and
        have nothing yet that stands in for them, each once.

        Raises:
            StoreError: the store cannot be used.
        """
        languages = {source.url: source.lang for source in sources if source.lang}
        acquisitions = Acquisitions(
            self.clock,
            self.readers,
            self.sources,
            self.articles,
            self.journal,
            languages,
        )
        now = self.clock.now()
        until = now + (_FAR if last else timedelta(0))
        taken: set[int] = set()
        # What still waits is found again and again: it must not keep others out.
        passed: set[int] = set()

        async def acquire(item: PendingItem) -> None:
            taken.add(item.id)
            if await acquisitions.acquire(item, last=last):
                passed.add(item.id)
            watch.read()

        while True:
            limit = _BATCH + len(passed)
            found = await self.sources.pending(until, limit)
            # One that is tried again later costs no try while its stand-in will do.
            passed |= {item.id for item in found if item.stood_in and item.due > now}
            waiting = [item for item in found if item.id not in taken | passed]
            if not waiting and len(found) < limit:
                return len(taken)
            await in_turns(waiting, acquire, at_once=ITEMS_AT_ONCE)
