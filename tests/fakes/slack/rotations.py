"""Processes that ask for the same workspace's token at one time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.core.platforms.workspaces import WorkspaceDirectory
from bot.platforms.slack.http_api import ClientKeys, SlackApi
from bot.platforms.slack.token_rotation import TokenRotator
from bot.stores.sql import open_installations
from tests.fakes.clocks import SystemClock
from tests.fakes.ports import FakeClock, FakeConfiguration, FakeJournal
from tests.fakes.slack.distribution import CLIENT_ID, CLIENT_SECRET, LIFETIME
from tests.fakes.slack.emulator import Emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.shared_bots import ACME, GLOBEX, KEY, NAMED, shared_bot


@asynccontextmanager
async def rotators(
    slack: SlackPeer, database: str, clock: FakeClock, number: int
) -> AsyncIterator[list[TokenRotator]]:
    """As many processes would have, each with its own connections."""
    keys, event_log = ClientKeys(CLIENT_ID, CLIENT_SECRET), FakeJournal()
    async with AsyncExitStack() as stack:
        made = []
        for _ in range(number):
            store = await stack.enter_async_context(open_installations(database, KEY))
            api = await stack.enter_async_context(SlackApi("", slack.api))
            directory = WorkspaceDirectory(FakeConfiguration(NAMED), store)
            rotator = TokenRotator(
                *(directory, keys, lambda _, api=api: api, clock, event_log)
            )
            made.append(rotator)
        yield made


async def renewed_at_once(
    emulator: Emulator, database: str, *, requests: int, processes: int
) -> tuple[int, set[str]]:
    """Ask for a token that has ended; the calls of Slack, and the tokens that came."""
    clock = FakeClock(SystemClock().now())
    async with slack_peer(emulator, clock) as slack:
        slack.gateway.distribution.rotating = True
        async with shared_bot(slack, database, clock=clock) as bot:
            for team in (ACME, GLOBEX):
                await bot.install(team)
            clock.move(2 * LIFETIME)
            async with rotators(slack, database, clock, processes) as made:
                renewed = await asyncio.gather(
                    *(made[n % processes].refresh(ACME) for n in range(requests))
                )
    tokens = {"" if each is None else each.token for each in renewed}
    return slack.gateway.distribution.refreshes, tokens
