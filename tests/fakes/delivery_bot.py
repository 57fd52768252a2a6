"""Delivery with a real store and a platform's model, on a clock that tests move."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from typing_extensions import override

from bot.core.delivery.digest_builder import BuiltDigest, DigestComposer, SlotBuilder
from bot.core.delivery.sender import Sender
from bot.core.delivery.service import Delivery
from bot.core.domain.configuration import DigestPlan
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.records import Edition
from bot.core.domain.slots import OutboxMessage, StoredSlot
from bot.core.ports.services import Messenger
from bot.stores.sql import SqlStore, open_store
from tests.fakes.platforms.apis import make_messenger
from tests.fakes.platforms.platform import PlatformModel
from tests.fakes.platforms.slack import SlackModel
from tests.fakes.platforms.wires import Elapse, MemoryWire, no_time
from tests.fakes.ports import FakeClock, FakeJournal


@dataclass(frozen=True, slots=True)
class OneMessage(DigestComposer):
    """Makes a digest of one message."""

    @override
    async def compose(self, slot: StoredSlot) -> BuiltDigest | None:
        name = str(slot.key)
        at, digest, channel = slot.at, slot.key.digest, slot.key.channel
        edition = Edition(name, digest, channel, at, "{}", name)
        message = Message((Section(None, (Row((Text(name),)),)),))
        return BuiltDigest(edition, (message,))


@dataclass(slots=True)
class DeliveryBot:
    """A process of the bot; others may have the same store, clock and platform."""

    store: SqlStore
    clock: FakeClock
    model: PlatformModel = field(default_factory=SlackModel)
    composer: DigestComposer = field(default_factory=OneMessage)
    owner: str = "one"
    kind: str = "slack"
    elapse: Elapse = no_time
    event_log: FakeJournal = field(default_factory=FakeJournal)

    @property
    def sender(self) -> Sender:
        """What posts."""
        wire = MemoryWire(self.model, self.clock, self.elapse)
        messengers: dict[str, Messenger] = {
            self.kind: make_messenger(self.kind, wire, self.clock)
        }
        return Sender(self.owner, self.clock, self.store, messengers, self.event_log)

    @property
    def delivery(self) -> Delivery:
        """All of it."""
        builder = SlotBuilder(
            self.owner, self.clock, self.store, self.composer, self.event_log
        )
        return Delivery(self.clock, self.store, builder, self.sender, self.event_log)

    async def deliver(self, plan: DigestPlan) -> None:
        """Do once all that is to be done now."""
        delivery = self.delivery
        await delivery.plan((plan,), started=self.clock.now())
        await delivery.build()
        await delivery.send()

    async def deliver_for(
        self, plan: DigestPlan, *, hours: float, minutes: float = 1
    ) -> None:
        """Do it again and again for so long, from now on."""
        end = self.clock.now() + timedelta(hours=hours)
        while self.clock.now() < end:
            await self.deliver(plan)
            self.clock.move(timedelta(minutes=minutes))
        await self.deliver(plan)

    async def slots(self) -> tuple[StoredSlot, ...]:
        """All slots, the earliest first."""
        return tuple(slot for slot, _ in reversed(await self._stored()))

    async def parts(self) -> tuple[OutboxMessage, ...]:
        """All parts, in order."""
        found = reversed(await self._stored())
        return tuple(part for _, parts in found for part in parts)

    async def _stored(self) -> tuple[tuple[StoredSlot, tuple[OutboxMessage, ...]], ...]:
        return await self.store.deliveries(failed=False, limit=1_000)


@asynccontextmanager
async def open_delivery_bot(
    clock: FakeClock,
    *,
    database: str = "sqlite://",
    model: PlatformModel | None = None,
    kind: str = "slack",
) -> AsyncIterator[DeliveryBot]:
    """A bot with a store of its own."""
    async with open_store(database) as store:
        yield DeliveryBot(store, clock, model or SlackModel(), kind=kind)
