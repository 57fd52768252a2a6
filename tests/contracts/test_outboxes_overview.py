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
)


async def test_the_reason_of_a_skipped_slot_is_listed(outbox: Outbox) -> None:
    reason = SkipReason.LATE
    slot = PlannedSlot(make_key(), NOW, late=True, skipped=True, reason=reason)
    await outbox.plan([slot], NOW)

    ((found, _),) = await outbox.deliveries(failed=False, limit=10)

    assert (found.state, found.late, found.error) == (SlotState.SKIPPED, True, "late")


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


async def test_the_depth_counts_unsent_parts(outbox: Outbox) -> None:
    await build(outbox, make_slot(at=NOW - MINUTE), make_slot(NIGHT), parts=2)
    found = [await outbox.depth(NOW)]

    for step in (send, take_part, send, send):
        await step(outbox)
        found.append(await outbox.depth(NOW))

    early = NOW - MINUTE
    assert found == [(4, early), (3, early), (3, early), (2, early), (1, early)]
