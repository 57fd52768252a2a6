"""How the bot keeps its socket to Slack: watched, made anew, and without a storm."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count

import pytest
from aiohttp import web

from bot.platforms.slack.service import SlackTokens, open_slack
from bot.platforms.slack.socket_mode import SlackDeps
from bot.scheduling import SystemClock
from tests.fakes.ports import FakeJournal
from tests.fakes.slack.bots import CARE, RunningBot, Told, running_bot
from tests.fakes.slack.clerk import Clerk
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.server import listening
from tests.fakes.slack.switchboard import switchboard


async def answers(slack: SlackPeer) -> bool:
    act = await slack.desk.slash("amara", "desk", "/brief topics")
    return (await act.seen("Here you are.")).is_ephemeral


async def connected(slack: SlackPeer, bot: RunningBot, number: int = 1) -> None:
    await slack.hub.connected(opened=number)
    await bot.told.connected()


async def test_it_says_when_it_is_connected(slack: SlackPeer) -> None:
    async with running_bot(slack) as bot:
        await connected(slack, bot)

        assert bot.event_log.events("info") == ["slack is connected"]


async def test_a_lost_connection_is_made_anew(slack: SlackPeer) -> None:
    async with running_bot(slack) as bot:
        await connected(slack, bot)

        slack.hub.cut()

        await slack.hub.connected(opened=2)
        assert await answers(slack)


async def test_a_lost_connection_is_noticed_before_the_next_ping(
    slack: SlackPeer,
) -> None:
    async with running_bot(slack, care=replace(CARE, ping=600)) as bot:
        await connected(slack, bot)

        slack.hub.cut()

        await slack.hub.connected(opened=2)
        assert await answers(slack)


async def test_a_connection_that_slack_ends_is_made_anew(slack: SlackPeer) -> None:
    async with running_bot(slack) as bot:
        await connected(slack, bot)

        await slack.hub.disconnect()

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


async def test_an_app_token_that_works_again_is_used(slack: SlackPeer) -> None:
    slack.hub.refusal = "account_inactive"
    async with running_bot(slack) as bot:
        await bot.told.lost(2)

        slack.hub.refusal = ""

        await connected(slack, bot)


async def test_a_slack_that_gives_no_address_is_not_stormed(slack: SlackPeer) -> None:
    slack.hub.refusal = "internal_error"
    async with running_bot(slack) as bot:
        await bot.told.lost(2)

        assert slack.hub.asked <= 2


async def test_a_bot_token_that_is_revoked_is_told_and_taken_back(
    slack: SlackPeer,
) -> None:
    async with running_bot(slack) as bot:
        await connected(slack, bot)
        slack.revoke()

        await slack.desk.event("tokens_revoked")

        await bot.told.lost()
        assert bot.event_log.events("error") == ["slack refuses the bot"]


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_a_token_that_is_revoked_while_nobody_asks_is_noticed(
    slack: SlackPeer, way: str
) -> None:
    async with running_bot(slack, way, care=replace(CARE, doubt=0.2)) as bot:
        await bot.told.connected()

        slack.revoke()

        await bot.told.lost()
        assert bot.event_log.events("error") == ["slack refuses the bot"]


async def test_a_token_that_is_taken_again_is_told_once(slack: SlackPeer) -> None:
    async with running_bot(slack, "http", care=replace(CARE, doubt=0.2)) as bot:
        await bot.told.connected()
        slack.revoke()
        await bot.told.lost()

        slack.revoke("")

        await bot.told.connected()
        assert bot.event_log.events("error") == ["slack refuses the bot"]
        assert bot.event_log.events("info") == ["slack accepts the bot again"]


async def test_a_bot_that_nobody_asks_says_nothing_of_it() -> None:
    told, event_log = Told(), FakeJournal()
    keys = SlackTokens("xoxb", signing_secret="a")  # noqa: S106 - of the tests
    care = replace(CARE, doubt=0.1)
    async with switchboard() as board:
        url = f"{board.url}api/"
        around = SlackDeps(SystemClock(), event_log, told, api_url=url, timings=care)
        async with open_slack(keys, Clerk(), around):
            await board.all_asked(4)

    assert (told.all, event_log.entries) == ([True], [])


@asynccontextmanager
async def mute_slack(*, dead: int = 0) -> AsyncIterator[tuple[str, list[str]]]:
    """A Slack that takes sockets and never says a word: its address, and who came.

    The first ``dead`` addresses that it gives lead nowhere.
    """
    came: list[str] = []
    given = count()

    async def take(request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] == "link":
            came.append(request.query["ticket"])
            socket = web.WebSocketResponse(autoping=True)
            await socket.prepare(request)
            async for _ in socket:
                pass
            return socket
        if request.match_info["method"] != "apps.connections.open":
            return web.json_response({"ok": True})
        ticket = next(given)
        path = "nowhere/at/all" if ticket < dead else f"api/link?ticket={ticket}"
        return web.json_response({"ok": True, "url": f"ws://{request.host}/{path}"})

    application = web.Application()
    application.router.add_route("*", "/api/{method}", take)
    async with listening(application) as url:
        yield f"{url}/api/", came


@asynccontextmanager
async def at_mute_slack(api_url: str) -> AsyncIterator[tuple[Told, FakeJournal]]:
    """The bot there: what it says of its connection, and its journal."""
    told, event_log = Told(), FakeJournal()
    keys = SlackTokens("xoxb", app_token="xapp")  # noqa: S106 - of the tests
    around = SlackDeps(SystemClock(), event_log, told, api_url=api_url, timings=CARE)
    async with open_slack(keys, Clerk(), around):
        yield told, event_log


async def test_a_slack_that_does_not_greet_is_left_for_another() -> None:
    async with (
        mute_slack() as (api_url, came),
        at_mute_slack(api_url) as (told, event_log),
    ):
        await told.lost(2)

        assert event_log.entries[0][2] == {
            "reason": "Slack did not confirm the connection"
        }
        assert came[:2] == ["0", "1"]


async def test_an_address_that_leads_nowhere_is_not_tried_again() -> None:
    async with (
        mute_slack(dead=1) as (api_url, came),
        at_mute_slack(api_url) as (told, event_log),
    ):
        await told.lost(2)

        assert "no connection" in str(event_log.entries[0][2]["reason"])
        assert came == ["1"]
