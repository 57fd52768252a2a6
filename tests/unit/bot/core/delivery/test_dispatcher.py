"""The messages of many channels are sent at the same time, each channel's in order."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from bot.core.delivery.dispatcher import MAX_POSTING, MAX_WAITING, Dispatcher
from bot.core.domain.messages import Message
from bot.core.domain.slots import MessageState
from tests.fakes.postroom import Postman, Postroom, key

CHANNELS = [f"post/c{number}" for number in range(2 * MAX_POSTING)]


@dataclass(slots=True)
class SlowPostman(Postman):
    """Takes its time, or until ``lasts``; ``pauses`` are how long channels must wait."""

    pauses: dict[str, float] = field(default_factory=dict)
    at_once: Counter[str] = field(default_factory=Counter)
    most: int = 0
    most_of_one: int = 0
    lasts: asyncio.Event | None = None
    begun: asyncio.Queue[str] = field(default_factory=asyncio.Queue[str])

    @override
    def pause(self, channel: str, parent: str | None = None) -> float:
        return self.pauses.pop(channel, 0.0)

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        self.at_once[channel] += 1
        self.most = max(self.most, self.at_once.total())
        self.most_of_one = max(self.most_of_one, self.at_once[channel])
        self.begun.put_nowait(channel)
        try:
            await (asyncio.sleep(0.01) if self.lasts is None else self.lasts.wait())
        finally:
            self.at_once[channel] -= 1
        return await Postman.post(
            self, channel, message, idempotency_key=idempotency_key, parent=parent
        )


@pytest.fixture
def postman() -> SlowPostman:
    return SlowPostman()


@pytest.fixture
async def room(postman: SlowPostman) -> Postroom:
    """A room with two messages for each channel."""
    made = Postroom(postman)
    for channel in CHANNELS:
        await made.fill(key(channel=channel), ["a", "b"])
    return made


def posted(postman: SlowPostman) -> dict[str, str]:
    """What each channel got, in order."""
    got: dict[str, str] = {}
    for sent in postman.posted:
        got[sent.channel] = got.get(sent.channel, "") + sent.text
    return got


async def test_many_are_posted_at_a_time_and_each_channel_in_order(
    room: Postroom, postman: SlowPostman
) -> None:
    await Dispatcher(room.sender()).run()

    assert set(posted(postman).values()) == {"ab"}
    assert len(posted(postman)) == len(CHANNELS)
    assert (postman.most, postman.most_of_one) == (MAX_POSTING, 1)


async def test_a_channel_that_waits_for_its_limit_takes_no_place_of_another(
    room: Postroom, postman: SlowPostman
) -> None:
    held = [channel.removeprefix("post/") for channel in CHANNELS[: MAX_POSTING + 8]]
    postman.pauses = dict.fromkeys(held, 0.5)

    await Dispatcher(room.sender()).run()

    free = 2 * (len(CHANNELS) - len(held))
    assert not {sent.channel for sent in postman.posted[:free]} & set(held)
    assert set(posted(postman).values()) == {"ab"}


async def test_a_long_wait_is_no_attempt_and_holds_no_lease(
    room: Postroom, postman: SlowPostman
) -> None:
    postman.pauses = {"c0": 30.0}

    await Dispatcher(room.sender()).run()

    _, (first, _) = await room.slot(key(channel=CHANNELS[0]))
    assert (first.state, first.attempts) == (MessageState.PENDING, 0)
    assert "c0" not in posted(postman)


async def test_a_long_queue_of_a_slow_platform_delays_no_other(
    postman: SlowPostman,
) -> None:
    postman.most_at_once, postman.lasts = 2, asyncio.Event()
    room, other = Postroom(postman), SlowPostman(platform="wire")
    for number in range(MAX_WAITING + 2 * MAX_POSTING):
        await room.fill(key(channel=f"post/c{number}"), ["a"])
    await room.fill(key(1, "wire/zoe"), ["b"])
    sender = replace(room.sender(), messengers={"post": postman, "wire": other})
    sending = asyncio.create_task(Dispatcher(sender).run())

    async with asyncio.timeout(1):
        assert await other.begun.get() == "zoe"
    assert postman.most == 2

    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)


async def test_woken_it_sends_what_came_since_it_looked(postman: SlowPostman) -> None:
    room, postman.lasts = Postroom(postman), asyncio.Event()
    await room.fill(key(channel=CHANNELS[0]), ["a"])
    dispatcher = Dispatcher(room.sender())
    sending = asyncio.create_task(dispatcher.run())
    await postman.begun.get()
    await room.fill(key(channel=CHANNELS[1]), ["b"])

    dispatcher.wake()

    # It looks by itself only after a second.
    async with asyncio.timeout(0.5):
        assert await postman.begun.get() == "c1"
    postman.lasts.set()
    await sending
