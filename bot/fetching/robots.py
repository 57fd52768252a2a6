"""What sites let programs read, as far as it is known.

RFC 9309: a site without a robots.txt lets everything be read; one that cannot give it
at present, nothing for now.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from yarl import URL

from bot.core.domain.errors import BlockedAddressError, FetchError, RobotsError
from bot.fetching.exchanges import Answer
from bot.fetching.exclusions import Exclusions
from bot.fetching.flights import Flights

BODY = 500 * 1024
"""So many bytes of a robots.txt are read, as RFC 9309 asks for at least; no more."""

KEPT_SECONDS = 24 * 3600.0
"""How long a robots.txt is believed."""

RETRY_SECONDS = 600.0
"""After this, one that could not be had is asked for again."""

# As rules they take up to fifty times as much.
_MOST_CHARACTERS = 2_000_000
_MOST_ORIGINS = 2_000

Read = Callable[[URL], Awaitable[Answer]]
"""Gets a robots.txt over all redirects, through the guard."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of an origin until a time of the loop; no rules: all is allowed."""

    until: float
    rules: Exclusions | None = None
    refusal: str | None = None

    @property
    def size(self) -> int:
        return self.rules.size if self.rules else 0


class Robots:
    """Reads each site's robots.txt once a day; remembers those that were asked last."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: OrderedDict[URL, _Known] = OrderedDict()
        self._characters = 0
        self._flights: Flights[_Known] = Flights()

    async def check(self, url: URL) -> float:
        """Let only a page pass that may be read; gives the seconds between two of them.

        Raises:
            RobotsError: programs must not read it, or it cannot be known at present.
            BlockedAddressError: the site is not on the public internet.
        """
        known = await self._about(url.origin())
        if known.refusal is not None:
            raise RobotsError(known.refusal)
        if known.rules is None:
            return 0.0
        if not await known.rules.allows(url):
            raise RobotsError(f"the robots.txt of {url.raw_host} keeps programs out")
        return known.rules.delay

    async def close(self) -> None:
        """End what is under way."""
        await self._flights.close()

    async def _about(self, origin: URL) -> _Known:
        known = self._known.get(origin)
        if known is None or known.until <= _now():
            return await self._flights.join(origin, lambda: self._learn(origin))
        self._known.move_to_end(origin)
        return known

    async def _learn(self, origin: URL) -> _Known:
        known = await self._ask(origin)
        self._forget(origin)
        self._known[origin] = known
        self._characters += known.size
        while len(self._known) > _MOST_ORIGINS or self._characters > _MOST_CHARACTERS:
            self._forget(next(iter(self._known)))
        return known

    def _forget(self, origin: URL) -> None:
        known = self._known.pop(origin, None)
        self._characters -= known.size if known else 0

    async def _ask(self, origin: URL) -> _Known:
        try:
            answer = await self._read(origin / "robots.txt")
        except BlockedAddressError:
            raise
        except FetchError as error:
            return _unknown(origin, str(error))
        if answer.status == HTTPStatus.OK:
            return _Known(_now() + KEPT_SECONDS, await Exclusions.parse(answer.body))
        if _is_missing(answer.status):
            return _Known(_now() + KEPT_SECONDS)
        return _unknown(origin, f"the server answers {answer.status_text}")


def _unknown(origin: URL, why: str) -> _Known:
    refusal = (
        f"the robots.txt of {origin.raw_host} cannot be read at present ({why}), "
        "so that its pages are left alone"
    )
    return _Known(_now() + RETRY_SECONDS, refusal=refusal)


def _is_missing(status: int) -> bool:
    """Whether there is none; a server that is asked too much has not said so."""
    busy = status == HTTPStatus.TOO_MANY_REQUESTS
    return 400 <= status < 500 and not busy  # noqa: PLR2004 - RFC 9309's "4xx"


def _now() -> float:
    return asyncio.get_running_loop().time()
