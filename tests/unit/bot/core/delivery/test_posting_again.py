"""Posting again what may have been posted: looking first, waiting, giving up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.delivery.reconciliation import MAX_CLOCK_SKEW, MAX_POST_TIME
from bot.core.delivery.sender import MAX_ATTEMPTS, RETRY_LIMIT, retry_delay
from bot.core.domain.errors import PostError, RateLimitedError
from bot.core.domain.slots import MessageState, OutboxMessage, SlotState
from tests.fakes.postroom import AT, Postroom, key

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LOST = PostError("no answer")


@pytest.fixture
def room() -> Postroom:
    """A room in which nothing goes wrong yet."""
    return Postroom()


async def the_part(room: Postroom) -> OutboxMessage:
    """The first part of the first slot."""
    _, parts = await room.slot(key())
    return parts[0]


async def test_a_post_whose_answer_was_lost_is_found_and_not_made_again(
    room: Postroom,
) -> None:
    room.postman.troubles, room.postman.swallows = [LOST], True
    await room.fill(key(), ["a"])

    await room.send_until(hours=0.1, step=SECOND)

    part = await the_part(room)
    assert (part.state, part.message_id) == (MessageState.SENT, "id-1")
    assert room.postman.texts == ["a"]


@pytest.mark.parametrize("max_post_time", [MAX_POST_TIME, 50 * SECOND])
async def test_nobody_looks_before_a_late_post_has_come(
    room: Postroom, max_post_time: timedelta
) -> None:
    room.postman.troubles = [LOST]
    await room.fill(key(), ["a"])
    sender = replace(
        room.sender(), max_post_time=max_post_time, lease=2 * max_post_time
    )
    await sender.send_next()

    room.clock.move(max_post_time - SECOND)

    assert not await sender.send_next()


async def test_looks_reach_back_over_clocks_that_differ(room: Postroom) -> None:
    await room.fill(key(), ["a"])
    await room.crash()

    await room.send_all()

    assert room.postman.looks == [(AT - MAX_CLOCK_SKEW, None)]


async def test_a_reply_is_looked_for_below_its_parent(room: Postroom) -> None:
    await room.fill(key(), ["a", "b"])
    await room.sender().send_next()
    await room.crash()

    await room.send_all()

    assert room.postman.looks == [(AT - MAX_CLOCK_SKEW, "id-1")]


async def test_without_a_look_at_the_history_nothing_is_posted_again(
    room: Postroom,
) -> None:
    room.postman.blind = PostError("missing_scope")
    await room.fill(key(), ["a"])
    await room.crash()

    await room.send_until(hours=7, step=MINUTE)

    slot, _ = await room.slot(key())
    assert not room.postman.posted
    assert (slot.state, slot.error) == (SlotState.DEAD, "missing_scope")


async def test_a_nonce_that_is_surely_remembered_is_posted_again(
    room: Postroom,
) -> None:
    room.postman.memory = timedelta(minutes=3)
    await room.fill(key(), ["a"])
    await room.crash()

    await room.send_all()

    assert not room.postman.looks
    assert room.postman.texts == ["a"]


async def test_a_nonce_is_not_trusted_when_a_late_post_may_outlive_it(
    room: Postroom,
) -> None:
    room.postman.memory = MINUTE + MAX_POST_TIME
    await room.fill(key(), ["a"])
    await room.crash()

    await room.send_all()

    assert len(room.postman.looks) == 1


async def test_a_nonce_is_not_trusted_by_a_clock_that_went_back(
    room: Postroom,
) -> None:
    room.postman.memory = timedelta(minutes=3)
    await room.fill(key(), ["a"])
    part = await room.crash()
    room.clock.move(timedelta(hours=-3))
    await room.outbox.retry_message(part, "dead", error="", again=AT - RETRY_LIMIT)

    await room.send_all()

    assert len(room.postman.looks) == 1


async def test_a_rate_limit_is_waited_for_as_long_as_it_says(room: Postroom) -> None:
    room.postman.troubles = [RateLimitedError("slow down", 7 * SECOND)]
    await room.fill(key(), ["a"])
    await room.send_all()

    room.clock.move(6 * SECOND)
    assert await room.send_all() == 0
    room.clock.move(SECOND)
    assert await room.send_all() == 1


async def test_many_rate_limits_bury_nothing(room: Postroom) -> None:
    room.postman.troubles = [RateLimitedError("slow down")] * (5 * MAX_ATTEMPTS)
    await room.fill(key(), ["a"])

    await room.send_until(hours=2, step=10 * SECOND)

    assert room.postman.texts == ["a"]


async def test_rate_limits_without_end_bury_a_part_after_hours(room: Postroom) -> None:
    limit = RateLimitedError("slow down", timedelta(minutes=10))
    room.postman.troubles = [limit] * 1000
    await room.fill(key(), ["a"])

    await room.send_until(hours=7, step=MINUTE)

    part = await the_part(room)
    assert (part.state, part.error) == (MessageState.DEAD, "slow down")


async def test_lost_answers_bury_a_part_after_ten_tries(room: Postroom) -> None:
    room.postman.troubles = [LOST] * 1000
    await room.fill(key(), ["a"])

    await room.send_until(hours=6, step=MINUTE)

    part = await the_part(room)
    assert (part.state, part.attempts) == (MessageState.DEAD, MAX_ATTEMPTS)
    assert room.event_log.events("error") == [
        "delivery failed permanently; Sitrep does not try again"
    ]


async def test_a_part_on_which_processes_died_is_still_tried(room: Postroom) -> None:
    room.postman.troubles = [LOST]
    await room.fill(key(), ["a"])
    for _ in range(MAX_ATTEMPTS):
        await room.crash()

    await room.send_until(hours=1, step=MINUTE)

    assert room.postman.texts == ["a"]


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (5, 480), (7, 1800), (5_000, 1800)]
)
def test_pauses_double_up_to_half_an_hour(attempts: int, seconds: int) -> None:
    assert retry_delay(attempts, LOST) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("told", "waited"), [(0.2, 1.0), (1.0, 1.0), (90.0, 90.0)])
def test_a_rate_limit_is_waited_for_by_at_least_a_second(
    told: float, waited: float
) -> None:
    error = RateLimitedError("slow down", timedelta(seconds=told))

    assert retry_delay(3, error) == timedelta(seconds=waited)
