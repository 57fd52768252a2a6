"""A platform in a process of its own, which outlives whatever is done to the bot."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from bot.core.documents import Json
from tests.fakes.command import surroundings
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.server import PREFIXES

_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class PlatformProcess:
    """Its address, the address below which its interface is, and its process."""

    url: str
    api: str
    process: int = 0

    def set_plan(self, plan: Mapping[str, Json]) -> None:
        """Tell it what goes wrong from now on, counted from 0; see ``read_plan``."""
        self._ask("POST", "/control/plan", plan)

    def posted(self) -> list[dict[str, str | None]]:
        """All that stands in its channels: id, channel, key, parent and time."""
        found: list[dict[str, str | None]] = json.loads(
            self._ask("GET", "/control/posted", {})
        )
        return found

    def keys(self, channel: str) -> tuple[str, ...]:
        """The nonces of a channel's messages as they appeared."""
        return tuple(
            str(one["key"]) for one in self.posted() if one["channel"] == channel
        )

    def _ask(self, method: str, path: str, body: Mapping[str, Json]) -> bytes:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=_PATIENCE)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request(method, path, json.dumps(dict(body)), headers)
            return connection.getresponse().read()
        finally:
            connection.close()


@contextmanager
def running_platform(
    kind: str, clock: HastyClock | None = None, *, rate: float = 0.0
) -> Iterator[PlatformProcess]:
    """Run ``slack`` or ``discord`` until the end of the block.

    ``rate`` is how many requests a second it serves; 0 is no limit.
    """
    module = "tests.fakes.platforms.server"
    told = "" if clock is None else str(clock)
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", module, kind, told, str(rate)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
        env=surroundings({}),
        text=True,
    )
    with process:
        try:
            url = process.stdout.readline().strip() if process.stdout else ""
            yield PlatformProcess(url, url + PREFIXES[kind], process.pid)
        finally:
            process.kill()
