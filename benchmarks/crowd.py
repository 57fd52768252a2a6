"""People who ask a bot something on both platforms, and the bot in a process of its own.

The fakes of the platforms stand in the benchmark's process and measure there: what they
see is what the platform would see.
"""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import tempfile
import time
from abc import abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Protocol

from typing_extensions import override

from tests.fakes.command import SITREP, surroundings
from tests.fakes.discord.people import DIRECT
from tests.fakes.discord.town import MEMBER, OWNER, TOKEN, Plot, Town, open_town
from tests.fakes.slack import payloads
from tests.fakes.slack.deliveries import Parcel, SocketDelivery
from tests.fakes.slack.emulator import running_emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.payloads import Doer
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import APP_TOKEN, BOT_TOKEN, TEAM, Workspace

PEOPLE, READERS = 4, 180
"""Readers are others than those who ask for little: each may have five briefings a
minute."""

_COMMANDS = ("help", "topics", "who Ida Brandt", "calendar", "search ferry")
_OPTIONS = {"who": "name", "search": "words"}
_LONGEST = 600.0
_START_SECONDS, _END_SECONDS, _LOOK_SECONDS = 60.0, 20.0, 0.05
_CONFIGURATION = """\
topics:
  harbour:
    title: The harbour
    sources:
      - page: {page}
"""


class Place(Protocol):
    """A platform's fake with people in it."""

    @property
    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The variables that point a bot at it."""

    @abstractmethod
    async def ready(self) -> None:
        """Wait until the bot is there."""

    @abstractmethod
    async def ask(self, number: int) -> float:
        """Send a command that is answered at once; seconds to its acknowledgement."""

    @abstractmethod
    async def brief(self, reader: int, url: str) -> bool:
        """Have a page briefed, and wait for the end; whether there was a briefing."""


@dataclass(frozen=True, slots=True)
class Office(Place):
    """A workspace of Slack with its people, over Socket Mode."""

    peer: SlackPeer
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @property
    @override
    def environment(self) -> dict[str, str]:
        tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
        return {**tokens, "SLACK_API_URL": self.peer.api}

    @override
    async def ready(self) -> None:
        await self.peer.hub.connected()

    @override
    async def ask(self, number: int) -> float:
        command = _COMMANDS[number // PEOPLE % len(_COMMANDS)]
        return await self._sent(f"person{number % PEOPLE}", f"/brief {command}", TEAM)

    @override
    async def brief(self, reader: int, url: str) -> bool:
        name = f"reader{reader % READERS}"
        user, sights = self.peer.desk.user(name), self.peer.screen.sights
        seen = len(sights)
        # Each from a workspace of its own, so that no workspace's share is used up.
        await self._sent(name, f"/brief link {url}", f"T{reader:09}")
        answers: list[str] = []

        def is_answered() -> bool:
            nonlocal seen
            new, seen = sights[seen:], len(sights)
            answers.extend(sight.words() for sight in new if sight.user == user)
            return bool(answers)

        await _until(is_answered)
        return any("WHO SAID WHAT" in words.upper() for words in answers)

    async def _sent(self, name: str, text: str, team: str) -> float:
        """Send a command; the real trigger of each would cost a request."""
        desk, number = self.peer.desk, next(self._numbers)
        doer = Doer(desk.user(name), name, desk.channel("desk"), "desk")
        address = desk.responses.issue(doer.channel, doer.user)
        payload = payloads.slash(
            doer, text, trigger=f"trigger-{number}", response_url=address
        )
        parcel = Parcel(
            "slash_commands", payload | {"team_id": team}, f"envelope-{number}"
        )
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await SocketDelivery(self.peer.hub, _LONGEST).send(parcel)
        return loop.time() - begun


@dataclass(frozen=True, slots=True)
class Square(Place):
    """A server of Discord with its people, over the gateway."""

    town: Town

    @property
    @override
    def environment(self) -> dict[str, str]:
        host = self.town.api.partition("://")[2].partition("/")[0]
        addresses = {"DISCORD_API_URL": self.town.api}
        return {
            **addresses,
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_GATEWAY_URL": f"ws://{host}",
        }

    @override
    async def ready(self) -> None:
        await self.town.connected()

    @override
    async def ask(self, number: int) -> float:
        person = (OWNER, MEMBER)[number % 2]
        command = _COMMANDS[number // 2 % len(_COMMANDS)]
        verb, _, value = command.partition(" ")
        options = {_OPTIONS[verb]: value} if value else {}
        loop = asyncio.get_running_loop()
        begun, heard = loop.time(), loop.create_future()

        def note(now: float) -> None:
            if not heard.done():
                heard.set_result(now - begun)

        exchange = await self.town.slash(
            person, "desk", f"brief {verb}", wait=False, **options
        )
        self.town.service.acknowledging[exchange.id] = note
        seconds: float = await heard
        return seconds

    @override
    async def brief(self, reader: int, url: str) -> bool:
        person = f"reader-{reader % READERS}"
        # Where a person is alone with the bot no server's share is used up.
        exchange = await self.town.slash(
            person, DIRECT, "brief link", wait=False, url=url
        )
        await _until(lambda: exchange.finished)
        return any("WHO SAID WHAT" in shown.text.upper() for shown in exchange.messages)


async def _until(settled: Callable[[], bool]) -> None:
    """Look again and again whether something is so: that costs less than being told."""
    while not settled():  # noqa: ASYNC110 - see above
        await asyncio.sleep(_LOOK_SECONDS)


@asynccontextmanager
async def opened_platforms() -> AsyncIterator[tuple[SlackPeer, Town]]:
    """Yield fakes of both platforms with all people."""
    names = [f"person{number}" for number in range(PEOPLE)]
    names += [f"reader{number}" for number in range(READERS)]
    workspace = Workspace(people=dict.fromkeys(names, "Europe/Berlin"))
    with running_emulator(workspace) as emulator:
        async with slack_peer(emulator) as peer, open_town(Plot()) as town:
            for number in range(READERS):
                town.add_user(f"reader-{number}")
            yield peer, town


@dataclass(frozen=True, slots=True)
class BotProcess:
    """A running bot, and its log."""

    process: subprocess.Popen[bytes]
    log: Path

    def last(self, event: str) -> dict[str, object] | None:
        """Return the last entry of an event in the log."""
        lines = self.log.read_text().splitlines()
        last: dict[str, object] | None = None
        for line in lines:
            if line.startswith("{") and json.loads(line)["event"] == event:
                last = json.loads(line)
        return last

    async def started(self) -> None:
        """Wait until it works.

        Raises:
            RuntimeError: it does not.
        """
        until = time.monotonic() + _START_SECONDS
        while self.last("Sitrep started") is None:
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the bot does not start: {self.log.read_text()}")
            await asyncio.sleep(_LOOK_SECONDS)

    async def stop(self) -> float:
        """Let it end; return the most seconds by which its event loop was ever late."""
        self.process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(self.process.wait, _END_SECONDS)
        watched = self.last("longest block of the event loop since the start")
        return float(str((watched or {})["worst_lag_seconds"]))


@contextmanager
def _process(places: Sequence[Place], page: str) -> Iterator[BotProcess]:
    with tempfile.TemporaryDirectory() as name:
        path, log = Path(name, "sitrep.yaml"), Path(name, "log")
        path.write_text(_CONFIGURATION.format(page=page))
        environment = {"SITREP_ALLOW_PRIVATE": "1"}
        for place in places:
            environment |= place.environment
        with (
            log.open("wb") as written,
            subprocess.Popen(
                [*SITREP, "run", "--config", str(path)],
                stdout=subprocess.DEVNULL,
                stderr=written,
                cwd=name,
                env=surroundings(environment),
            ) as process,
        ):
            try:
                yield BotProcess(process, log)
            finally:
                process.kill()


@asynccontextmanager
async def running_bot(places: Sequence[Place], page: str) -> AsyncIterator[BotProcess]:
    """Run the bot on some platforms until the end of the block."""
    with _process(places, page) as bot:
        await bot.started()
        for place in places:
            await place.ready()
        yield bot
