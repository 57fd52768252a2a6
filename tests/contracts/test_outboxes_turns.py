"""The contract of Outbox for the order of slots, while some are not built yet."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.core.domain.slots import BUILD_LEASE, REQUESTED_FROM, PlannedSlot
from bot.core.ports.outbox import HEAD_OF_LINE_ATTEMPTS, HEAD_OF_LINE_HORIZON, Outbox
from tests.fakes.outboxes import (
    LEASE,
    MINUTE,
    NOW,
    build,
    edition_of,
    make_parts,
    make_slot,
    send,
    take_part,
    take_slot,
)

pytestmark = pytest.mark.both_databases

FIRST, SECOND = make_slot(digest="morning"), make_slot(digest="noon")
"""Two slots of one channel and moment: the first by its key."""

BLINK = timedelta(seconds=1)
LATER = NOW + MINUTE


async def fail(
    outbox: Outbox, *, now: datetime = NOW, again: datetime | None = LATER
) -> None:
    """Claim the next slot and return it as failed."""
    slot = await take_slot(outbox, now=now)
    assert await outbox.return_slot(slot, error="broken", again=again)


async def overtake(
    outbox: Outbox,
    *,
    first: PlannedSlot = FIRST,
    again: datetime | None = LATER,
) -> None:
    """Let the first slot fail, and build the second meanwhile."""
    await outbox.plan([first, SECOND], NOW)
    await fail(outbox, again=again)
    await build(outbox, SECOND)


async def sent(outbox: Outbox, now: datetime = NOW) -> list[tuple[str, int]]:
    """Send all parts that can be sent; return their digests and numbers."""
    found = []
    while part := await outbox.claim_message("one", now, LEASE):
        assert await outbox.mark_sent(part, "one", "id")
        found.append((part.slot.digest, part.number))
    return found


async def test_an_earlier_slot_in_retry_blocks_a_slot(
    outbox: Outbox,
) -> None:
    await overtake(outbox)

    assert await outbox.claim_message("one", NOW, LEASE) is None
    again = await take_slot(outbox, now=LATER)
    assert await outbox.claim_message("one", LATER, LEASE) is None
    assert await outbox.store_messages(again, edition_of(again, "again"), make_parts())

    assert await sent(outbox, LATER) == [
        *(("morning", 0), ("morning", 1), ("noon", 0), ("noon", 1))
    ]


async def test_no_unbuilt_slot_blocks_a_requested_one(
    outbox: Outbox,
) -> None:
    await outbox.plan([FIRST], NOW)
    await fail(outbox)
    asked = make_slot(digest="asked", at=NOW + BLINK, index=REQUESTED_FROM)
    await outbox.plan([asked], None)
    await build(outbox, asked, now=NOW + BLINK)

    assert await sent(outbox, NOW + BLINK) == [("asked", 0), ("asked", 1)]


async def test_a_slot_waits_for_four_tries_of_an_earlier_one(outbox: Outbox) -> None:
    await overtake(outbox)
    for _ in range(HEAD_OF_LINE_ATTEMPTS - 2):
        await fail(outbox, now=LATER, again=LATER)
    assert await outbox.claim_message("one", LATER, LEASE) is None
    slot = await outbox.claim_slot("one", LATER, BUILD_LEASE)
    assert await outbox.claim_message("one", LATER, LEASE) is None

    assert slot is not None
    assert await outbox.return_slot(slot, error="broken", again=LATER)

    assert slot.attempts == HEAD_OF_LINE_ATTEMPTS == 4
    assert await sent(outbox, LATER) == [("noon", 0), ("noon", 1)]


async def test_a_slot_waits_for_no_try_that_is_hours_ahead(outbox: Outbox) -> None:
    """This is the state after the clock was hours ahead and was set back."""
    await overtake(outbox, again=NOW + HEAD_OF_LINE_HORIZON + BLINK)

    assert (await take_part(outbox)).slot == SECOND.key


async def test_a_slot_waits_for_a_try_that_is_minutes_ahead(outbox: Outbox) -> None:
    await overtake(outbox, again=NOW + HEAD_OF_LINE_HORIZON)

    assert await outbox.claim_message("one", NOW, LEASE) is None


async def test_the_parts_of_a_slot_stay_together(outbox: Outbox) -> None:
    await build(outbox, SECOND, parts=3)
    await send(outbox)
    await outbox.plan([FIRST], NOW)
    begun = [(await send(outbox)).number]
    await build(outbox, FIRST)

    assert begun == [1]
    assert await sent(outbox) == [("noon", 2), ("morning", 0), ("morning", 1)]
