"""``sitrep run`` with both platforms over HTTP: its doors, and tokens that are revoked."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.command import event_log
from tests.fakes.command import running as started
from tests.fakes.connected_bots import Grounds
from tests.fakes.discord.town import Town, open_town
from tests.fakes.doors import SIGNER, WebhookClient, command, signed_for_slack
from tests.fakes.loopback import reserve_port
from tests.fakes.slack.peer import SlackPeer

pytestmark = pytest.mark.slow

SECONDS, END_SECONDS = 30, 15


@dataclass(frozen=True, slots=True)
class Running:
    """The command while it runs: where it is knocked at, and where it is watched."""

    slack: SlackPeer
    town: Town
    process: Process
    doors: WebhookClient
    watched: WebhookClient

    async def heard(self, *events: str) -> None:
        """Wait for events in the journal, in any order.

        Raises:
            AssertionError: they are not told of.
        """
        left = set(events)
        async with asyncio.timeout(SECONDS):
            async for event in event_log(self.process):
                left.discard(str(event["event"]))
                if not left:
                    return
        raise AssertionError(f"never heard: {left}")

    async def ready(self) -> tuple[int, dict[str, str]]:
        """Whether it is ready, and what is missing."""
        status, body = await self.watched.ask("GET", "/readyz", b"", {})
        missing: dict[str, str] = json.loads(body)["missing"]
        return status, missing


@pytest.fixture
async def running(slack: SlackPeer, tmp_path: Path) -> AsyncIterator[Running]:
    path, port, health = tmp_path / "sitrep.yaml", reserve_port(), reserve_port()
    path.write_text(
        "topics:\n  ports:\n    title: Ports\n    sources:\n"
        "      - page: http://127.0.0.1:9/\n"
        f'engine: fast\nhealth: "127.0.0.1:{health}"\n'
    )
    async with open_town() as town:
        grounds = Grounds(slack, town, "", socket=False, key=SIGNER.public)
        environment = {**grounds.environment(), "PORT": str(port)}
        async with started(path, environment) as process:
            doors = WebhookClient(f"http://127.0.0.1:{port}")
            watched = WebhookClient(f"http://127.0.0.1:{health}")
            bot = Running(slack, town, process, doors, watched)
            await bot.heard("Sitrep started")
            await town.connected()
            yield bot


async def test_both_platforms_are_heard_at_one_port_and_nobody_else_is(
    running: Running,
) -> None:
    doors, body = running.doors, command("help")
    running.slack.over_http(doors.slack)

    exchange = await running.slack.desk.slash("mei", "desk", "/brief help")
    await exchange.seen("/brief link")

    assert await doors.as_discord({"type": 1}) == (200, b'{"type":1}')
    assert (await doors.as_discord({"type": 1}, {}))[0] == 401
    assert await doors.as_slack(body, {}) == 401
    assert await doors.as_slack(body, signed_for_slack(body, late=400)) == 401
    for path in ("/slack/oauth_redirect?state=1", "/slack/install", "/"):
        assert (await doors.ask("GET", path, b"", {}))[0] == 404


async def test_a_bot_whose_tokens_are_revoked_lives_and_says_that_it_is_not_ready(
    running: Running,
) -> None:
    running.slack.over_http(running.doors.slack)
    running.slack.revoke()
    running.town.revoke()
    await running.slack.desk.event("tokens_revoked")

    await running.heard("slack refuses the bot", "discord refuses the bot")

    status, missing = await running.ready()
    away = dict.fromkeys(("slack", "discord"), "is not connected")
    assert status == 503
    assert missing.items() >= away.items()
    assert (await running.watched.ask("GET", "/livez", b"", {}))[0] == 200
    running.process.terminate()
    async with asyncio.timeout(END_SECONDS):
        await running.process.communicate()
    assert running.process.returncode == 0
