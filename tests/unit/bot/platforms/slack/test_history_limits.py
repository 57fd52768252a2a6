"""Looks into histories at one page of 15 messages a minute, as Slack limits them.

This limit holds for apps outside Slack's Marketplace that several workspaces use.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core.domain.errors import RateLimitedError
from bot.platforms.slack.history import SlackHistory
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.messenger import SlackMessenger
from bot.scheduling import SystemClock
from tests.fakes.platforms.pace import Pace
from tests.fakes.ports import FakeClock
from tests.fakes.slack.clerk import message
from tests.fakes.slack.emulator import Emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import BOT_TOKEN

NEWS = message("Ports may close.")
MINUTE = timedelta(minutes=1)
MOST = 15


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(SystemClock().now())


@pytest.fixture
async def limited(
    slack_emulator: Emulator, clock: FakeClock
) -> AsyncIterator[SlackPeer]:
    async with slack_peer(slack_emulator, clock) as slack:
        slack.gateway.rules.page = MOST
        slack.gateway.limit(Pace(reads=1 / 60))
        yield slack


def process_of(api: SlackApi, clock: FakeClock) -> SlackMessenger:
    """A messenger as one process has it."""
    messenger = SlackMessenger(api)
    messenger.history = SlackHistory(api, lambda: clock.now().timestamp())
    return messenger


@pytest.fixture
async def messenger(
    limited: SlackPeer, clock: FakeClock
) -> AsyncIterator[SlackMessenger]:
    async with SlackApi(BOT_TOKEN, limited.api) as api:
        yield process_of(api, clock)


async def chat(slack: SlackPeer, number: int, channel: str = "desk") -> None:
    """Let people write so many messages."""
    for at in range(number):
        await slack.desk.say("mei", channel, f"Message {at}")


async def found(
    messenger: SlackMessenger, clock: FakeClock, key: str, channel: str = "#desk"
) -> tuple[str | None, int]:
    """Look for a message as the sender does; its id, and the minutes that it took."""
    since, begun = SystemClock().now() - timedelta(hours=1), clock.now()
    while True:
        try:
            ts = await messenger.find(channel, key, since=since)
        except RateLimitedError as error:
            clock.move(error.wait)
        else:
            return ts, round((clock.now() - begun) / MINUTE)


async def test_a_message_below_many_others_is_found_page_by_page(
    limited: SlackPeer, messenger: SlackMessenger, clock: FakeClock
) -> None:
    posted = await messenger.post("#desk", NEWS, idempotency_key="a")
    await chat(limited, 40)

    ts, minutes = await found(messenger, clock, "a")

    assert ts == posted
    assert minutes == 2
    assert len(limited.asked("conversations.history")) <= 5


async def test_a_reply_is_found_in_a_long_thread(
    limited: SlackPeer, messenger: SlackMessenger, clock: FakeClock
) -> None:
    front = await messenger.post("#desk", NEWS, idempotency_key="a")
    for at in range(20):
        await limited.desk.say("mei", "desk", f"Reply {at}", parent=front)
    posted = await messenger.post("#desk", NEWS, idempotency_key="b", parent=front)
    since = SystemClock().now() - timedelta(hours=1)

    with pytest.raises(RateLimitedError) as limit:
        await messenger.find("#desk", "b", since=since, parent=front)
    clock.move(limit.value.wait)

    assert await messenger.find("#desk", "b", since=since, parent=front) == posted
