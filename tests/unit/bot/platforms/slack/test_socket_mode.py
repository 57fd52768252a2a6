"""How the bot keeps its socket to Slack: watched, made anew, and without a storm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes.slack.bots import CARE, RunningBot, running_bot
from tests.fakes.slack.peer import SlackPeer


async def answers(slack: SlackPeer) -> bool:
    act = await slack.desk.slash("amara", "desk", "/brief topics")
    return (await act.seen("Here you are.")).is_ephemeral


async def connected(slack: SlackPeer, bot: RunningBot, number: int = 1) -> None:
    await slack.hub.connected(opened=number)
    await bot.told.connected()


async def test_a_lost_connection_is_made_anew(slack: SlackPeer) -> None:
    async with running_bot(slack) as bot:
        await connected(slack, bot)

        slack.hub.cut()

        await slack.hub.connected(opened=2)
        assert await answers(slack)


async def test_a_connection_that_slack_will_end_is_replaced(slack: SlackPeer) -> None:
    async with running_bot(slack) as bot:
        await connected(slack, bot)

        await slack.hub.warn()

        await slack.hub.connected(opened=2)
        assert await answers(slack)


async def test_a_connection_that_has_gone_deaf_is_replaced(slack: SlackPeer) -> None:
    async with running_bot(slack, care=replace(CARE, ping=0.2)) as bot:
        await connected(slack, bot)

        slack.hub.silence()

        await slack.hub.connected(opened=2)
        assert await answers(slack)


async def test_what_is_no_envelope_ends_nothing(slack: SlackPeer) -> None:
    async with running_bot(slack) as bot:
        await connected(slack, bot)

        for text in ("", "{", "[]", "null", '{"type": "hello"', '{"type": 3}', "{}"):
            await slack.hub.raw(text)

        assert await answers(slack)


async def test_an_app_token_that_is_refused_is_told_and_tried_now_and_then(
    slack: SlackPeer,
) -> None:
    slack.hub.refusal = "invalid_auth"
    async with running_bot(slack, care=replace(CARE, rest=30)) as bot:
        await bot.told.lost()

        assert bot.event_log.events("error") == ["slack refuses the app token"]
        assert slack.hub.asked == 1


async def test_a_slack_that_gives_no_address_is_not_stormed(slack: SlackPeer) -> None:
    slack.hub.refusal = "internal_error"
    async with running_bot(slack) as bot:
        await bot.told.lost(2)

        assert slack.hub.asked <= 2


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_a_token_that_is_revoked_while_nobody_asks_is_noticed(
    slack: SlackPeer, way: str
) -> None:
    async with running_bot(slack, way, care=replace(CARE, doubt=0.2)) as bot:
        await bot.told.connected()

        slack.revoke()

        await bot.told.lost()
        assert bot.event_log.events("error") == ["slack refuses the bot"]
