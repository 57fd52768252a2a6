"""A token that is refused is no fault of the messages: they wait for another one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.delivery.sender import RETRY_LIMIT
from bot.core.domain.errors import AuthenticationError
from bot.core.domain.slots import SlotState
from tests.fakes.postroom import Postroom, key

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
BARRED = AuthenticationError("the token was revoked")


@pytest.fixture
async def room() -> Postroom:
    """A room with two digests of a channel, whose platform does not take the token."""
    made = Postroom()
    made.postman.troubles = [BARRED] * 10_000
    await made.fill(key(0), ["a", "b"])
    await made.fill(key(1), ["c"])
    return made


def take_token(room: Postroom) -> None:
    """Let the platform take the bot's token from now on."""
    room.postman.troubles = []


async def state_of(room: Postroom, index: int = 0) -> SlotState:
    """What became of a digest."""
    slot, _ = await room.slot(key(index))
    return slot.state


async def test_with_another_token_all_is_posted_in_order(room: Postroom) -> None:
    await room.send_until(hours=3, step=MINUTE)
    take_token(room)

    await room.send_all()

    assert room.postman.texts == ["a", "b", "c"]
    assert {await state_of(room, 0), await state_of(room, 1)} == {SlotState.POSTED}


async def test_after_six_hours_of_trying_it_is_given_up(room: Postroom) -> None:
    await room.send_until(hours=5.9, step=MINUTE)
    before = await state_of(room)
    await room.send_until(hours=0.2, step=MINUTE)

    assert (before, await state_of(room)) == (SlotState.BUILT, SlotState.DEAD)


async def test_hours_in_which_nobody_tried_do_not_count(room: Postroom) -> None:
    await room.send_all()
    room.clock.move(RETRY_LIMIT + HOUR)
    await room.send_until(hours=1, step=MINUTE)
    take_token(room)

    await room.send_all()

    assert room.postman.texts == ["a", "b", "c"]


async def test_days_later_it_is_no_news_any_more(room: Postroom) -> None:
    await room.send_all()
    take_token(room)
    room.clock.move(timedelta(days=90))

    await room.send_all()

    slot, _ = await room.slot(key())
    assert (slot.state, slot.error) == (
        SlotState.DEAD,
        "message not posted: it is 90 days late, so its news is outdated",
    )
    assert not room.postman.posted


async def test_the_operator_is_told_once(room: Postroom) -> None:
    await room.fill(key(channel="post/hall"), ["d"])
    sender = room.sender()
    for _ in range(5):
        while await sender.send_next():
            pass
        room.clock.move(MINUTE)

    assert room.event_log.entries == [
        (
            "error",
            "platform refuses the bot; Sitrep keeps its messages and tries again",
            {"platform": "post", "reason": str(BARRED)},
        )
    ]
