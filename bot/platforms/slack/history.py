"""Reads histories of channels within Slack's limits, in several steps if necessary.

An app outside Slack's Marketplace that several workspaces use may read one page of 15
messages a minute, of all channels of a workspace together.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.core.domain.errors import PostError, RateLimitedError
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.slack.http_api import SlackApi, read_objects

_PAGES = 200
_MOST_SEARCHES = 1_000
_FORGET_SECONDS = 600.0
"""Seconds after which a rate limit that Slack stated no longer holds."""


_STRICT_SECONDS = 45.0
"""The shortest wait that shows the limit of one page a minute, in seconds."""


def _now() -> float:
    return asyncio.get_running_loop().time()


@dataclass(slots=True)
class _Turns:
    """Gives each waiting search the time of its next request.

    These times are ``interval`` seconds apart. Before its time, a search is refused
    without a request, because Slack would refuse the request.
    """

    interval: float = 0.0
    limited: float = 0.0
    free: float = 0.0
    reserved: dict[str, float] = field(default_factory=dict)

    def wait(self, search: str, now: float) -> float:
        """Return the seconds that a search must wait; 0 if it may send a request."""
        if now - self.limited >= _FORGET_SECONDS:
            self.interval, self.free = 0.0, 0.0
            self.reserved.clear()
        if not self.interval:
            return 0.0
        turn = self.reserved.setdefault(search, max(self.free, now))
        self.free = max(self.free, turn + self.interval)
        if turn > now:
            return turn - now
        del self.reserved[search]
        return 0.0

    def limit(self, search: str, wait: float, now: float) -> None:
        """Record that Slack refused a search for ``wait`` seconds.

        A wait shorter than ``_STRICT_SECONDS`` is ignored.
        """
        if wait < _STRICT_SECONDS:
            return
        self.interval, self.limited = wait, now
        self.reserved[search] = now + wait
        self.free = max(self.free, now + 2 * wait)


@dataclass(slots=True)
class _Scan:
    """The state of a search from the newest message back to ``oldest``.

    ``newest`` is the newest message that the search has read. ``is_whole`` is true if
    no earlier call read a part of the history: between two calls, another process may
    have posted the message.
    """

    oldest: str
    cursor: str = ""
    newest: str = ""
    is_whole: bool = True


@dataclass(slots=True)
class SlackHistory:
    """Reads histories; ``now`` returns the seconds of a clock that never goes back.

    If Slack's limit interrupts a search, the next search with the same name continues
    on the page that was refused. It then reads the messages that are newer than the
    first page.
    """

    api: SlackApi
    now: Callable[[], float] = _now
    _scans: OrderedDict[str, _Scan] = field(default_factory=OrderedDict, init=False)
    _turns: dict[str, _Turns] = field(default_factory=dict, init=False)

    async def messages(
        self, method: str, asked: Mapping[str, Json], search: str
    ) -> AsyncIterator[JsonObject]:
        """Yield the messages of a history or thread; ``search`` names the search.

        Raises:
            RateLimitedError: Slack's limit is reached; a later search continues.
            PostError: the answer is missing or malformed, or the list does not end.
        """
        scan = self._scans.pop(search, None) or _Scan(str(asked["oldest"]))
        for _ in range(_PAGES):
            page = await self._page(method, asked, search, scan)
            for message in read_objects(method, page, "messages"):
                scan.newest = max(scan.newest, str(message.get("ts")))
                yield message
            scan.cursor = _next_cursor(page)
            if scan.cursor:
                continue
            if scan.is_whole:
                return
            scan = _Scan(scan.newest or scan.oldest)
        raise PostError(
            f"Slack's {method} returned too many pages; Sitrep read only the first ones"
        )

    async def _page(
        self, method: str, asked: Mapping[str, Json], search: str, scan: _Scan
    ) -> JsonObject:
        turns = self._turns.setdefault(method, _Turns())
        payload = {**asked, "oldest": scan.oldest}
        if scan.cursor:
            payload["cursor"] = scan.cursor
        wait = turns.wait(search, self.now())
        if wait > 0:
            self._keep(search, scan)
            words = "Slack's limit on reading histories is reached"
            raise RateLimitedError(words, timedelta(seconds=wait))
        try:
            return await self.api.read(method, **payload)
        except RateLimitedError as error:
            # The refusal of a token is stated in this way, too, with its code.
            if not error.code:
                turns.limit(search, error.wait.total_seconds(), self.now())
            self._keep(search, scan)
            raise

    def _keep(self, search: str, scan: _Scan) -> None:
        scan.is_whole = scan.is_whole and not scan.cursor
        self._scans[search] = scan
        while len(self._scans) > _MOST_SEARCHES:
            self._scans.popitem(last=False)


def _next_cursor(page: JsonObject) -> str:
    metadata = page.get("response_metadata")
    cursor = metadata.get("next_cursor") if isinstance(metadata, dict) else None
    return cursor if isinstance(cursor, str) else ""
