"""Access to a town in another process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from tests.fakes.command import Forked, surroundings
from tests.fakes.discord.model import MEMORY
from tests.fakes.discord.records import WATCHERS, Recorded
from tests.fakes.discord.town import PREFIX, TOKEN
from tests.fakes.json_types import Json
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.process import PlatformProcess

_PATIENCE = 60.0
_ROOT = Path(__file__).parents[3]


class CannotBeDoneError(Exception):
    """The town says that this cannot be done, and why."""


@dataclass(frozen=True, slots=True)
class TownProcess(PlatformProcess):
    """Told of faults and asked what was posted as every platform's model is.

    ``api`` and ``gateway`` are what the bot is pointed at.
    """

    gateway: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What points the bot at it."""
        return {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": self.api,
            "DISCORD_GATEWAY_URL": self.gateway,
        }

    def do(self, action: str, **arguments: Json) -> Json:
        """Let a person or the town do something; see ``control`` for what there is.

        Raises:
            CannotBeDoneError: it cannot be done, such as clicking what is not there.
        """
        status, told = self._told("POST", f"/control/do/{action}", arguments)
        if status != 200:
            raise CannotBeDoneError(f"{action}: {told}")
        return told

    def requests(self) -> tuple[Recorded, ...]:
        """All requests to its REST interface."""
        _, told = self._told("GET", "/control/requests", {})
        rows = told if isinstance(told, list) else []
        return tuple(Recorded.read(one) for one in rows if isinstance(one, dict))

    def _told(self, method: str, path: str, body: dict[str, Json]) -> tuple[int, Json]:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=_PATIENCE)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request(method, path, json.dumps(body), headers)
            response = connection.getresponse()
            told: Json = json.loads(response.read())
            return response.status, told
        finally:
            connection.close()


@contextmanager
def running_town(
    clock: HastyClock | None = None,
    *,
    rate: float = 0.0,
    channels: Sequence[int] = (),
    memory: timedelta = MEMORY,
) -> Iterator[TownProcess]:
    """Run a town until the end of the block.

    ``rate`` is how many posts, looks and threads a second it serves, 0 being no limit;
    ``channels`` are the ids of text channels that it has besides.
    """
    order = {
        "clock": "" if clock is None else str(clock),
        "rate": rate,
        "memory": memory.total_seconds(),
        "channels": list(channels),
    }
    process = Forked[str](
        [sys.executable, "-m", "tests.fakes.discord.server", json.dumps(order)],
        stdout=subprocess.PIPE,
        cwd=_ROOT,
        env=surroundings({}),
        text=True,
    )
    with process:
        try:
            url = process.stdout.readline().strip() if process.stdout else ""
            gateway = url.replace("http:", "ws:")
            town = TownProcess(url, url + PREFIX, process.pid, gateway)
            yield town
            _tell_watchers(town)
        finally:
            process.kill()


def _tell_watchers(town: TownProcess) -> None:
    for request in town.requests() if WATCHERS else ():
        for watcher in WATCHERS:
            watcher(request)
