"""Use case: one round of the bot: what is due is taken, composed and posted."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.briefings import Desk
from bot.core.digests import Digest, compose, digest_message
from bot.core.errors import PostError
from bot.core.model import Destination, Message, Slot
from bot.core.planner import due_slots
from bot.core.ports import Clock, ConfigurationSource, Journal, Messenger
from bot.core.stores import SlotStore


@dataclass(frozen=True, slots=True)
class Office:
    """All that a round needs; ``messengers`` by platform."""

    clock: Clock
    configuration: ConfigurationSource
    desk: Desk
    journal: Journal
    messengers: Mapping[str, Messenger]
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
            digest = await compose(slot, self.office.desk)
            await self._post(digest)
        except Exception as error:  # noqa: BLE001 - one digest never ends the bot
            journal.error("digest failed", slot=slot.key, reason=repr(error))

    async def _post(self, digest: Digest) -> None:
        journal, slot = self.office.journal, digest.slot
        for failure in digest.failures:
            journal.warning(
                "page failed", slot=slot.key, url=failure.url, kind=failure.kind
            )
        message = digest_message(digest)
        for destination in slot.digest.to:
            await self._post_to(destination, message, slot)
        journal.info(
            "digest ended",
            slot=slot.key,
            briefed=digest.briefed,
            failed=len(digest.failures),
        )

    async def _post_to(
        self, destination: Destination, message: Message, slot: Slot
    ) -> None:
        platform, channel = destination.platform, destination.channel
        key = f"{slot.key}/{platform}/{channel}"
        messenger = self.office.messengers.get(platform)
        try:
            if messenger is None:
                self.office.journal.error(
                    "post failed", key=key, reason="not connected"
                )
            else:
                await messenger.post(channel, message, key=key)
        except PostError as error:
            self.office.journal.error("post failed", key=key, reason=str(error))
