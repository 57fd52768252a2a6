"""What people do in Slack, and what they see then: over a socket and over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.commands.responses import (
    Button,
    Visibility,
)
from bot.core.ports.metrics import HistogramName
from bot.platforms.slack.responses import FAILED
from tests.fakes.platforms.faults import Fault, Strike, scripted
from tests.fakes.slack.bots import RunningBot, running_bot
from tests.fakes.slack.clerk import message, said
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.screen import Sight

MORE = Button("Show all claims", "v:1:c")
POST = Button("Post here", "p:1", main=True)
BRIEFING = replace(said("Ports may close."), buttons=(MORE, POST))


@pytest.fixture(params=("socket", "http"))
async def bot(
    request: pytest.FixtureRequest, tidy_slack: SlackPeer
) -> AsyncIterator[RunningBot]:
    """The bot, reached in either way."""
    async with running_bot(tidy_slack, request.param) as running:
        yield running


@pytest.fixture
async def socket_bot(tidy_slack: SlackPeer) -> AsyncIterator[RunningBot]:
    """The bot, reached over a socket."""
    async with running_bot(tidy_slack) as running:
        yield running


async def briefed(slack: SlackPeer, bot: RunningBot, channel: str = "desk") -> Sight:
    """What somebody sees who has asked for a briefing."""
    bot.clerk.reply = BRIEFING
    act = await slack.desk.slash("amara", channel, "/brief link https://a.example/1")
    return await act.seen("Ports may close.")


async def test_a_command_is_acknowledged_while_it_is_worked_on(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    bot.clerk.busy.clear()

    act = await tidy_slack.desk.slash("amara", "desk", "/brief topics")
    before = act.sights
    bot.clerk.busy.set()
    await act.seen("Here you are.")

    assert (before, act.ack) == ([], {})
    assert [name for name, _ in bot.metrics.times] == [HistogramName.ACK]


async def test_who_wants_something_posted_is_told_if_nobody_knows(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await briefed(tidy_slack, socket_bot)
    tidy_slack.plan = scripted({0: Strike(Fault.CUT_AFTER)})
    socket_bot.clerk.reply = replace(said("For all."), visibility=Visibility.CHANNEL)

    act = await tidy_slack.desk.click("amara", shown, "Post here")

    await act.seen("Look at the channel before you post it again.")
    assert len(tidy_slack.posted) == 1
    assert socket_bot.clerk.withdrawn == []


async def test_a_busy_slack_is_waited_for(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await briefed(tidy_slack, socket_bot)
    tidy_slack.plan = scripted({0: Strike(Fault.RATE_LIMITED, 1)})
    socket_bot.clerk.reply = replace(
        said("For all."), visibility=Visibility.CHANNEL, told=message("Posted.")
    )

    act = await tidy_slack.desk.click("amara", shown, "Post here")

    await act.seen("Posted.", change="edit")


async def test_an_event_that_comes_again_is_not_worked_again(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    command = await tidy_slack.desk.slash("amara", "desk", "/brief topics")
    home = await tidy_slack.desk.home("amara")
    window = await tidy_slack.desk.shortcut("amara", "brief_links")
    for act in (command, home, window):
        await act.seen()

    for act in (command, home, window):
        await tidy_slack.desk.again(act)
    await (await tidy_slack.desk.slash("amara", "desk", "/brief help")).seen()

    assert len(bot.clerk.asked) == 2
    assert len(bot.clerk.homes) == 1
    assert len(tidy_slack.asked("views.open")) == 1


async def test_a_mistake_of_ours_ends_in_a_sentence(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    socket_bot.clerk.error = ValueError("a mistake")

    act = await tidy_slack.desk.slash("amara", "desk", "/brief topics")

    await act.seen(FAILED)
    assert socket_bot.event_log.events("error") == [
        "command or button on slack failed; the person was asked to repeat it"
    ]


async def test_what_was_begun_ends_when_the_bot_does(tidy_slack: SlackPeer) -> None:
    async with running_bot(tidy_slack) as bot:
        bot.clerk.busy.clear()
        act = await tidy_slack.desk.slash("amara", "desk", "/brief topics")
        asyncio.get_running_loop().call_later(0.05, bot.clerk.busy.set)

    assert [one.text for one in act.sights] == ["Here you are."]
