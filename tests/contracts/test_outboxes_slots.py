"""The contract of Outbox for slots."""

from __future__ import annotations

from dataclasses import replace

from bot.core.domain.slots import PlannedSlot, SkipReason, SlotState
from bot.core.ports.outbox import Outbox
from tests.fakes.outboxes import (
    LEASE,
    MINUTE,
    NIGHT,
    NOW,
    build,
    edition_of,
    make_key,
    make_slot,
    take_slot,
)


async def test_the_planning_watermark_never_moves_back(outbox: Outbox) -> None:
    await outbox.plan([], NOW)
    await outbox.plan([], NOW - MINUTE)

    assert await outbox.planned_until() == NOW

    await outbox.plan([], NOW + MINUTE)

    assert await outbox.planned_until() == NOW + MINUTE


async def test_the_earliest_slot_of_a_workspace_is_taken_first(outbox: Outbox) -> None:
    late = [make_slot(f"console/{name}") for name in ("é", "night", "Z")]
    early = make_slot("console/z", at=NOW - MINUTE)
    await outbox.plan([*late, early], NOW)

    taken = [(await take_slot(outbox)).key.channel for _ in range(4)]

    assert taken == [f"console/{name}" for name in ("z", "Z", "night", "é")]


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
