"""Slots and parts for tests of the outbox, and the steps of their life."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    MessageState,
    NewMessage,
    OutboxMessage,
    PlannedSlot,
    SlotKey,
    SlotState,
    StoredSlot,
)
from bot.core.ports.outbox import Outbox

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = 5 * MINUTE
DESK, NIGHT = "console/desk", "console/night"


def make_key(
    channel: str = DESK, *, digest: str = "morning", day: int = 2, index: int = 0
) -> SlotKey:
    """The key of a digest in a channel."""
    return SlotKey(digest, channel, date(2026, 3, day), index)


def make_slot(
    channel: str = DESK,
    *,
    at: datetime = NOW,
    digest: str = "morning",
    index: int = 0,
    skipped: bool = False,
) -> PlannedSlot:
    """A slot as the planner finds it."""
    key = make_key(channel, digest=digest, index=index)
    return PlannedSlot(key, at, skipped=skipped)


def edition_of(slot: StoredSlot, name: str = "first") -> Edition:
    """An edition of a slot."""
    return Edition(
        id=f"edition-{name}",
        digest=slot.key.digest,
        channel=slot.key.channel,
        at=slot.at,
        document=f'{{"name": "{name}"}}',
        slot=str(slot.key),
        sentences=(f"sentence of {name}",),
        articles=("id-ferry",),
    )


def make_parts(number: int = 2, name: str = "first") -> tuple[NewMessage, ...]:
    """Make this number of parts."""
    return tuple(NewMessage(n, f'{{"text": "{name} {n}"}}') for n in range(number))


async def build(
    outbox: Outbox, *slots: PlannedSlot, parts: int = 2, now: datetime = NOW
) -> None:
    """Plan slots and build them, one after the other."""
    await outbox.plan(slots, now)
    for _ in slots:
        slot = await take_slot(outbox, now=now)
        assert await outbox.store_messages(slot, edition_of(slot), make_parts(parts))


async def take_slot(
    outbox: Outbox, owner: str = "one", *, now: datetime = NOW
) -> StoredSlot:
    """Claim a slot; fail if none is due."""
    slot = await outbox.claim_slot(owner, now, LEASE)
    assert slot is not None
    return slot


async def take_part(
    outbox: Outbox, owner: str = "one", *, now: datetime = NOW
) -> OutboxMessage:
    """Claim a part; fail if none is due."""
    part = await outbox.claim_message(owner, now, LEASE)
    assert part is not None
    return part


async def send(outbox: Outbox, *, now: datetime = NOW) -> OutboxMessage:
    """Claim a part and mark it as sent, with an id made of its name."""
    part = await take_part(outbox, now=now)
    assert await outbox.mark_sent(part, "one", f"{part.slot.channel} {part.number}")
    return part


async def states(outbox: Outbox) -> list[tuple[SlotState, tuple[MessageState, ...]]]:
    """The states of all slots and their parts, the newest first."""
    found = await outbox.deliveries(failed=False, limit=1_000)
    return [(slot.state, tuple(part.state for part in parts)) for slot, parts in found]
