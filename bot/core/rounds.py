"""Use case: one round of the bot: what is due is taken, composed and posted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.editions import counts
from bot.core.model import Configuration, Slot
from bot.core.newsroom import Newsroom
from bot.core.planner import due_slots
from bot.core.ports import Clock, ConfigurationSource, Journal
from bot.core.stores import SlotStore


@dataclass(frozen=True, slots=True)
class Office:
    """All that a round needs."""

    clock: Clock
    configuration: ConfigurationSource
    newsroom: Newsroom
    journal: Journal
    slots: SlotStore


@dataclass(slots=True)
class Rounds:
    """Takes each slot after ``since`` once and serves it in a task of its own.

    A round itself is short: it only starts tasks, so that a slow digest holds up no
    other.
    """

    office: Office
    since: datetime
    _tasks: set[asyncio.Task[None]] = field(default_factory=set, init=False)

    async def make(self) -> None:
        """Start what is due; whatever goes wrong, the next round is made."""
        try:
            await self._make()
        except Exception as error:  # noqa: BLE001 - this keeps the bot alive
            self.office.journal.error("round failed", reason=repr(error))

    async def tend(self) -> None:
        """Poll what is due; whatever goes wrong, it is tried again."""
        await self._do("polling", self.office.newsroom.tend)

    async def read(self) -> None:
        """Read what waits; whatever goes wrong, it is tried again."""
        await self._do("reading", self.office.newsroom.read)

    async def clear(self) -> None:
        """Forget what is old; whatever goes wrong, it is tried again."""
        await self._do("clearing", self.office.newsroom.clear)

    async def _do(
        self, name: str, work: Callable[[Configuration], Awaitable[object]]
    ) -> None:
        try:
            await work(await self.office.configuration.current())
        except Exception as error:  # noqa: BLE001 - this keeps the bot alive
            self.office.journal.error(f"{name} failed", reason=repr(error))

    async def _make(self) -> None:
        office = self.office
        configuration = await office.configuration.current()
        due = due_slots(
            configuration.digests,
            since=self.since,
            now=office.clock.now(),
            planned=await office.slots.planned(),
        )
        for slot in due:
            if await office.slots.claim(slot):
                self._start(slot)

    async def finish(self) -> None:
        """Wait until everything that was started has ended."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def end(self, seconds: float) -> None:
        """Wait so long for what was started, then end what has not ended by itself."""
        if self._tasks:
            # A limit on ``finish`` would end them as well, but nobody would hear of it.
            await asyncio.wait(tuple(self._tasks), timeout=seconds)
        await self.abandon()

    async def abandon(self) -> None:
        """End everything that was started and has not ended by itself."""
        if self._tasks:
            self.office.journal.warning("digests abandoned", number=len(self._tasks))
        for task in self._tasks:
            task.cancel()
        await self.finish()

    def _start(self, slot: Slot) -> None:
        task = asyncio.create_task(self._serve(slot))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, slot: Slot) -> None:
        journal = self.office.journal
        journal.info("digest started", slot=slot.key)
        try:
            configuration = await self.office.configuration.current()
            editions = await self.office.newsroom.publish(
                slot.digest, configuration, slot=slot.key
            )
        except Exception as error:  # noqa: BLE001 - one digest never ends the bot
            journal.error("digest failed", slot=slot.key, reason=repr(error))
        else:
            for edition in editions:
                facts = counts(edition)
                journal.info("digest ended", slot=slot.key, edition=edition.id, **facts)
