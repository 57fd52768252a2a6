"""Slack takes one message a second in a channel."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.core.delivery.reconciliation import posting_in_time
from bot.core.domain.errors import LateError, RateLimitedError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.platforms.pacing import Pace, Reservations
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.messenger import SlackMessenger

NEWS = Message((Section(None, (Row((Text("news"),)),)),))


class Busy(SlackApi):
    """Notes when each channel got a message; one channel has had too many."""

    def __init__(self) -> None:
        super().__init__("xoxb-1")
        self.posts: list[tuple[str, float]] = []

    @override
    async def write(self, method: str, **payload: Json) -> JsonObject:
        channel = str(payload["channel"])
        if channel == "CFULL":
            raise RateLimitedError("Slack's rate limit is reached", timedelta(hours=1))
        self.posts.append((channel, asyncio.get_running_loop().time()))
        return {"ts": str(len(self.posts))}


async def post(slack: SlackMessenger, channel: str) -> str:
    return await slack.post(channel, NEWS, idempotency_key="a")


async def test_messages_of_a_channel_keep_their_distance_and_others_go_between() -> (
    None
):
    api = Busy()
    slack = SlackMessenger(api, pace=Pace(0.3))

    await asyncio.gather(*(post(slack, one) for one in ("C1", "C1", "C2", "C3")))

    moments = [at for channel, at in api.posts if channel == "C1"]
    assert moments[1] - moments[0] >= 0.29
    assert [channel for channel, _ in api.posts][-1] == "C1"


async def test_a_channel_that_was_refused_waits_as_long_as_slack_asks_and_alone() -> (
    None
):
    slack = SlackMessenger(Busy(), pace=Pace(0.3))

    with pytest.raises(RateLimitedError):
        await post(slack, "CFULL")

    assert slack.pause("CFULL") > 3500
    assert slack.pause("C1") == 0


async def test_a_post_whose_turn_comes_too_late_is_not_sent() -> None:
    api, turns = Busy(), list[str]()

    async def reserve(name: str, _: float, __: float) -> float:
        turns.append(name)
        return 0.0

    def check() -> None:
        if turns:
            raise LateError

    slack = SlackMessenger(api, pace=Pace(0.3, Reservations(reserve)))

    with posting_in_time(check), pytest.raises(LateError):
        await post(slack, "C1")

    assert (turns, api.posts) == (["slack/C1"], [])
