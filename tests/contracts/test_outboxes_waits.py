"""The contract of Outbox for how long one slot waits for another."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.domain.slots import PlannedSlot
from bot.core.ports.outbox import HEAD_OF_LINE_TIMEOUT, Outbox
from tests.fakes.outboxes import (
    LEASE,
    MINUTE,
    NIGHT,
    NOW,
    edition_of,
    make_key,
    make_parts,
    make_slot,
    take_slot,
)

FIRST, SECOND = make_slot(digest="morning"), make_slot(digest="noon")
"""Two slots of one channel and moment: the first by its key."""

HOUR, BLINK = timedelta(hours=1), timedelta(seconds=1)
LONG_AGO = NOW - HOUR
END = NOW + HEAD_OF_LINE_TIMEOUT


async def begin(outbox: Outbox, *slots: PlannedSlot) -> None:
    """Plan slots, and claim the first without ever finishing it."""
    await outbox.plan(slots, NOW)
    await take_slot(outbox, "lost")


async def fail(outbox: Outbox, *, now: datetime = NOW) -> None:
    """Claim the next slot and return it as failed, due in a minute."""
    slot = await take_slot(outbox, now=now)
    await outbox.return_slot(slot, error="broken", again=now + MINUTE)


async def build_next(
    outbox: Outbox, now: datetime, *, awake: datetime = LONG_AGO
) -> str | None:
    """Build the next slot in a process awake since then; return its digest."""
    slot = await outbox.claim_slot("one", now, LEASE, awake=awake)
    if slot is None:
        return None
    assert await outbox.store_messages(slot, edition_of(slot), make_parts(1))
    return slot.key.digest


async def send_next(
    outbox: Outbox, now: datetime, *, awake: datetime = LONG_AGO
) -> str | None:
    """Send the next part from a process awake since then; return its digest."""
    part = await outbox.claim_message("one", now, LEASE, awake=awake)
    if part is None:
        return None
    assert await outbox.mark_sent(part, "one", "id")
    return part.slot.digest


async def overtake(outbox: Outbox, *, now: datetime = NOW) -> None:
    """Let the first slot fail, and build the second meanwhile."""
    await outbox.plan([FIRST, SECOND], now)
    await fail(outbox, now=now)
    assert await build_next(outbox, now) == "noon"


async def test_a_slot_waits_for_an_earlier_one_for_ten_minutes(outbox: Outbox) -> None:
    await overtake(outbox)

    assert await send_next(outbox, END - BLINK) is None
    assert await send_next(outbox, END) == "noon"


async def test_time_while_the_process_slept_does_not_count(outbox: Outbox) -> None:
    await overtake(outbox)
    restart = NOW + 3 * HOUR
    end = restart + HEAD_OF_LINE_TIMEOUT

    assert await send_next(outbox, restart, awake=restart) is None
    assert await send_next(outbox, end - BLINK, awake=restart) is None
    assert await send_next(outbox, end, awake=restart) == "noon"


async def test_a_slot_that_is_brought_back_is_waited_for_anew(outbox: Outbox) -> None:
    await outbox.plan([FIRST], NOW)
    slot = await take_slot(outbox)
    await outbox.return_slot(slot, error="broken", again=None)
    back = NOW + HOUR
    await outbox.requeue(make_key(), back)
    later = make_slot(digest="noon", at=back - MINUTE)
    await outbox.plan([later], back)
    await fail(outbox, now=back)
    await build_next(outbox, back)

    assert await send_next(outbox, back + HEAD_OF_LINE_TIMEOUT - BLINK) is None
    assert await send_next(outbox, back + HEAD_OF_LINE_TIMEOUT) == "noon"


async def test_a_hanging_build_blocks_no_other_after_ten_minutes(
    outbox: Outbox,
) -> None:
    await begin(outbox, FIRST, SECOND)

    assert await build_next(outbox, END) == "noon"
    assert await send_next(outbox, END) == "noon"


async def test_a_slot_in_building_is_not_claimed_by_its_own_process(
    outbox: Outbox,
) -> None:
    night = make_slot(NIGHT, digest="noon")
    await begin(outbox, FIRST, SECOND, night)
    over = NOW + LEASE

    taken = [
        await outbox.claim_slot("lost", over, LEASE, building=[FIRST.key])
        for _ in range(2)
    ]

    assert [slot and slot.key for slot in taken] == [night.key, None]
    assert (await take_slot(outbox, "other", now=over)).key == FIRST.key
