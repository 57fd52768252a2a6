"""The messages of many channels are sent at the same time, each channel's in order."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from bot.core.delivery import dispatcher
from bot.core.delivery.dispatcher import MAX_POSTING, MAX_WAITING, Dispatcher
from bot.core.domain.errors import StoreError
from bot.core.domain.messages import Message
from bot.core.domain.slots import MessageState, OutboxMessage
from tests.fakes.outbox.memory import MemoryOutbox
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


async def test_a_platform_that_takes_few_at_once_takes_no_place_of_another(
    room: Postroom, postman: SlowPostman
) -> None:
    postman.most_at_once, postman.lasts = 2, asyncio.Event()
    other = SlowPostman(platform="mail")
    await room.fill(key(1, "mail/zoe"), ["c"])
    sender = replace(room.sender(), messengers={"post": postman, "mail": other})
    sending = asyncio.create_task(Dispatcher(sender).run())

    async with asyncio.timeout(5):
        assert await other.begun.get() == "zoe"

    assert (postman.most, postman.begun.qsize()) == (2, 2)
    postman.lasts.set()
    await sending
    assert set(posted(postman).values()) == {"ab"}


async def test_a_long_queue_of_a_slow_platform_delays_no_other(
    postman: SlowPostman,
) -> None:
    postman.most_at_once, postman.lasts = 2, asyncio.Event()
    room, other = Postroom(postman), SlowPostman(platform="mail")
    for number in range(MAX_WAITING + 2 * MAX_POSTING):
        await room.fill(key(channel=f"post/c{number}"), ["a"])
    await room.fill(key(1, "mail/zoe"), ["b"])
    sender = replace(room.sender(), messengers={"post": postman, "mail": other})
    sending = asyncio.create_task(Dispatcher(sender).run())

    async with asyncio.timeout(1):
        assert await other.begun.get() == "zoe"

    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)


async def test_what_gets_no_place_in_time_goes_back_without_an_attempt(
    postman: SlowPostman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "LONGEST_HOLD", 0.05)
    postman.most_at_once, postman.lasts = 1, asyncio.Event()
    room = Postroom(postman)
    for channel in CHANNELS[:3]:
        await room.fill(key(channel=channel), ["a"])
    sending = asyncio.create_task(Dispatcher(room.sender()).run())
    assert await postman.begun.get() == "c0"
    await asyncio.sleep(0.2)

    messages = [(await room.slot(key(channel=one)))[1][0] for one in CHANNELS[:3]]

    found = [(message.state, message.attempts) for message in messages]
    assert found == [(MessageState.SENDING, 1), *((MessageState.PENDING, 0),) * 2]
    postman.lasts.set()
    await sending


async def test_told_to_end_it_posts_nothing_more(
    room: Postroom, postman: SlowPostman
) -> None:
    await Dispatcher(room.sender(), lambda: len(postman.posted) > 0).run()

    assert 0 < len(postman.posted) <= MAX_POSTING


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


async def test_one_look_is_for_all_that_wakes_it_within_a_moment(
    postman: SlowPostman,
) -> None:
    room, postman.lasts = Postroom(postman), asyncio.Event()
    await room.fill(key(channel=CHANNELS[0]), ["a"])
    looks: list[None] = []
    dispatcher = Dispatcher(room.sender())
    sending = asyncio.create_task(dispatcher.run(lambda: looks.append(None)))
    await postman.begun.get()

    for _ in range(20):
        dispatcher.wake()
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)

    assert 2 <= len(looks) <= 4
    postman.lasts.set()
    await sending


async def test_posts_that_end_one_by_one_are_replaced_together(
    postman: SlowPostman,
) -> None:
    room = Postroom(postman)
    for channel in CHANNELS[:6]:
        await room.fill(key(channel=channel), ["a", "b"])
    postman.pauses = {f"c{number}": 0.03 * number for number in range(6)}
    looks: list[None] = []

    await Dispatcher(room.sender()).run(lambda: looks.append(None))

    assert set(posted(postman).values()) == {"ab"}
    assert len(looks) <= 4


async def test_it_is_full_when_a_platform_is(
    room: Postroom, postman: SlowPostman
) -> None:
    postman.most_at_once, postman.lasts = 1, asyncio.Event()
    dispatcher = Dispatcher(room.sender())
    is_full = [dispatcher.is_full]
    sending = asyncio.create_task(dispatcher.run())
    await postman.begun.get()

    is_full.append(dispatcher.is_full)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    assert is_full == [False, True]


async def test_it_asks_for_the_channels_at_each_look(
    room: Postroom, postman: SlowPostman
) -> None:
    looks = iter([CHANNELS[:1], CHANNELS[1:2]])

    await Dispatcher(room.sender()).run(lambda: next(looks, ()))

    assert posted(postman) == {"c0": "a", "c1": "a"}


async def test_cancelled_it_cancels_the_posts_and_waits_for_their_end(
    room: Postroom, postman: SlowPostman
) -> None:
    postman.lasts = asyncio.Event()
    sending = asyncio.create_task(Dispatcher(room.sender()).run())
    for _ in range(MAX_POSTING):
        await postman.begun.get()

    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

    assert sending.cancelled()
    assert (postman.at_once.total(), postman.posted) == (0, [])


class Broken(MemoryOutbox):
    """Cannot store what was posted to one of the channels."""

    @override
    async def mark_sent(
        self, message: OutboxMessage, owner: str, message_id: str
    ) -> bool:
        if message.slot.channel == CHANNELS[0]:
            raise StoreError("the disk is full")
        return await super().mark_sent(message, owner, message_id)


async def test_a_store_that_fails_ends_it_after_the_posts_that_were_begun(
    postman: SlowPostman,
) -> None:
    room = Postroom(postman, outbox=Broken())
    for channel in CHANNELS[:3]:
        await room.fill(key(channel=channel), ["a"])

    with pytest.raises(StoreError):
        await Dispatcher(room.sender()).run()

    states = [(await room.slot(key(channel=one)))[1][0].state for one in CHANNELS[:3]]
    assert states == [MessageState.SENDING, MessageState.SENT, MessageState.SENT]
