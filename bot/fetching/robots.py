"""What a site lets programs read, by its robots.txt: the sole owner of protego.

RFC 9309: a site without a robots.txt lets everything be read; one that cannot give it
at present, nothing for now.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from math import isfinite

from protego import Protego
from yarl import URL

from bot.core.errors import BlockedAddressError, FetchError, RobotsError
from bot.fetching.exchanges import Answer
from bot.fetching.flights import Flights

TOKEN = "Sitrep"  # noqa: S105 - a name
"""The word by which a robots.txt means this bot."""

BODY = 500 * 1024
"""So many bytes of a robots.txt are read, as RFC 9309 asks for at least; no more."""

_KEPT_SECONDS = 24 * 3600.0
_RETRY_SECONDS = 600.0
_LONGEST_DELAY = 10.0
_MOST_ORIGINS = 2_000

Read = Callable[[URL], Awaitable[Answer]]
"""Gets a robots.txt over all redirects, through the guard."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What is known of an origin until a time of the loop; ``None``: all is allowed."""

    until: float
    rules: Protego | None = None
    refusal: str | None = None


class Robots:
    """Reads each site's robots.txt once a day, and remembers so many of them."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: OrderedDict[URL, _Rules] = OrderedDict()
        self._flights: Flights[_Rules] = Flights()

    async def check(self, url: URL) -> float:
        """Let only a page pass that may be read; gives the delay between two of them.

        The delay is in seconds, and never longer than ten.

        Raises:
            RobotsError: programs must not read it, or it cannot be known at present.
            BlockedAddressError: the site is not on the public internet.
        """
        known = await self._rules(url.origin())
        if known.refusal is not None:
            raise RobotsError(known.refusal)
        if known.rules is None:
            return 0.0
        if not known.rules.can_fetch(str(url), TOKEN):
            raise RobotsError(
                f"the robots.txt of {url.raw_host} keeps programs out here"
            )
        return _delay(known.rules)

    async def close(self) -> None:
        """End what is under way."""
        await self._flights.close()

    async def _rules(self, origin: URL) -> _Rules:
        known = self._known.get(origin)
        if known is None or known.until <= _now():
            known = await self._flights.join(origin, lambda: self._ask(origin))
            self._known[origin] = known
            if len(self._known) > _MOST_ORIGINS:
                self._known.popitem(last=False)
        self._known.move_to_end(origin)
        return known

    async def _ask(self, origin: URL) -> _Rules:
        try:
            answer = await self._read(origin / "robots.txt")
        except BlockedAddressError:
            raise
        except FetchError as error:
            return _unknown(origin, str(error))
        if answer.status == HTTPStatus.OK:
            text = answer.body.decode("utf-8-sig", errors="replace")
            return _Rules(_now() + _KEPT_SECONDS, Protego.parse(text))
        if _is_missing(answer.status):
            return _Rules(_now() + _KEPT_SECONDS)
        return _unknown(origin, f"the server answers {answer.status_text}")


def _unknown(origin: URL, why: str) -> _Rules:
    refusal = (
        f"the robots.txt of {origin.raw_host} cannot be read at present ({why}), "
        "so that its pages are left alone"
    )
    return _Rules(_now() + _RETRY_SECONDS, refusal=refusal)


def _is_missing(status: int) -> bool:
    """Whether there is none; a server that is asked too much has not said so."""
    busy = status == HTTPStatus.TOO_MANY_REQUESTS
    return 400 <= status < 500 and not busy  # noqa: PLR2004 - RFC 9309's "4xx"


def _delay(rules: Protego) -> float:
    delay = rules.crawl_delay(TOKEN) or 0.0
    return min(max(delay, 0.0), _LONGEST_DELAY) if isfinite(delay) else 0.0


def _now() -> float:
    return asyncio.get_running_loop().time()
