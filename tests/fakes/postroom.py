"""A sender with an outbox in memory, and a messenger that fails on demand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from typing_extensions import override

from bot.core.delivery.sender import Sender
from bot.core.delivery.uptime import AwakeTracker
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    NewMessage,
    OutboxMessage,
    PlannedSlot,
    SlotKey,
    StoredSlot,
)
from bot.core.messages.codec import message_document
from bot.core.ports.services import Messenger
from tests.fakes.outbox.memory import MemoryOutbox
from tests.fakes.ports import FakeClock, FakeJournal

AT = datetime(2026, 3, 2, 7, tzinfo=UTC)


def key(index: int = 0, channel: str = "post/desk") -> SlotKey:
    """The key of one slot of the morning."""
    return SlotKey("morning", channel, date(2026, 3, 2), index)


def body(text: str) -> str:
    """A message as it stands in the outbox."""
    message = Message((Section(None, (Row((Text(text),)),)),))
    return json.dumps(message_document(message))


@dataclass(frozen=True, slots=True)
class Sent:
    """What a messenger was given to post."""

    channel: str
    text: str
    idempotency_key: str
    parent: str | None


@dataclass(slots=True)
class Postman(Messenger):
    """Posts; ``troubles`` come first, one a post, and ``None`` is none of them.

    With ``swallows`` an error is told after the message was posted. ``looks`` are the
    looks for a message: since when and below which; ``blind`` is why there is none.
    """

    platform: str = "post"
    memory: timedelta = timedelta()
    troubles: list[Exception | None] = field(default_factory=list)
    swallows: bool = False
    blind: Exception | None = None
    posted: list[Sent] = field(default_factory=list)
    looks: list[tuple[datetime, str | None]] = field(default_factory=list)

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is None or self.swallows:
            text = message.sections[0].rows[0].parts[0].text
            self.posted.append(Sent(channel, text, idempotency_key, parent))
        if trouble is not None:
            raise trouble
        return f"id-{len(self.posted)}"

    @override
    async def find(
        self,
        channel: str,
        idempotency_key: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        self.looks.append((since, parent))
        if self.blind is not None:
            raise self.blind
        nonces = [sent.idempotency_key for sent in self.posted]
        return (
            f"id-{nonces.index(idempotency_key) + 1}"
            if idempotency_key in nonces
            else None
        )

    @property
    def texts(self) -> list[str]:
        """What was posted, in order."""
        return [sent.text for sent in self.posted]


@dataclass(slots=True)
class Postroom:
    """An outbox, a clock, a postman, and a sender."""

    postman: Postman = field(default_factory=Postman)
    clock: FakeClock = field(default_factory=lambda: FakeClock(AT))
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    event_log: FakeJournal = field(default_factory=FakeJournal)
    uptime: AwakeTracker = field(default_factory=AwakeTracker)

    def sender(self, owner: str = "me") -> Sender:
        """A sender of this name, which has been awake as long as all others."""
        return Sender(
            owner,
            self.clock,
            self.outbox,
            {"post": self.postman},
            self.event_log,
            uptime=self.uptime,
        )

    async def fill(self, slot: SlotKey, texts: Iterable[str]) -> None:
        """Let a slot be built of these texts, at its minute."""
        await self.fill_raw(slot, map(body, texts))

    async def fill_raw(self, slot: SlotKey, bodies: Iterable[str]) -> None:
        """Let a slot be built of parts as they stand in the outbox."""
        at = AT + slot.index * timedelta(minutes=1)
        await self.outbox.plan([PlannedSlot(slot, at)], at)
        claimed = await self.outbox.claim_slot("builder", at, timedelta(minutes=5))
        assert claimed is not None
        edition = Edition(str(slot), slot.digest, slot.channel, at, "{}", str(slot))
        parts = [NewMessage(number, one) for number, one in enumerate(bodies)]
        assert await self.outbox.store_messages(claimed, edition, parts)

    async def send_all(self) -> int:
        """Let a sender do all that it can do now; how many parts it took."""
        sender, taken = self.sender(), 0
        while await sender.send_next():
            taken += 1
        return taken

    async def send_until(self, *, hours: float, step: timedelta) -> None:
        """Let a sender look again and again for so long."""
        end = self.clock.now() + timedelta(hours=hours)
        while self.clock.now() < end:
            await self.send_all()
            self.clock.move(step)

    async def crash(self) -> OutboxMessage:
        """Let a process take the next part and never be heard of again."""
        part = await self.outbox.claim_message(
            "dead", self.clock.now(), timedelta(minutes=1)
        )
        assert part is not None
        self.clock.move(timedelta(minutes=1))
        return part

    async def slot(self, slot: SlotKey) -> tuple[StoredSlot, tuple[OutboxMessage, ...]]:
        """A slot and its parts as they are now."""
        found = await self.outbox.deliveries(failed=False, limit=100)
        return next(one for one in found if one[0].key == slot)
