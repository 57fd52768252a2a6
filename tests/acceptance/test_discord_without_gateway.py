"""One bot on any number of Discord's servers by signed requests, without the gateway."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from io import StringIO

import pytest

from bot.core.commands.requests import Request
from bot.core.platforms.spec import OpenPlatform, PlatformContext
from bot.platforms.discord.gateway import DiscordDeps
from bot.platforms.discord.message_markers import first_id
from bot.platforms.discord.service import open_platform, open_without_gateway
from bot.platforms.discord.webhook import PATH
from tests.fakes.discord.clerk import Clerk
from tests.fakes.discord.connections import channel_id
from tests.fakes.discord.signing import Signer
from tests.fakes.discord.town import Town, open_town
from tests.fakes.platforms.wires import Answer
from tests.fakes.ports import FakeClock, FakeJournal
from tests.fakes.slack.clerk import message

SIGNER = Signer(b"\x07" * 32)
SERVERS = 20


class Connected:
    """What the bot says of its connection, in order."""

    def __init__(self) -> None:
        self.told: list[bool] = []
        self.changed = asyncio.Event()

    def __call__(self, well: bool) -> None:  # noqa: FBT001 - its only argument
        """The bot says whether it is connected."""
        self.told.append(well)
        self.changed.set()

    async def until(self, told: list[bool]) -> None:
        """Wait until it has said this.

        Raises:
            TimeoutError: it has not.
        """
        async with asyncio.timeout(30):
            while self.told != told:
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
async def opened(town: Town, clerk: Clerk) -> AsyncIterator[OpenPlatform]:
    values = {
        "DISCORD_TOKEN": town.token,
        "DISCORD_PUBLIC_KEY": SIGNER.public,
        "DISCORD_GATEWAY": "OFF",
        "DISCORD_API_URL": town.api,
        "DISCORD_GATEWAY_URL": town.gateway.url,
    }
    connected = Connected()
    context = PlatformContext(FakeClock(), FakeJournal(), StringIO(), connected)
    async with open_platform(values, clerk, context) as platform:
        await connected.until([True])
        yield platform


def command(server: int) -> bytes:
    """Somebody on a server asks for help."""
    first = int(first_id(FakeClock().now()))
    payload = {
        "id": str(first + server),
        "type": 2,
        "token": f"of-the-interaction-{server}",
        "application_id": "2",
        "guild_id": str(server),
        "channel_id": str(1_000 + server),
        "authorizing_integration_owners": {"0": str(server)},
        "context": 0,
        "member": {"user": {"id": "5"}, "permissions": "16"},
        "data": {"type": 1, "name": "brief", "options": [{"name": "help", "type": 1}]},
    }
    return json.dumps(payload).encode()


def signed(body: bytes) -> dict[str, str]:
    """The headers with which Discord sends a body."""
    stamp = str(int(FakeClock().now().timestamp()))
    signature = SIGNER.sign(stamp.encode() + body)
    return {"X-Signature-Ed25519": signature, "X-Signature-Timestamp": stamp}


def is_answered(town: Town, server: int) -> bool:
    """Whether the command of a server has its answer."""
    ending = f"of-the-interaction-{server}/messages/@original"
    return bool(town.records.of("PATCH", ending))


async def test_commands_of_many_servers_are_heard_without_a_connection(
    town: Town, opened: OpenPlatform, clerk: Clerk
) -> None:
    town.script("POST", "interactions/*/callback", Answer(204, {}), times=SERVERS)
    webhook = opened.webhooks[PATH]

    for server in range(1, SERVERS + 1):
        status, _, _ = await webhook("POST", signed(command(server)), command(server))
        assert status == 202
        await town.pulse.until(partial(is_answered, town, server))

    places = [
        request.context.place for request in clerk.heard if isinstance(request, Request)
    ]
    assert sorted(int(place.server or 0) for place in places) == [
        *range(1, SERVERS + 1)
    ]
    assert town.gateway.sockets == []


async def test_a_forged_command_is_not_heard(
    opened: OpenPlatform, clerk: Clerk
) -> None:
    webhook, headers = opened.webhooks[PATH], signed(command(1))

    status, _, _ = await webhook("POST", headers, command(2))

    assert status == 401
    assert clerk.heard == []


async def test_digests_are_posted_without_a_connection(
    town: Town, opened: OpenPlatform
) -> None:
    channel = channel_id(town, "desk")

    posted = await opened.messenger.post(channel, message("News"), idempotency_key="a")

    assert posted
    assert town.gateway.sockets == []


async def test_a_revoked_token_is_told_once_and_so_is_its_return(town: Town) -> None:
    connected, event_log = Connected(), FakeJournal()
    deps = DiscordDeps(
        FakeClock(), event_log, connected, api_url=town.api, watch_seconds=0.01
    )
    async with open_without_gateway(town.token, deps):
        await connected.until([True])
        town.revoke()
        await connected.until([True, False])
        await asyncio.sleep(0.05)

    assert connected.told == [True, False]
    assert event_log.events("error") == ["discord refuses the bot"]
