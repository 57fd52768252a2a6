"""The peer in a process of its own, which outlives the bot.

``python -m tests.fakes.slack.process`` serves it and prints its address; what it is to
be may follow as one JSON object: ``channels``, a fast ``clock``, ``rate`` and ``port``.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from typing_extensions import override

from tests.fakes.clocks import SystemClock
from tests.fakes.command import Forked, surroundings
from tests.fakes.json_types import Json, JsonObject
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.pace import Pace
from tests.fakes.platforms.process import PlatformProcess
from tests.fakes.slack.emulator import running_emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.seeds import APP_TOKEN, BOT_TOKEN, Workspace
from tests.fakes.slack.server import PREFIX

_PATIENCE = 60.0
_MODULE = "tests.fakes.slack.process"


@dataclass(frozen=True, slots=True)
class SlackProcess(PlatformProcess):
    """As the models of platforms in processes; and it can be told what people do."""

    @property
    def environment(self) -> dict[str, str]:
        """What points the bot at it."""
        return {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": self.api,
        }

    @override
    def keys(self, channel: str) -> tuple[str, ...]:
        """The idempotency keys of a channel's messages as they appeared; by its id or name."""
        return tuple(
            str(one["key"])
            for one in self.posted()
            if channel.removeprefix("#") in (one["channel"], one["name"])
        )

    def do(self, act: str, **about: Json) -> JsonObject:
        """Let somebody do something, as ``do("slash", user=..., text=...)``.

        Raises:
            AssertionError: it was not acknowledged.
        """
        return self._told("do", {"act": act, **about})

    def seen(self, words: str, *, after: int = 0) -> JsonObject:
        """Wait for words to be seen, after so many other sights.

        Raises:
            AssertionError: they are not.
        """
        return self._told("seen", {"words": words, "after": after})

    def mistakes(self) -> list[str]:
        """What is wrong with anything that the app has sent."""
        found: list[str] = json.loads(self._request("GET", "mistakes", None))
        return found

    def _told(self, name: str, body: JsonObject) -> JsonObject:
        told: JsonObject = json.loads(self._request("POST", name, body))
        assert "error" not in told, told["error"]
        return told

    def _request(self, method: str, name: str, body: JsonObject | None) -> bytes:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=_PATIENCE)
        try:
            headers = {"Content-Type": "application/json"}
            sent = None if body is None else json.dumps(body)
            connection.request(method, f"/control/{name}", sent, headers)
            return connection.getresponse().read()
        finally:
            connection.close()


@contextmanager
def running_slack(
    channels: Sequence[str] = (),
    clock: HastyClock | None = None,
    *,
    rate: float = 0.0,
    port: int = 0,
) -> Iterator[SlackProcess]:
    """Run it until the end of the block; ``rate`` is requests a second, 0 no limit."""
    about: JsonObject = {
        "channels": list(channels),
        "clock": "" if clock is None else str(clock),
        "rate": rate,
        "port": port,
    }
    process = Forked[str](
        [sys.executable, "-m", _MODULE, json.dumps(about)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
        env=surroundings({}),
        text=True,
    )
    with process:
        try:
            url = process.stdout.readline().strip() if process.stdout else ""
            yield SlackProcess(url, url + PREFIX, process.pid)
        finally:
            process.kill()


async def _serve(about: JsonObject) -> None:
    clock, rate = str(about.get("clock", "")), float(str(about.get("rate", 0)))
    named = about.get("channels")
    channels = tuple(map(str, named)) if isinstance(named, list) and named else None
    workspace = Workspace(channels=channels) if channels else Workspace()
    told = HastyClock.parse(clock) if clock else SystemClock()
    port = int(str(about.get("port", 0)))
    with running_emulator(workspace, clock=clock) as emulator:
        async with slack_peer(emulator, told, port=port) as peer:
            # A second's worth may come at once, as in limits by the second.
            peer.gateway.limit(Pace(everywhere=rate, burst=max(1, int(rate))))
            print(peer.url, flush=True)  # noqa: T201 - the one thing to say
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}))
