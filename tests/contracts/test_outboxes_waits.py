"""The contract of Outbox for how long one slot waits for another."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

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
    states,
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


@pytest.mark.parametrize("seconds", [1, 61, 299])
async def test_however_often_one_looks_it_waits_as_long(
    outbox: Outbox, seconds: int
) -> None:
    await overtake(outbox)
    now = NOW
    while now < END:
        assert await send_next(outbox, now) is None
        now += timedelta(seconds=seconds)

    assert await send_next(outbox, END) == "noon"


async def test_an_earlier_slot_that_is_built_in_time_goes_first(outbox: Outbox) -> None:
    await overtake(outbox)
    late = END - BLINK

    assert await build_next(outbox, late) == "morning"
    assert [await send_next(outbox, late) for _ in range(2)] == ["morning", "noon"]


async def test_an_earlier_slot_that_is_built_too_late_comes_after(
    outbox: Outbox,
) -> None:
    await overtake(outbox)
    assert await send_next(outbox, END) == "noon"

    assert await build_next(outbox, END) == "morning"
    assert await send_next(outbox, END) == "morning"


async def test_the_wait_begins_when_the_earlier_one_is_begun(outbox: Outbox) -> None:
    begun = NOW + HOUR
    await overtake(outbox, now=begun)

    assert await send_next(outbox, begun + HEAD_OF_LINE_TIMEOUT - BLINK) is None
    assert await send_next(outbox, begun + HEAD_OF_LINE_TIMEOUT) == "noon"


async def test_another_try_does_not_make_the_wait_longer(outbox: Outbox) -> None:
    await overtake(outbox)
    await fail(outbox, now=NOW + 5 * MINUTE)

    assert await send_next(outbox, END - BLINK) is None
    assert await send_next(outbox, END) == "noon"


async def test_time_while_the_process_slept_does_not_count(outbox: Outbox) -> None:
    await overtake(outbox)
    restart = NOW + 3 * HOUR
    end = restart + HEAD_OF_LINE_TIMEOUT

    assert await send_next(outbox, restart, awake=restart) is None
    assert await send_next(outbox, end - BLINK, awake=restart) is None
    assert await send_next(outbox, end, awake=restart) == "noon"


async def test_an_unclaimed_slot_blocks_for_the_same_time(outbox: Outbox) -> None:
    await outbox.plan([SECOND], NOW)
    await build_next(outbox, NOW)
    await outbox.plan([FIRST], NOW)

    assert await send_next(outbox, END - BLINK) is None
    assert await send_next(outbox, END) == "noon"


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


async def test_while_one_is_waited_for_no_other_is_built(outbox: Outbox) -> None:
    await begin(outbox, FIRST, SECOND)

    found = await outbox.claim_slot("one", END - BLINK, LEASE, awake=LONG_AGO)

    assert found is not None
    assert found.key == FIRST.key


async def test_a_hanging_build_blocks_no_other_after_ten_minutes(
    outbox: Outbox,
) -> None:
    await begin(outbox, FIRST, SECOND)

    assert await build_next(outbox, END) == "noon"
    assert await send_next(outbox, END) == "noon"


async def test_a_process_that_slept_first_claims_the_lost_slot(
    outbox: Outbox,
) -> None:
    await begin(outbox, FIRST, SECOND)
    restart = NOW + HOUR

    assert await build_next(outbox, restart, awake=restart) == "morning"


async def test_a_slot_that_blocks_no_more_is_claimed_last(outbox: Outbox) -> None:
    night = make_slot(NIGHT, digest="noon", at=NOW + MINUTE)
    await begin(outbox, FIRST, SECOND, night)

    built = [await build_next(outbox, END) for _ in range(4)]

    assert built == ["noon", "noon", "morning", None]


async def test_two_of_a_channel_are_never_built_under_a_lease(outbox: Outbox) -> None:
    await begin(outbox, FIRST, SECOND)
    second = await outbox.claim_slot("one", END, LEASE, awake=LONG_AGO)

    assert second is not None
    assert second.key == SECOND.key
    for now in (END, END + LEASE - BLINK):
        assert await outbox.claim_slot("two", now, LEASE, awake=LONG_AGO) is None


async def test_a_valid_lease_is_respected_after_the_blocking_ended(
    outbox: Outbox,
) -> None:
    await begin(outbox, FIRST, SECOND)
    late = END - BLINK
    again = await outbox.claim_slot("two", late, LEASE, awake=LONG_AGO)

    assert again is not None
    assert again.key == FIRST.key
    assert await build_next(outbox, late + LEASE - BLINK) is None
    assert await build_next(outbox, late + LEASE) == "noon"


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


async def test_a_lost_builder_that_ends_after_all_keeps_its_slot_for_later(
    outbox: Outbox,
) -> None:
    await outbox.plan([FIRST, SECOND], NOW)
    lost = await take_slot(outbox, "lost")
    await build_next(outbox, END)
    await send_next(outbox, END)

    assert await outbox.store_messages(lost, edition_of(lost), make_parts(1))

    assert await send_next(outbox, END) == "morning"
    assert len(await states(outbox)) == 2
