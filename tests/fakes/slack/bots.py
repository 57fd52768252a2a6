"""The bot's own app in a workspace, with a scripted command service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.core.platforms.spec import Webhook
from bot.platforms.slack.messenger import SlackMessenger
from bot.platforms.slack.service import SlackTokens, open_slack
from bot.platforms.slack.socket_mode import SlackDeps, SocketTimings
from bot.platforms.slack.webhook import PATH
from tests.fakes.clocks import SystemClock
from tests.fakes.metrics import FakeMetrics
from tests.fakes.ports import FakeJournal
from tests.fakes.slack.clerk import Clerk
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.screen import PATIENCE
from tests.fakes.slack.seeds import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from tests.fakes.slack.server import listening

CARE = SocketTimings(ping=0.1, hello=0.3, rest=0.1)
"""The usual care takes a minute."""


class Told:
    """What the app says of its connection, in order; calling it adds to that."""

    def __init__(self) -> None:
        self.all: list[bool] = []
        self._changed = asyncio.Event()

    def __call__(self, well: bool) -> None:  # noqa: FBT001 - its only argument
        """The app says whether it is connected."""
        self.all.append(well)
        self._changed.set()

    async def connected(self) -> None:
        """Wait until it says that it is connected.

        Raises:
            TimeoutError: it does not.
        """
        await self._until(lambda: self.all[-1:] == [True])

    async def lost(self, times: int = 1) -> None:
        """Wait until it says that it is not connected, for so many times in all.

        Raises:
            TimeoutError: it does not.
        """
        await self._until(
            lambda: self.all[-1:] == [False] and self.all.count(False) >= times
        )

    async def _until(self, there: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not there():
                self._changed.clear()
                await self._changed.wait()


@dataclass(slots=True)
class RunningBot:
    """The app while it runs; ``told`` is what it said of its connection."""

    clerk: Clerk
    messenger: SlackMessenger
    event_log: FakeJournal
    metrics: FakeMetrics
    told: Told
    door: Webhook | None = None


@asynccontextmanager
async def running_bot(
    peer: SlackPeer,
    way: str = "socket",
    *,
    care: SocketTimings = CARE,
    closing: float = 2.0,
) -> AsyncIterator[RunningBot]:
    """Run the app until the end of the block: by ``socket`` or ``http``."""
    clerk, event_log, metrics = Clerk(), FakeJournal(), FakeMetrics()
    told = Told()
    keys = (
        SlackTokens(BOT_TOKEN, app_token=APP_TOKEN)
        if way == "socket"
        else SlackTokens(BOT_TOKEN, signing_secret=SIGNING_SECRET)
    )
    around = SlackDeps(
        SystemClock(), event_log, told, metrics, peer.api, care, closing=closing
    )
    async with open_slack(keys, clerk, around) as slack:
        assert isinstance(slack.messenger, SlackMessenger)
        webhook = slack.webhooks.get(PATH)
        bot = RunningBot(clerk, slack.messenger, event_log, metrics, told, webhook)
        if webhook is None:
            yield bot
            return
        async with listening(at_door(webhook)) as url:
            peer.over_http(url + PATH)
            yield bot


def at_door(door: Webhook) -> web.Application:
    """A web server with the door in it."""

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        headers: Mapping[str, str] = dict(request.headers)
        status, told, answer = await door(request.method, headers, body)
        return web.Response(status=status, headers=dict(told), body=answer)

    application = web.Application(client_max_size=4_000_000)
    application.router.add_route("*", PATH, take)
    return application
