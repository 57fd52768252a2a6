"""Posting what is in the outbox."""

from __future__ import annotations

from datetime import timedelta

import pytest
from typing_extensions import override

from bot.core.delivery.reconciliation import CALL_MARGIN, MAX_POST_TIME, check_time
from bot.core.delivery.sender import LATE_DELAY
from bot.core.domain.errors import PostError, RejectedError
from bot.core.domain.messages import Message
from bot.core.domain.slots import (
    LEASE,
    MessageState,
    SlotState,
)
from tests.fakes.ports import FakeClock
from tests.fakes.postroom import Postman, Postroom, body, key


@pytest.fixture
def room() -> Postroom:
    """A room in which nothing goes wrong yet."""
    return Postroom()


async def test_the_other_parts_go_below_the_first(room: Postroom) -> None:
    await room.fill(key(), ["a", "b", "c"])

    await room.send_all()

    parents = [sent.parent for sent in room.postman.posted]
    assert parents == [None, "id-1", "id-1"]


async def test_digests_are_linked_where_the_platform_wants_it(room: Postroom) -> None:
    room.postman.links_digests = True
    await room.fill(key(0), ["a"])
    await room.fill(key(1), ["b"])

    await room.send_all()

    assert [sent.parent for sent in room.postman.posted] == [None, "id-1"]


async def test_what_goes_to_a_platform_that_is_not_connected_waits(
    room: Postroom,
) -> None:
    await room.fill(key(channel="pigeon/loft"), ["a"])

    await room.send_all()

    slot, (part,) = await room.slot(key(channel="pigeon/loft"))
    assert (slot.state, part.error) == (
        SlotState.BUILT,
        (
            "pigeon is not set up in this process: set its environment variables, "
            "then restart Sitrep"
        ),
    )


async def test_a_rejected_part_takes_its_slot_with_it(room: Postroom) -> None:
    room.postman.troubles = [RejectedError("not_in_channel")]
    await room.fill(key(0), ["a", "b"])
    await room.fill(key(1), ["c"])

    await room.send_all()

    _, parts = await room.slot(key(0))
    assert [part.state for part in parts] == [MessageState.DEAD, MessageState.DEAD]
    assert room.postman.texts == ["c"]


async def test_a_message_that_makes_no_sense_holds_nothing_up(room: Postroom) -> None:
    await room.fill_raw(key(0), ['{"sections": 7}'])
    await room.fill_raw(key(1), [body("b")])

    await room.send_all()

    slot, _ = await room.slot(key(0))
    assert slot.error is not None
    assert slot.error.startswith("the stored message cannot be read")
    assert room.postman.texts == ["b"]


async def test_an_error_that_nobody_knows_is_taken_for_a_lost_answer(
    room: Postroom,
) -> None:
    room.postman.troubles = [KeyError("ts")]
    await room.fill(key(), ["a"])

    await room.send_all()

    _, (part,) = await room.slot(key())
    assert (part.state, part.error) == (MessageState.PENDING, "KeyError('ts')")


class Sleeper(Postman):
    """Stands still before each post, until the lease is over and another is at it."""

    room: Postroom

    @override
    async def find(
        self, channel: str, idempotency_key: str, **named: object
    ) -> str | None:
        self.room.clock.move(timedelta(seconds=60) - MAX_POST_TIME)
        return None


async def test_nothing_is_posted_when_too_little_of_the_lease_is_left() -> None:
    postman = Sleeper()
    room = Postroom(postman)
    postman.room = room
    await room.fill(key(), ["a"])
    await room.crash()

    await room.sender().send_next()

    _, (part,) = await room.slot(key())
    assert not postman.posted
    assert part.error == (
        "too little time was left to post the message safely; Sitrep tries again"
    )


class Dozer(Postman):
    """Stands still in its first post, before the last look at the time."""

    clock: FakeClock
    dozes: timedelta = timedelta()

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        self.clock.move(self.dozes)
        self.dozes = timedelta()
        check_time()
        return await super().post(
            channel, message, idempotency_key=idempotency_key, parent=parent
        )


@pytest.mark.parametrize("dozes", [CALL_MARGIN + timedelta(seconds=1), -LEASE])
async def test_who_stood_still_since_the_lease_was_checked_posts_nothing(
    dozes: timedelta,
) -> None:
    postman = Dozer()
    room = Postroom(postman)
    postman.clock, postman.dozes = room.clock, dozes
    await room.fill(key(), ["a"])

    await room.send_all()

    _, (part,) = await room.slot(key())
    assert (postman.posted, part.attempts) == ([], 0)
    room.clock.move(LATE_DELAY)
    await room.send_all()
    assert postman.texts == ["a"]


async def test_who_is_in_time_posts() -> None:
    postman = Dozer()
    room = Postroom(postman)
    postman.clock, postman.dozes = room.clock, CALL_MARGIN
    await room.fill(key(), ["a"])

    await room.send_all()

    assert postman.texts == ["a"]


@pytest.mark.parametrize("tries", [0, 1, 2])
async def test_what_was_built_before_a_long_outage_is_not_posted(
    room: Postroom, tries: int
) -> None:
    await room.fill(key(0), ["a", "b"])
    for _ in range(tries):
        await room.crash()
    room.clock.move(timedelta(days=3))

    await room.send_all()

    slot, _ = await room.slot(key(0))
    assert room.postman.texts == []
    assert (slot.state, slot.error) == (
        SlotState.DEAD,
        "message not posted: it is 3 days late, so its news is outdated",
    )


async def test_what_was_built_before_a_long_outage_is_still_looked_for(
    room: Postroom,
) -> None:
    room.postman.troubles, room.postman.swallows = [PostError("lost")], True
    await room.fill(key(0), ["a"])
    await room.send_all()
    room.clock.move(timedelta(days=3))

    await room.send_all()

    slot, _ = await room.slot(key(0))
    assert (slot.state, room.postman.texts) == (SlotState.POSTED, ["a"])


async def test_what_is_brought_back_after_long_is_posted_whole(room: Postroom) -> None:
    await room.fill(key(0), ["a", "b", "c"])
    room.clock.move(timedelta(days=3))
    await room.send_all()

    await room.outbox.requeue(key(0), room.clock.now())
    await room.send_all()

    slot, _ = await room.slot(key(0))
    assert (slot.state, room.postman.texts) == (SlotState.POSTED, ["a", "b", "c"])
