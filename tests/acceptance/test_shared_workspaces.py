"""``sitrep run`` for several workspaces: they install it, get digests, and leave."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.core.messages.briefing_json import JsonObject
from bot.platforms.slack.installing import INSTALL, REDIRECT
from bot.platforms.slack.webhook import PATH
from tests.fakes.command import Done, event_log, sitrep
from tests.fakes.command import running as started
from tests.fakes.loopback import reserve_port
from tests.fakes.slack.distribution import CLIENT_ID, CLIENT_SECRET
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import SIGNING_SECRET
from tests.fakes.slack.shared_bots import ACME, GLOBEX, KEY

pytestmark = [pytest.mark.slow, pytest.mark.process]

SECONDS = 60
CONFIGURATION = f"""\
topics:
  coast: {{title: The coast, sources: [file: coast.txt]}}
  taxes: {{title: Taxes, sources: [file: coast.txt]}}
digests:
  morning: {{topics: coast, at: "07:30", to: [slack: "acme/#desk"]}}
  evening: {{topics: taxes, at: "19:30", to: [slack: "globex/#desk"]}}
workspaces:
  acme: {ACME}
  globex: {GLOBEX}
"""
STORY = """\
Ferry service to the island resumes on Friday

The ferry between the harbour and the island starts again on Friday, the operator said.
"""


@dataclass(slots=True)
class Operated:
    """The command while it runs, where it is reached, and all that it has told."""

    slack: SlackPeer
    place: Path
    environment: dict[str, str]
    url: str
    process: Process
    told: list[JsonObject] = field(default_factory=list[JsonObject])

    async def heard(self, event: str) -> None:
        """Wait for an event in the journal.

        Raises:
            AssertionError: it is not told of.
        """
        async with asyncio.timeout(SECONDS):
            async for told in event_log(self.process):
                self.told.append(told)
                if told["event"] == event:
                    return
        raise AssertionError(f"never heard: {event}")

    async def install(self, team: str, title: str) -> str:
        """Install it in a workspace, as a browser; the last page."""
        async with aiohttp.ClientSession() as session:
            url = f"{self.url}{INSTALL}"
            async with session.get(url, allow_redirects=False) as begun:
                (state,) = parse_qs(urlsplit(begun.headers["Location"]).query)["state"]
                cookie = begun.headers["Set-Cookie"].partition(";")[0]
            code = self.slack.gateway.distribution.allow(team, title)
            url = f"{self.url}{REDIRECT}?code={code}&state={state}"
            async with session.get(url, headers={"Cookie": cookie}) as completed:
                return await completed.text()

    async def command(self, *arguments: str) -> Done:
        """Run a command beside it."""
        return await asyncio.to_thread(
            sitrep, *arguments, place=self.place, environment=self.environment
        )


@pytest.fixture
async def operated(slack: SlackPeer, tmp_path: Path) -> AsyncIterator[Operated]:
    path, port = tmp_path / "sitrep.yaml", reserve_port()
    path.write_text(CONFIGURATION)
    (tmp_path / "coast.txt").write_text(STORY)
    environment = {
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.api,
        "SITREP_ENCRYPTION_KEYS": KEY,
        "PORT": str(port),
    }
    async with started(path, environment) as process:
        url = f"http://127.0.0.1:{port}"
        bot = Operated(slack, tmp_path, environment, url, process)
        await bot.heard("Sitrep started")
        slack.over_http(url + PATH)
        yield bot


async def test_workspaces_install_it_use_it_and_leave(operated: Operated) -> None:
    page = await operated.install(ACME, "Acme")
    await operated.install(GLOBEX, "Globex")
    exchange = await operated.slack.desk.slash("mei", "desk", "/brief topics")
    topics = await exchange.seen("The coast")
    listed = (await operated.command("workspaces")).output
    posted = await operated.command("digest", "morning", "--post")
    if posted.status:
        # The running bot was the first to take the digest that the command planned.
        assert "another process is working on it" in posted.messages
        await operated.heard("message posted")
    (front, *_) = operated.slack.posted
    tokens = {one.token for one in operated.slack.asked("chat.postMessage")}

    assert "Sitrep is installed in Acme" in page
    assert "Taxes" not in topics.words()
    assert f"acme  slack {ACME}  Acme: installed" in listed
    assert f"globex  slack {GLOBEX}  Globex: installed" in listed
    assert "Ferry service" in json.dumps(front.body)
    distribution = operated.slack.gateway.distribution
    assert {distribution.team_of(token) for token in tokens} == {ACME}

    distribution.uninstall(ACME)
    await operated.slack.desk.event("app_uninstalled")
    await operated.heard(
        "a workspace removed the slack app; Sitrep deleted all its data"
    )

    assert (
        f"acme  slack {ACME}: not installed"
        in (await operated.command("workspaces")).output
    )
    content = b"".join(
        file.read_bytes()
        for file in operated.place.iterdir()
        if file.name.startswith("sitrep.db")
    )
    assert ACME.encode() not in content
    assert b"slack/acme/" not in content
    assert ACME not in json.dumps(operated.told)


async def test_the_token_of_each_workspace_is_checked(operated: Operated) -> None:
    await operated.install(ACME, "Acme")

    done = await operated.command("check", "--online")

    assert "good    acme: SLACK_BOT_TOKEN: the bot is" in done.output
    assert "good    acme: #desk: the bot can post there" in done.output
    assert "failed  globex: the app is not installed there" in done.output
    assert done.status == 1


def test_a_new_key_encrypts_tokens(tmp_path: Path) -> None:
    keys = {sitrep("workspaces", "key", place=tmp_path).output for _ in range(2)}

    assert len(keys) == 2
    assert all(len(key.strip()) == len(KEY) for key in keys)
