"""Paces requests, so that they stay below a platform's rate limits."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.core.domain.errors import RateLimitedError, StoreError

Reserve = Callable[[str, float, float], Awaitable[float]]
"""A function that reserves the next request under a name, for all processes.

It takes the name, the interval between two requests and the longest wait, in seconds,
and returns the seconds until the request. If these are more than the longest wait,
nothing is reserved.
"""

LONGEST_TURN = 5.0
"""The maximum number of seconds that a request waits until it is admitted.

Together with ``RESERVING_SECONDS`` it is less than the time for which a post may wait
after its lease was checked.
"""

RESERVING_SECONDS = 2.0
"""The maximum number of seconds that a reservation takes."""

_MOST_NAMES = 10_000


@dataclass(slots=True)
class Reservations:
    """How processes share a pace; without ``reserve`` each process has its own pace."""

    reserve: Reserve | None = None


@dataclass(slots=True)
class Pace:
    """Admits one request per ``interval`` seconds among all requests with one name.

    The name is that of a channel or of a platform. Several processes share the pace by
    ``reservations``. If a reservation fails, this process keeps a pace of its own: the
    platform's answers still limit the rate. If a reservation takes too long, no request
    is admitted.
    """

    interval: float
    reservations: Reservations = field(default_factory=Reservations)
    longest: float = LONGEST_TURN
    _next: OrderedDict[str, float] = field(default_factory=OrderedDict, init=False)

    def wait(self, name: str) -> float:
        """Return the seconds until a request is admitted, as far as this process knows."""
        return max(0.0, self._next.get(name, 0.0) - _now())

    async def turn(self, name: str) -> None:
        """Wait until a request is admitted, and count the request.

        Raises:
            RateLimitedError: the wait would be longer than ``longest``, or the
                reservation took too long.
        """
        wait = self.wait(name)
        if wait <= self.longest:
            wait = await self._reserved(name)
        if wait > self.longest:
            words = "the platform's rate limit leaves no time for the message yet"
            raise RateLimitedError(words, timedelta(seconds=wait))
        await asyncio.sleep(wait)

    def hold(self, name: str, seconds: float) -> None:
        """Admit no request with this name for ``seconds``."""
        self._next[name] = max(_now() + seconds, self._next.get(name, 0.0))
        self._next.move_to_end(name)
        if len(self._next) > _MOST_NAMES:
            self._next.popitem(last=False)

    async def _reserved(self, name: str) -> float:
        """Reserve a request; return the seconds until then.

        Raises:
            RateLimitedError: the reservation took too long.
        """
        shared = await self._shared(name)
        # This process may have reserved others meanwhile.
        wait = max(shared, self.wait(name))
        self.hold(name, wait + self.interval)
        return wait

    async def _shared(self, name: str) -> float:
        """Return the seconds until the request, counting those of all processes."""
        reserve = self.reservations.reserve
        if reserve is None:
            return 0.0
        try:
            async with asyncio.timeout(RESERVING_SECONDS):
                return await reserve(name, self.interval, self.longest)
        except StoreError:
            return 0.0
        except TimeoutError as error:
            words = "the database takes too long to reserve a request to the platform"
            raise RateLimitedError(words, timedelta(seconds=self.longest)) from error


def _now() -> float:
    return asyncio.get_running_loop().time()
