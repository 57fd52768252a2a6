"""Checks pages against their site's robots.txt, which is cached for a day.

RFC 9309: a site without a robots.txt allows everything; while a site cannot deliver
its robots.txt, it allows nothing.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from yarl import URL

from bot.core.domain.errors import BlockedAddressError, FetchError, RobotsError
from bot.fetching.http_messages import HttpResponse
from bot.fetching.robots_rules import RobotsRules
from bot.fetching.single_flight import SingleFlight

MAX_BYTES = 500 * 1024
"""The maximum number of bytes of a robots.txt that are read.

It is the minimum that RFC 9309 requires.
"""

CACHE_SECONDS = 24 * 3600.0
"""How long a robots.txt is cached."""

RETRY_SECONDS = 600.0
"""How long a failure to read a robots.txt is cached."""

# Parsed rules take up to fifty times the memory of their text.
_MAX_CACHED_CHARACTERS = 2_000_000
_MAX_CACHED_ORIGINS = 2_000

ReadRobots = Callable[[URL], Awaitable[HttpResponse]]
"""Fetches a robots.txt: follows redirects and checks IP addresses."""


@dataclass(frozen=True, slots=True)
class _CachedRules:
    """The rules of an origin, or the refusal to fetch anything from it.

    Without rules and refusal every page is allowed. ``expires`` is a time of the event
    loop's clock.
    """

    expires: float
    rules: RobotsRules | None = None
    refusal: str | None = None

    @property
    def size(self) -> int:
        return self.rules.size if self.rules else 0


class RobotsCache:
    """Fetches each site's robots.txt once a day, and caches the latest rules."""

    def __init__(self, read: ReadRobots) -> None:
        self._read = read
        self._cache: OrderedDict[URL, _CachedRules] = OrderedDict()
        self._characters = 0
        self._requests: SingleFlight[_CachedRules] = SingleFlight()

    async def check(self, url: URL) -> float:
        """Check that the bot may fetch a page; return the crawl delay in seconds.

        Raises:
            RobotsError: robots.txt disallows the page, or cannot be read.
            BlockedAddressError: the site is not on the public internet.
        """
        cached = await self._rules_of(url.origin())
        if cached.refusal is not None:
            raise RobotsError(cached.refusal)
        if cached.rules is None:
            return 0.0
        if not await cached.rules.allows(url):
            raise RobotsError(
                f"the robots.txt of {url.raw_host} does not allow programs to read this page"
            )
        return cached.rules.delay

    async def close(self) -> None:
        """Cancel running requests for a robots.txt."""
        await self._requests.close()

    async def _rules_of(self, origin: URL) -> _CachedRules:
        cached = self._cache.get(origin)
        if cached is None or cached.expires <= _now():
            return await self._requests.do(origin, lambda: self._refresh(origin))
        self._cache.move_to_end(origin)
        return cached

    async def _refresh(self, origin: URL) -> _CachedRules:
        entry = await self._fetch_rules(origin)
        self._evict(origin)
        self._cache[origin] = entry
        self._characters += entry.size
        while self._is_full():
            self._evict(next(iter(self._cache)))
        return entry

    def _is_full(self) -> bool:
        return (
            len(self._cache) > _MAX_CACHED_ORIGINS
            or self._characters > _MAX_CACHED_CHARACTERS
        )

    def _evict(self, origin: URL) -> None:
        entry = self._cache.pop(origin, None)
        self._characters -= entry.size if entry else 0

    async def _fetch_rules(self, origin: URL) -> _CachedRules:
        try:
            response = await self._read(origin / "robots.txt")
        except BlockedAddressError:
            raise
        except FetchError as error:
            return _refused(origin, str(error))
        if response.status == HTTPStatus.OK:
            rules = await RobotsRules.parse(response.body)
            return _CachedRules(_now() + CACHE_SECONDS, rules)
        if _is_missing(response.status):
            return _CachedRules(_now() + CACHE_SECONDS)
        return _refused(origin, f"the server answers {response.status_text}")


def _refused(origin: URL, reason: str) -> _CachedRules:
    refusal = (
        f"the robots.txt of {origin.raw_host} cannot be read at present ({reason}); "
        "Sitrep skips the pages of this host until it can read the file"
    )
    return _CachedRules(_now() + RETRY_SECONDS, refusal=refusal)


def _is_missing(status: int) -> bool:
    """Return whether ``status`` says that the site has no robots.txt.

    Any status from 400 to 499 says so, except 429 Too Many Requests.
    """
    busy = status == HTTPStatus.TOO_MANY_REQUESTS
    return 400 <= status < 500 and not busy  # noqa: PLR2004 - RFC 9309's "4xx"


def _now() -> float:
    return asyncio.get_running_loop().time()
