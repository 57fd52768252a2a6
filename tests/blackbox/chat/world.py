"""A running bot with fakes of Slack, Discord and a mail server, a newspaper and a clock."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from tests.blackbox.chat.clock import SharedTime
from tests.blackbox.chat.on_discord import OTHER, DiscordStage
from tests.blackbox.chat.on_slack import SlackStage
from tests.blackbox.chat.paper import NAME, Gazette, open_gazette
from tests.blackbox.chat.script import FOLDER, Act, Script
from tests.blackbox.chat.stage import Stage
from tests.blackbox.requests import ask
from tests.fakes.command import stand_in, surroundings
from tests.fakes.discord.town import Plot, Town, open_town
from tests.fakes.email.server import Inbox, Received, running_server
from tests.fakes.loopback import reserve_port
from tests.fakes.slack.emulator import Emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import APP_TOKEN, BOT_TOKEN

BASE = FOLDER.parent / "sitrep.yaml"
TOKEN = "desk-token-".ljust(40, "0")
SENDER = "Sitrep <sitrep@example.org>"
POLL = timedelta(minutes=10)
"""Polls are 5 minutes apart at least, and 10 at most."""
RETENTION = timedelta(days=2)
"""Longer than the scripts that let answers expire keep them."""
_PATIENCE_SECONDS = 60
_PAUSES = (0.1,) * 10 + (1.2,) * 49
"""Between questions to the bot, which answers 60 of them in a minute that stands still."""


@dataclass(slots=True)
class World:
    """The surroundings of a bot; ``stages`` are the platforms by their names."""

    time: SharedTime
    paper: Gazette
    stages: Mapping[str, Stage]
    inbox: Inbox
    programs: int
    folder: Path
    _lock: sqlite3.Connection | None = field(default=None, init=False)
    _read: int = field(default=0, init=False)

    async def undergo(self, act: Act) -> bool:
        """Carry out an act that no person on a platform does; return whether it is one."""
        match act.verb, act.rest:
            case "publish", names:
                # One after another, since those of one minute are in no order.
                for name in names.split():
                    self.paper.publish(name, self.time.now())
                    self.time.move(POLL)
                    await self._recorded(self.paper.phrase(name))
            case "correct", words:
                old, _, new = words.partition(" => ")
                self.paper.correct(old, new)
            case "until", at:
                self.time.until(at)
            case "later", minutes:
                self.time.move(timedelta(minutes=int(minutes)))
            case "late", minutes:
                self.time.lead(timedelta(minutes=int(minutes)))
            case "expire", _:
                self.time.move(RETENTION)
                await _until(lambda: not self._notes())
            case "lock", _:
                self._lock = self._database()
                self._lock.execute("BEGIN IMMEDIATE")
            case "unlock", _:
                assert self._lock is not None
                self._lock.close()
            case "mail", _:
                await _until(lambda: len(self.inbox.mails) >= self._read + act.count)
            case _:
                return False
        return True

    def mails(self) -> tuple[Received, ...]:
        """Return the e-mails that arrived since the last call."""
        new = tuple(self.inbox.mails[self._read :])
        self._read += len(new)
        return new

    def _database(self) -> sqlite3.Connection:
        (file,) = self.folder.glob("*.db")
        return sqlite3.connect(file, isolation_level=None)

    def _notes(self) -> int:
        """Return the number of stored answers with buttons.

        This is the only look into a table: nothing outside shows when an answer expires.
        """
        with closing(self._database()) as database:
            (number,) = database.execute("SELECT count(*) FROM chat_notes").fetchone()
        return int(number)

    async def _recorded(self, words: str) -> None:
        """Wait until the bot has recorded a sentence with these words."""
        path = f"/api/search?words={quote(words)}"
        headers = {"Authorization": f"Bearer {TOKEN}"}
        for pause in _PAUSES:
            answer = await asyncio.to_thread(ask, self.programs, path, headers=headers)
            if json.loads(answer.body).get("hits"):
                return
            await asyncio.sleep(pause)
        raise TimeoutError(words)


@asynccontextmanager
async def open_world(
    emulator: Emulator, script: Script, folder: Path, *, number: int
) -> AsyncIterator[World]:
    """Run a bot until the end of the block; it must then stop with status 0.

    Worlds with different numbers can exist at the same time.
    """
    programs, health = reserve_port(), reserve_port()
    moment, inbox = SharedTime(folder / "time"), Inbox()
    with open_gazette(number) as paper:
        async with (
            slack_peer(emulator, moment) as slack,
            open_town(Plot(moment)) as town,
            running_server(inbox) as mail,
        ):
            town.add_user(OTHER)
            text = BASE.read_text("utf8") + script.configuration
            for name, value in {
                NAME: paper.press.host(1),
                "DESK": town.channels["desk"].id,
                "HARBOUR": town.channels["harbour"].id,
                "STORIES": town.channels["stories"].id,
                "PROGRAMS": f"127.0.0.1:{programs}",
                "HEALTH": f"127.0.0.1:{health}",
            }.items():
                text = text.replace(name, str(value))
            (folder / "sitrep.yaml").write_text(text, "utf8")
            environment = {
                **_environment(slack, town),
                "SMTP_URL": f"smtp://127.0.0.1:{mail.port}?starttls=no",
                "CLOCK_OF_TESTS": str(moment.file),
                **script.environment,
            }
            stages = {
                "slack": await SlackStage.of(slack),
                "discord": DiscordStage(town),
            }
            async with _running(folder, environment, health):
                await _until(lambda: paper.feed in paper.press.asked)
                yield World(moment, paper, stages, inbox, programs, folder)
            assert (slack.mistakes(), town.gaps) == ([], [])


def _environment(slack: SlackPeer, town: Town) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api,
        "DISCORD_TOKEN": town.token,
        "DISCORD_API_URL": town.api,
        "DISCORD_GATEWAY_URL": town.gateway.url,
        "EMAIL_FROM": SENDER,
        "SITREP_TOKEN_DESK": TOKEN,
    }


@asynccontextmanager
async def _running(
    folder: Path, environment: Mapping[str, str], health: int
) -> AsyncIterator[None]:
    log = folder / "log"
    with log.open("w") as stream:
        process = await asyncio.create_subprocess_exec(
            *(stand_in()[0], "-m", "tests.fakes.launcher", "run"),
            stderr=stream,
            cwd=folder,
            env=surroundings(environment),
        )

        def is_ready() -> bool:
            assert process.returncode is None, log.read_text("utf8")
            return _is_ready(health)

        try:
            await _until(is_ready)
            yield
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0, log.read_text("utf8")
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


def _is_ready(port: int) -> bool:
    try:
        return ask(port, "/readyz").status == 200
    except OSError:
        return False


async def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not await asyncio.to_thread(is_so):
        assert time.monotonic() < end, (
            f"the condition does not hold after {_PATIENCE_SECONDS} seconds"
        )
        await asyncio.sleep(0.05)
