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
        watch: Watch = NOBODY,
    ) -> None:
        """Poll all of these sources and read everything that waits, for one who waits.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.poll(sources, interval, early=True, watch=watch)
        await self.read(sources, last=True, watch=watch)

    async def poll(
        self,
        sources: Sequence[Source],
        interval: timedelta,
        *,
        early: bool = False,
        watch: Watch = NOBODY,
    ) -> int:
        """Poll the sources that are due; how many there were.

        Raises:
            StoreError: the store cannot be used.
        """
        states = await self.sources.states()
        now = self.clock.now()
        if not early:
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

        ``last`` also takes those that are to be read later, each once.

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
        taken: set[int] = set()
        # What still waits is found again and again: it must not keep others out.
        kept: set[int] = set()

        async def acquire(item: PendingItem) -> None:
            taken.add(item.id)
            if await acquisitions.acquire(item, last=last):
                kept.add(item.id)
            watch.read()

        until = self.clock.now() + (_FAR if last else timedelta(0))
        while True:
            found = await self.sources.pending(until, _BATCH + len(kept))
            waiting = [item for item in found if item.id not in taken]
            if not waiting:
                return len(taken)
            await in_turns(waiting, acquire, at_once=ITEMS_AT_ONCE)
