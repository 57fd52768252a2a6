"""Making the digests of slots, and freezing their parts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.core.delivery.digest_builder import (
    MAX_BUILDS,
    BuiltDigest,
    DigestComposer,
    SlotBuilder,
)
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    BUILD_LEASE,
    OutboxMessage,
    PlannedSlot,
    SlotKey,
    SlotState,
    StoredSlot,
)
from bot.core.messages.codec import parse_message
from tests.fakes.outbox.memory import MemoryOutbox
from tests.fakes.ports import FakeClock, FakeJournal
from tests.fakes.postroom import AT, key

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def message(text: str) -> Message:
    """One line."""
    return Message((Section(None, (Row((Text(text),)),)),))


def nothing() -> None:
    """Let nothing happen while a digest is made."""


@dataclass(slots=True)
class Maker(DigestComposer):
    """Makes two messages of each slot; ``troubles`` come first, one a digest."""

    troubles: list[BaseException] = field(default_factory=list)
    texts: tuple[str, ...] = ("a", "b")
    is_configured: bool = True
    meanwhile: Callable[[], None] = nothing
    made: list[SlotKey] = field(default_factory=list)

    @override
    async def compose(self, slot: StoredSlot) -> BuiltDigest | None:
        self.made.append(slot.key)
        self.meanwhile()
        if self.troubles:
            raise self.troubles.pop(0)
        if not self.is_configured:
            return None
        edition = Edition("e", slot.key.digest, slot.key.channel, slot.at, "{}", "s")
        return BuiltDigest(edition, tuple(map(message, self.texts)))


@dataclass(slots=True)
class Yard:
    """A builder with all that it needs, and the slots that it builds."""

    composer: Maker = field(default_factory=Maker)
    clock: FakeClock = field(default_factory=lambda: FakeClock(AT))
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    event_log: FakeJournal = field(default_factory=FakeJournal)

    def builder(self, owner: str = "me") -> SlotBuilder:
        """A builder of this name."""
        return SlotBuilder(
            owner, self.clock, self.outbox, self.composer, self.event_log
        )

    async def plan(self, *keys: SlotKey) -> None:
        """Let slots be due, each at its minute."""
        slots = [PlannedSlot(one, AT + one.index * MINUTE) for one in keys]
        await self.outbox.plan(slots, AT)

    async def build_until(self, *, hours: float) -> None:
        """Let a builder look each minute for so long."""
        for _ in range(int(hours * 60)):
            await self.builder().build_next()
            self.clock.move(MINUTE)

    async def slot(self, slot: SlotKey) -> tuple[StoredSlot, tuple[OutboxMessage, ...]]:
        """A slot and its parts as they are now."""
        found = await self.outbox.deliveries(failed=False, limit=100)
        return next(one for one in found if one[0].key == slot)


@pytest.fixture
def yard() -> Yard:
    """A yard in which nothing goes wrong yet."""
    return Yard()


async def test_a_slot_becomes_its_parts_in_order(yard: Yard) -> None:
    await yard.plan(key())

    await yard.builder().build_next()

    slot, parts = await yard.slot(key())
    assert slot.state is SlotState.BUILT
    assert [parse_message(json.loads(part.body)) for part in parts] == [
        message("a"),
        message("b"),
    ]


async def test_a_digest_that_is_not_configured_any_more_is_given_up(
    yard: Yard,
) -> None:
    yard.composer.is_configured = False
    await yard.plan(key())

    await yard.builder().build_next()

    slot, _ = await yard.slot(key())
    reason = "the digest or its channel is no longer configured"
    assert (slot.state, slot.error) == (SlotState.DEAD, reason)


async def test_what_failed_is_made_again_after_a_pause(yard: Yard) -> None:
    yard.composer.troubles = [ValueError("a bug")]
    await yard.plan(key())
    await yard.builder().build_next()

    yard.clock.move(14 * SECOND)
    assert not await yard.builder().build_next()
    yard.clock.move(SECOND)
    assert await yard.builder().build_next()
    assert (await yard.slot(key()))[0].state is SlotState.BUILT


async def test_a_digest_that_always_fails_is_given_up_after_ten_tries(
    yard: Yard,
) -> None:
    yard.composer.troubles = [ValueError("a bug")] * 100
    await yard.plan(key())

    await yard.build_until(hours=5)

    slot, _ = await yard.slot(key())
    assert (slot.state, len(yard.composer.made)) == (SlotState.DEAD, MAX_BUILDS)
    assert (
        yard.event_log.events("error").count(
            "digest not built; Sitrep does not try again"
        )
        == 1
    )


@dataclass(slots=True)
class Hanging(DigestComposer):
    """Makes a message of each slot, but those of ``hung`` only when it is let go."""

    hung: SlotKey
    begun: list[SlotKey] = field(default_factory=list)
    free: asyncio.Event = field(default_factory=asyncio.Event)

    @override
    async def compose(self, slot: StoredSlot) -> BuiltDigest | None:
        self.begun.append(slot.key)
        if slot.key == self.hung:
            await self.free.wait()
        name = str(slot.key)
        edition = Edition(name, slot.key.digest, slot.key.channel, slot.at, "{}", name)
        return BuiltDigest(edition, (message("a"),))


@pytest.fixture
async def hung() -> AsyncIterator[tuple[Yard, SlotBuilder, Hanging]]:
    """A builder that is at a digest that stands still, and its lease is over."""
    yard, composer = Yard(), Hanging(key(0))
    builder = replace(yard.builder(), composer=composer)
    await yard.plan(key(0), key(1), key(channel="post/hall"))
    building = asyncio.create_task(builder.build_next())
    await asyncio.sleep(0)
    yard.clock.move(BUILD_LEASE)
    yield yard, builder, composer
    composer.free.set()
    await building


async def test_what_stands_still_is_not_begun_again_beside_itself(
    hung: tuple[Yard, SlotBuilder, Hanging],
) -> None:
    _, builder, composer = hung

    while await builder.build_next():
        pass

    assert composer.begun == [key(0), key(channel="post/hall")]
