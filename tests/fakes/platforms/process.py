"""A platform in a process of its own, which outlives the bot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.fakes.json_types import Json

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class PlatformProcess:
    """Its address, the address below which its interface is, and its process."""

    url: str
    api: str
    process: int

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
        """The idempotency keys of a channel's messages as they appeared."""
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
