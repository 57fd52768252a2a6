"""The contract of Outbox for lists of slots, and for retries on demand."""

from __future__ import annotations

from bot.core.domain.slots import MessageState, PlannedSlot, SkipReason, SlotState
from bot.core.ports.outbox import Outbox
from tests.fakes.outboxes import (
    LEASE,
    MINUTE,
    NIGHT,
    NOW,
    build,
    make_key,
    make_slot,
    send,
    states,
    take_part,
    take_slot,
)

LATER = NOW + LEASE


async def test_deliveries_are_listed_newest_first(outbox: Outbox) -> None:
    await build(outbox, make_slot(), make_slot(NIGHT, at=NOW - MINUTE), parts=1)
    await outbox.plan([make_slot(index=1, at=LATER)], LATER)

    found = await outbox.deliveries(failed=False, limit=2)

    assert [(slot.key, len(parts)) for slot, parts in found] == [
        (make_key(index=1), 0),
        (make_key(), 1),
    ]


async def test_parts_are_listed_in_order_with_their_outcome(
    outbox: Outbox,
) -> None:
    await build(outbox, make_slot(), parts=3)
    await send(outbox)
    part = await take_part(outbox)
    await outbox.retry_message(part, "one", error="no answer", again=LATER)

    ((slot, parts),) = await outbox.deliveries(failed=False, limit=10)

    assert slot.attempts == 1
    assert [(part.number, part.attempts, part.error) for part in parts] == [
        (0, 1, None),
        (1, 1, "no answer"),
        (2, 0, None),
    ]
    assert [part.message_id for part in parts] == ["console/desk 0", None, None]
    assert [part.parent for part in parts] == [None, *["console/desk 0"] * 2]


async def test_the_reason_of_a_skipped_slot_is_listed(outbox: Outbox) -> None:
    reason = SkipReason.LATE
    slot = PlannedSlot(make_key(), NOW, late=True, skipped=True, reason=reason)
    await outbox.plan([slot], NOW)

    ((found, _),) = await outbox.deliveries(failed=False, limit=10)

    assert (found.state, found.late, found.error) == (SlotState.SKIPPED, True, "late")


async def test_an_unfinished_slot_is_not_listed_as_failed(outbox: Outbox) -> None:
    await build(outbox, make_slot())
    await outbox.plan([make_slot(index=1), make_slot(index=2, skipped=True)], NOW)

    assert await outbox.deliveries(failed=True, limit=10) == ()


async def test_only_a_dead_slot_is_requeued(outbox: Outbox) -> None:
    await build(outbox, make_slot())
    await outbox.plan([make_slot(index=1, skipped=True)], NOW)

    assert not await outbox.requeue(make_key(), NOW)
    assert not await outbox.requeue(make_key(index=1), NOW)
    assert not await outbox.requeue(make_key("slack/unknown"), NOW)


async def test_a_slot_that_was_not_built_is_built_after_all(outbox: Outbox) -> None:
    await outbox.plan([make_slot()], NOW)
    slot = await take_slot(outbox)
    await outbox.return_slot(slot, error="broken", again=None)

    assert await outbox.requeue(make_key(), LATER)

    assert await outbox.claim_slot("one", NOW, LEASE) is None
    again = await take_slot(outbox, now=LATER)
    assert (again.attempts, again.error) == (1, None)


async def test_a_requeued_slot_continues_after_its_sent_parts(outbox: Outbox) -> None:
    await build(outbox, make_slot(), parts=3)
    await send(outbox)
    part = await take_part(outbox)
    await outbox.dead_letter(part, "one", error="no permission")

    assert await outbox.requeue(make_key(), NOW)

    pending = MessageState.PENDING
    assert await states(outbox) == [
        (SlotState.BUILT, (MessageState.SENT, *[pending] * 2))
    ]
    assert [(await send(outbox)).number for _ in range(2)] == [1, 2]
    assert [slot for slot, _ in await states(outbox)] == [SlotState.POSTED]


async def test_a_requeued_part_keeps_its_first_attempt(
    outbox: Outbox,
) -> None:
    await build(outbox, make_slot())
    tries = [await take_part(outbox, now=NOW + n * LEASE) for n in range(4)]
    part = tries[-1]
    await outbox.dead_letter(part, "one", error="no answer")

    await outbox.requeue(make_key(), NOW + 9 * LEASE)

    again = await take_part(outbox, now=NOW + 9 * LEASE)
    assert (again.attempts, again.first_try, again.error) == (2, NOW, None)
    await outbox.mark_sent(again, "one", "id")
    second = await take_part(outbox, now=NOW + 9 * LEASE)
    assert (second.attempts, second.first_try) == (1, NOW + 9 * LEASE)


async def test_an_empty_outbox_has_no_depth(outbox: Outbox) -> None:
    await outbox.plan([make_slot()], NOW)

    assert await outbox.depth(NOW) == (0, None)


async def test_the_depth_counts_unsent_parts(outbox: Outbox) -> None:
    await build(outbox, make_slot(at=NOW - MINUTE), make_slot(NIGHT), parts=2)
    found = [await outbox.depth(NOW)]

    for step in (send, take_part, send, send):
        await step(outbox)
        found.append(await outbox.depth(NOW))

    early = NOW - MINUTE
    assert found == [(4, early), (3, early), (3, early), (2, early), (1, early)]
