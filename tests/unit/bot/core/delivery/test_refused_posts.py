"""What a platform surely did not take is posted again without a look for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.domain.errors import (
    AuthenticationError,
    NotSentError,
    PostError,
    RateLimitedError,
)
from tests.fakes.postroom import Postroom, key

LATER = timedelta(seconds=2)
WAIT = timedelta(seconds=1)


@pytest.fixture
async def room() -> Postroom:
    """A room with one part, which is refused at its first try."""
    made = Postroom()
    made.postman.troubles = [RateLimitedError("too often", WAIT)]
    await made.fill(key(), ["a"])
    return made


async def test_after_a_start_what_was_refused_is_known_to_have_been(
    room: Postroom,
) -> None:
    await room.sender().send_next()
    room.clock.move(timedelta(minutes=5))

    await room.sender("after a start").send_next()

    assert (room.postman.texts, room.postman.looks) == (["a"], [])


@pytest.mark.parametrize(
    "error", [AuthenticationError("401"), NotSentError("no network")]
)
async def test_what_did_not_arrive_is_posted_without_a_look(
    room: Postroom, error: PostError
) -> None:
    room.postman.troubles = [error] * 20

    await room.send_until(hours=0.5, step=LATER)

    assert (room.postman.texts, room.postman.looks) == (["a"], [])


async def test_what_may_have_arrived_is_looked_for(room: Postroom) -> None:
    room.postman.troubles = [PostError("no answer")]

    await room.send_until(hours=0.5, step=LATER)

    assert (room.postman.texts, len(room.postman.looks)) == (["a"], 1)


async def test_a_refusal_after_a_lost_answer_settles_nothing(room: Postroom) -> None:
    room.postman.troubles = [PostError("lost"), RateLimitedError("too often", WAIT)]
    sender = room.sender()
    for _ in range(3):
        await sender.send_next()
        room.clock.move(timedelta(minutes=1))

    assert len(room.postman.looks) == 2


async def test_another_process_between_is_looked_after(room: Postroom) -> None:
    sender = room.sender()
    await sender.send_next()
    room.clock.move(LATER)
    room.postman.troubles = [PostError("lost")]
    room.postman.swallows = True
    await room.sender("other").send_next()
    room.clock.move(timedelta(minutes=1))

    await sender.send_next()

    assert room.postman.texts == ["a"]
