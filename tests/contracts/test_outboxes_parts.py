"""The contract of Outbox for parts."""

from __future__ import annotations

from dataclasses import replace

from bot.core.domain.slots import (
    MessageState,
    OutboxMessage,
    SlotState,
    idempotency_key_of,
)
from bot.core.ports.outbox import Outbox
from tests.fakes.outboxes import (
    DESK,
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

LATER = NOW + LEASE


async def test_a_part_is_taken_as_it_was_frozen(outbox: Outbox) -> None:
    await build(outbox, make_slot())

    part = await take_part(outbox)

    assert part == OutboxMessage(
        id=part.id,
        slot=make_key(),
        number=0,
        body='{"text": "first 0"}',
        idempotency_key=idempotency_key_of(make_key(), 0),
        state=MessageState.SENDING,
        attempts=1,
        first_try=NOW,
        since=NOW,
    )


async def test_a_digest_knows_the_first_message_of_the_one_before(
    outbox: Outbox,
) -> None:
    slots = [make_slot(index=index) for index in range(3)]
    others = [make_slot(NIGHT), make_slot(digest="evening")]
    await build(outbox, *slots, *others)
    await send_all(outbox)

    deliveries = await outbox.deliveries(failed=False, limit=10)
    previous = {
        slot.key: await outbox.previous_message(parts[0]) for slot, parts in deliveries
    }

    first, second, third = (slot.key for slot in slots)
    assert previous[third] == previous[second] == f"{DESK} 0"
    assert previous[first] is None
    assert [previous[slot.key] for slot in others] == [None, None]


async def test_a_digest_that_was_not_posted_precedes_none(outbox: Outbox) -> None:
    await build(outbox, make_slot(index=0), make_slot(index=1))
    ((_, parts), _) = await outbox.deliveries(failed=False, limit=10)

    assert await outbox.previous_message(parts[0]) is None


async def test_parts_go_below_the_first_message(outbox: Outbox) -> None:
    await build(outbox, make_slot(), make_slot(NIGHT), parts=3)

    parents = {(p.slot.channel, p.number): p.parent for p in await send_all(outbox)}

    assert parents == {
        (channel, number): f"{channel} 0" if number else None
        for channel in (DESK, NIGHT)
        for number in range(3)
    }


async def test_a_waiting_part_blocks_only_its_channel(outbox: Outbox) -> None:
    await build(outbox, make_slot(), make_slot(NIGHT), make_slot(index=1))
    part = await take_part(outbox)

    assert await outbox.retry_message(part, "one", error="no answer", again=LATER)

    assert [(await send(outbox)).slot.channel for _ in range(2)] == [NIGHT] * 2
    assert await outbox.claim_message("one", LATER - MINUTE, LEASE) is None
    again = await take_part(outbox, "two", now=LATER)
    assert (again.idempotency_key, again.attempts) == (part.idempotency_key, 2)
    assert (again.first_try, again.error) == (NOW, "no answer")


async def test_a_part_that_was_surely_not_taken_is_as_if_untried(
    outbox: Outbox,
) -> None:
    await build(outbox, make_slot())
    part = await take_part(outbox)

    assert await outbox.retry_message(
        part, "one", error="too often", again=LATER, not_sent=True
    )

    assert await outbox.claim_message("two", LATER - MINUTE, LEASE) is None
    again = await take_part(outbox, "two", now=LATER)
    assert (again.idempotency_key, again.attempts) == (part.idempotency_key, 1)
    assert (again.first_try, again.error) == (NOW, "too often")


async def test_a_part_of_another_channel_is_not_taken(outbox: Outbox) -> None:
    await build(outbox, make_slot(), make_slot(NIGHT))

    one = await outbox.claim_message("one", NOW, LEASE, channels=[NIGHT])
    again = await outbox.claim_message("one", NOW, LEASE, channels=[NIGHT])
    none = await outbox.claim_message("one", NOW, LEASE, channels=[])

    assert one is not None
    assert one.slot.channel == NIGHT
    assert (again, none) == (None, None)
    assert (await take_part(outbox)).slot.channel == DESK


async def test_a_part_of_a_platform_that_is_left_out_is_not_taken(
    outbox: Outbox,
) -> None:
    mail = "email/console@example.org"
    await build(outbox, make_slot(), make_slot(mail))
    await outbox.claim_message("one", NOW, LEASE, without=["console"])
    both = [DESK, mail]

    others = [
        await outbox.claim_message(
            "one", NOW, LEASE, channels=both, without=["console"]
        ),
        await outbox.claim_message("one", NOW, LEASE, without=["email", "console"]),
    ]
    last = await outbox.claim_message(
        "one", NOW, LEASE, channels=both, without=["email"]
    )

    assert others == [None, None]
    assert last is not None
    assert last.slot.channel == DESK


async def test_a_part_whose_sender_was_lost_is_taken_again(outbox: Outbox) -> None:
    await build(outbox, make_slot())
    lost = await take_part(outbox)

    assert await outbox.claim_message("two", LATER - MINUTE, LEASE) is None
    again = await take_part(outbox, "two", now=LATER)

    assert again == replace(lost, attempts=2)


async def test_a_sender_whose_lease_was_claimed_changes_nothing(outbox: Outbox) -> None:
    await build(outbox, make_slot())
    lost = await take_part(outbox)
    again = await take_part(outbox, "two", now=LATER)

    assert await try_all(outbox, lost, "one") == [False] * 5
    assert await outbox.has_lease(again, "two", LATER)
    assert await states(outbox) == [
        (SlotState.BUILT, (MessageState.SENDING, MessageState.PENDING))
    ]


async def test_a_sent_part_is_never_claimed_again(outbox: Outbox) -> None:
    await build(outbox, make_slot(), parts=1)
    part = await send(outbox)

    assert await try_all(outbox, part, "one") == [False] * 5
    assert await outbox.claim_message("one", NOW + 9 * LEASE, LEASE) is None


async def test_a_dead_letter_kills_the_rest_of_its_slot(outbox: Outbox) -> None:
    await build(outbox, make_slot(), make_slot(index=1), parts=3)
    await send(outbox)
    part = await take_part(outbox)

    assert await outbox.dead_letter(part, "one", error="no permission")

    dead = MessageState.DEAD
    ((slot, parts),) = await outbox.deliveries(failed=True, limit=10)
    assert (slot.state, slot.error) == (SlotState.DEAD, "no permission")
    assert [part.state for part in parts] == [MessageState.SENT, dead, dead]
    assert (await take_part(outbox)).slot.index == 1


async def test_unfinished_slots_of_a_removed_channel_are_dropped(
    outbox: Outbox,
) -> None:
    await build(outbox, make_slot(), make_slot(NIGHT), parts=1)
    await build(outbox, make_slot(index=1))
    posted = await send(outbox)
    sending = await take_part(outbox)
    await outbox.plan([make_slot(index=2), make_slot(index=3)], NOW)
    building = await outbox.claim_slot("one", NOW, LEASE)

    assert await outbox.drop_channels([DESK, "slack/unknown"], NOW) == 3

    assert building is not None
    assert posted.slot == make_key()
    assert not await outbox.return_slot(building, error="late", again=NOW)
    assert not await outbox.has_lease(sending, "one", NOW)
    assert [slot for slot, _ in await states(outbox)] == [
        *(SlotState.BUILT, *[SlotState.DEAD] * 3, SlotState.POSTED)
    ]
    assert [part.slot.channel for part in await send_all(outbox)] == [NIGHT]
    assert await outbox.drop_channels([DESK], NOW) == 0


async def try_all(outbox: Outbox, part: OutboxMessage, owner: str) -> list[bool]:
    """What is answered to one who would go on with a part."""
    return [
        await outbox.has_lease(part, owner, NOW),
        await outbox.retry_message(part, owner, error="again", again=NOW),
        await outbox.retry_message(part, owner, error="no", again=NOW, not_sent=True),
        await outbox.dead_letter(part, owner, error="given up"),
        await outbox.mark_sent(part, owner, "late"),
    ]


async def send_all(outbox: Outbox) -> list[OutboxMessage]:
    """Send all parts that can be sent, in order."""
    sent = []
    while part := await outbox.claim_message("one", NOW, LEASE):
        assert await outbox.mark_sent(part, "one", f"{part.slot.channel} {part.number}")
        sent.append(part)
    return sent
