"""The contract of Outbox for slots."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.domain.slots import PlannedSlot, SkipReason, SlotState, StoredSlot
from bot.core.ports.outbox import Outbox
from tests.fakes.outboxes import (
    DESK,
    LEASE,
    MINUTE,
    NIGHT,
    NOW,
    build,
    edition_of,
    make_key,
    make_parts,
    make_slot,
    states,
    take_slot,
)


async def test_a_new_outbox_has_no_planning_watermark(outbox: Outbox) -> None:
    assert await outbox.planned_until() is None


async def test_the_planning_watermark_never_moves_back(outbox: Outbox) -> None:
    await outbox.plan([], NOW)
    await outbox.plan([], NOW - MINUTE)

    assert await outbox.planned_until() == NOW

    await outbox.plan([], NOW + MINUTE)

    assert await outbox.planned_until() == NOW + MINUTE


async def test_a_requested_slot_does_not_advance_the_watermark(
    outbox: Outbox,
) -> None:
    assert await outbox.plan([make_slot()], None) == (make_key(),)
    assert await outbox.planned_until() is None

    await outbox.plan([], NOW)
    await outbox.plan([make_slot(NIGHT)], None)

    assert await outbox.planned_until() == NOW


async def test_a_slot_is_planned_once(outbox: Outbox) -> None:
    slots = [make_slot(), make_slot(NIGHT)]

    assert await outbox.plan(slots[:1], NOW) == (make_key(),)
    assert await outbox.plan([*slots, *slots], NOW) == (make_key(NIGHT),)
    assert await outbox.plan(slots, NOW) == ()


async def test_a_slot_whose_time_was_edited_is_the_same(outbox: Outbox) -> None:
    await build(outbox, make_slot())

    assert await outbox.plan([make_slot(at=NOW + MINUTE)], NOW + MINUTE) == ()
    assert await outbox.claim_slot("one", NOW + MINUTE, LEASE) is None


async def test_a_slot_is_taken_as_it_was_planned(outbox: Outbox) -> None:
    await outbox.plan([make_slot()], NOW)

    found = await outbox.claim_slot("one", NOW, LEASE)

    assert found == StoredSlot(
        make_key(), NOW, SlotState.BUILDING, attempts=1, owner="one"
    )


async def test_a_slot_is_not_taken_before_its_moment(outbox: Outbox) -> None:
    await outbox.plan([make_slot(at=NOW + MINUTE)], NOW + MINUTE)

    assert await outbox.claim_slot("one", NOW, LEASE) is None
    assert await outbox.claim_slot("one", NOW + MINUTE, LEASE) is not None


async def test_a_slot_that_was_skipped_is_known_but_never_taken(
    outbox: Outbox,
) -> None:
    assert await outbox.plan([make_slot(skipped=True)], NOW) == (make_key(),)

    assert await outbox.claim_slot("one", NOW, LEASE) is None
    assert await states(outbox) == [(SlotState.SKIPPED, ())]


async def test_of_slots_with_the_same_key_the_first_is_planned(
    outbox: Outbox,
) -> None:
    due, skipped = make_slot(index=1), make_slot(index=2, skipped=True)
    twice = [due, skipped, replace(due, skipped=True), replace(skipped, skipped=False)]

    assert await outbox.plan(twice, NOW) == (due.key, skipped.key)

    assert await states(outbox) == [(SlotState.SKIPPED, ()), (SlotState.DUE, ())]


async def test_the_earliest_slot_of_a_workspace_is_taken_first(outbox: Outbox) -> None:
    late = [make_slot(f"console/{name}") for name in ("é", "night", "Z")]
    early = make_slot("console/z", at=NOW - MINUTE)
    await outbox.plan([*late, early], NOW)

    taken = [(await take_slot(outbox)).key.channel for _ in range(4)]

    assert taken == [f"console/{name}" for name in ("z", "Z", "night", "é")]


async def test_in_each_channel_one_slot_is_built_at_a_time(outbox: Outbox) -> None:
    await outbox.plan([make_slot(), make_slot(index=1), make_slot(NIGHT)], NOW)
    first, other = await take_slot(outbox), await take_slot(outbox, "two")

    assert [first.key.channel, other.key.channel] == [DESK, NIGHT]
    assert await outbox.claim_slot("two", NOW, LEASE) is None

    assert await outbox.store_messages(first, edition_of(first), make_parts())

    assert (await take_slot(outbox, "two")).key == make_key(index=1)


async def test_a_slot_whose_builder_was_lost_is_taken_again(outbox: Outbox) -> None:
    await outbox.plan([make_slot(), make_slot(index=1, at=NOW - MINUTE)], NOW)
    lost = await take_slot(outbox)

    assert await outbox.claim_slot("two", NOW + LEASE - MINUTE, LEASE) is None
    again = await take_slot(outbox, "two", now=NOW + LEASE)

    assert (again.key, again.owner, again.attempts) == (lost.key, "two", 2)


async def test_the_lease_of_a_slot_is_longer_from_the_third_attempt_on(
    outbox: Outbox,
) -> None:
    await outbox.plan([make_slot()], NOW)
    await take_slot(outbox)
    await take_slot(outbox, now=NOW + LEASE)
    third = NOW + 2 * LEASE
    await take_slot(outbox, now=third)

    assert await outbox.claim_slot("two", third + 2 * LEASE - MINUTE, LEASE) is None
    assert (await take_slot(outbox, now=third + 2 * LEASE)).attempts == 4


async def test_a_builder_whose_lease_was_claimed_stores_nothing(outbox: Outbox) -> None:
    await outbox.plan([make_slot()], NOW)
    lost = await take_slot(outbox)
    again = await take_slot(outbox, now=NOW + LEASE)

    assert not await outbox.store_messages(lost, edition_of(lost), make_parts())
    assert not await outbox.return_slot(lost, error="late", again=None)

    assert await states(outbox) == [(SlotState.BUILDING, ())]
    assert await outbox.store_messages(again, edition_of(again), make_parts())


async def test_a_late_builder_keeps_its_slot_if_no_other_claimed_it(
    outbox: Outbox,
) -> None:
    await outbox.plan([make_slot()], NOW)
    slot = await take_slot(outbox, now=NOW + LEASE)

    assert await outbox.store_messages(slot, edition_of(slot), make_parts())
    assert await outbox.claim_slot("two", NOW + 3 * LEASE, LEASE) is None


@pytest.mark.parametrize("owner", [None, "one"])
async def test_an_unclaimed_slot_cannot_be_frozen(
    outbox: Outbox, owner: str | None
) -> None:
    await outbox.plan([make_slot()], NOW)
    slot = StoredSlot(make_key(), NOW, SlotState.DUE, owner=owner)

    assert not await outbox.store_messages(slot, edition_of(slot), make_parts())
    assert await states(outbox) == [(SlotState.DUE, ())]


async def test_a_slot_that_is_frozen_twice_keeps_its_first_parts(
    outbox: Outbox,
) -> None:
    await outbox.plan([make_slot()], NOW)
    slot = await take_slot(outbox)

    for name in ("first", "second"):
        parts = make_parts(1, name)
        assert await outbox.store_messages(slot, edition_of(slot, name), parts)

    ((_, (part,)),) = await outbox.deliveries(failed=False, limit=10)
    assert part.body == '{"text": "first 0"}'


async def test_a_slot_without_parts_is_posted(outbox: Outbox) -> None:
    await build(outbox, make_slot(), parts=0)

    assert await states(outbox) == [(SlotState.POSTED, ())]


async def test_a_returned_slot_waits_for_its_next_attempt(outbox: Outbox) -> None:
    await outbox.plan([make_slot(), make_slot(index=1)], NOW)
    slot = await take_slot(outbox)
    again = NOW + MINUTE

    assert await outbox.return_slot(slot, error="no news", again=again)

    assert (await take_slot(outbox)).key.index == 1
    second = await take_slot(outbox, now=NOW + LEASE)
    assert second.key.index == 1
    await outbox.store_messages(second, edition_of(second), ())
    found = await take_slot(outbox, now=again)
    assert (found.key, found.attempts, found.error) == (slot.key, 2, "no news")


async def test_a_dead_slot_is_never_claimed(outbox: Outbox) -> None:
    await outbox.plan([make_slot()], NOW)
    slot = await take_slot(outbox)

    assert await outbox.return_slot(slot, error="broken", again=None)

    assert await outbox.claim_slot("one", NOW + 9 * LEASE, LEASE) is None
    ((found, _),) = await outbox.deliveries(failed=True, limit=10)
    assert (found.state, found.error) == (SlotState.DEAD, "broken")


async def test_a_slot_that_is_built_cannot_be_returned(outbox: Outbox) -> None:
    await outbox.plan([make_slot()], NOW)
    slot = await take_slot(outbox)
    await outbox.store_messages(slot, edition_of(slot), make_parts())

    assert not await outbox.return_slot(slot, error="late", again=NOW)


async def test_slots_of_one_moment_are_ordered_by_code_point(outbox: Outbox) -> None:
    names = ("Zug", "a", "é", "𝒜")
    keys = [replace(make_key(), digest=name) for name in reversed(names)]
    await outbox.plan([PlannedSlot(key, NOW) for key in keys], NOW)

    assert [key.digest for key in await outbox.waiting_slots()] == sorted(names)


async def test_slots_are_listed_if_they_are_recent_or_unfinished(
    outbox: Outbox,
) -> None:
    await build(outbox, make_slot(), parts=0)
    await outbox.plan([make_slot(index=1), make_slot(index=2, skipped=True)], NOW)
    later = make_slot(NIGHT, at=NOW + MINUTE, skipped=True)
    await outbox.plan([later], NOW)

    recent = await outbox.slots(NOW)
    unfinished = await outbox.slots(NOW + 2 * MINUTE)

    assert [slot.key for slot in recent] == [
        *(make_key(index=number) for number in range(3)),
        later.key,
    ]
    assert [slot.key for slot in unfinished] == [make_key(index=1)]
    assert [slot.key for slot in await outbox.slots(NOW + MINUTE)] == [
        make_key(index=1),
        later.key,
    ]


async def test_slots_of_all_kinds_are_added_once(outbox: Outbox) -> None:
    slots = [
        make_slot("console/a\x1fb"),
        make_slot("console/é, {}"),
        make_slot("console/late", at=NOW - MINUTE),
        make_slot("console/skipped", skipped=True),
        replace(make_slot("console/held"), skipped=True, reason=SkipReason.HELD),
    ]

    assert await outbox.plan(slots, NOW) == tuple(slot.key for slot in slots)
    assert await outbox.plan(slots, NOW) == ()

    stored = {slot.key: slot for slot in await outbox.slots(NOW - MINUTE)}
    assert {key: slot.at for key, slot in stored.items()} == {
        slot.key: slot.at for slot in slots
    }
    assert stored[slots[4].key].error == SkipReason.HELD.value
