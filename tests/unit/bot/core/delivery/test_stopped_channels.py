"""A channel that refuses the bot is not tried again until somebody changes something."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.domain.configuration import Destination, DigestKind, DigestPlan
from bot.core.domain.errors import ChannelRefusedError, RejectedError
from bot.core.domain.slots import SlotState
from tests.fakes.plans import make_plan
from tests.fakes.postroom import Postroom, key

REFUSED = ChannelRefusedError("not_in_channel")


@pytest.fixture
async def room() -> Postroom:
    """A room with three digests of a channel, which refuses the first message."""
    made = Postroom()
    made.postman.troubles = [REFUSED]
    for index in range(3):
        await made.fill(key(index), ["a", "b"])
    made.clock.move(timedelta(minutes=10))
    return made


async def states(room: Postroom) -> list[SlotState]:
    """What became of the digests of the channel."""
    return [(await room.slot(key(index)))[0].state for index in range(3)]


async def test_after_a_refusal_nothing_more_is_tried(room: Postroom) -> None:
    await room.send_all()

    assert await states(room) == [SlotState.DEAD] * 3
    assert (room.postman.troubles, room.postman.texts) == ([], [])
    slot, _ = await room.slot(key(1))
    assert slot.error == (
        "not tried, because the channel refused an earlier message: not_in_channel"
    )


async def test_another_channel_goes_on(room: Postroom) -> None:
    await room.fill(key(3, "post/hall"), ["c"])

    await room.send_all()

    assert room.postman.texts == ["c"]


async def test_a_refusal_of_one_message_stops_no_channel(room: Postroom) -> None:
    room.postman.troubles = [RejectedError("msg_too_long")]

    await room.send_all()

    assert await states(room) == [SlotState.DEAD, SlotState.POSTED, SlotState.POSTED]


async def test_what_an_operator_asks_for_is_tried_and_opens_the_channel(
    room: Postroom,
) -> None:
    sender = room.sender()
    while await sender.send_next():
        pass
    room.clock.move(timedelta(minutes=5))
    assert await room.outbox.requeue(key(1), room.clock.now())
    await room.fill(key(4), ["d"])

    while await sender.send_next():
        pass

    assert room.postman.texts == ["a", "b", "d"]


async def test_after_ten_minutes_the_channel_is_tried_again(room: Postroom) -> None:
    sender = room.sender()
    await sender.send_next()
    await sender.send_next()
    room.clock.move(timedelta(minutes=10))

    await sender.send_next()

    assert await states(room) == [SlotState.DEAD, SlotState.DEAD, SlotState.BUILT]
    assert room.postman.texts == ["a"]


def plan(at: str = "07:30", kind: DigestKind = DigestKind.CONFIGURED) -> DigestPlan:
    """A digest of the channel."""
    return replace(make_plan(at=at), to=(Destination("post", "desk"),), kind=kind)


@pytest.mark.parametrize(
    ("plans", "opened"),
    [
        ([plan()], False),
        ([plan("08:00")], True),
        ([plan(), plan(kind=DigestKind.PERSONAL)], True),
    ],
    ids=["unchanged", "changed", "subscribed"],
)
async def test_another_configuration_opens_the_channel(
    room: Postroom, plans: list[DigestPlan], *, opened: bool
) -> None:
    sender = room.sender()
    sender.stopped.configured([plan()])
    await sender.send_next()

    sender.stopped.configured(plans)
    await sender.send_next()

    assert room.postman.texts == (["a"] if opened else [])
