"""How much is asked of one server, and how long an answer may take."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

_MANY_HOSTS = 1_000


class HostSlots:
    """Lets only so many requests run against one host at the same time."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def slot(self, host: str) -> AsyncIterator[None]:
        """Wait until it is this request's turn, and keep the turn."""
        semaphore = self._hosts.get(host)
        if semaphore is None:
            semaphore = self._hosts[host] = asyncio.Semaphore(self._size)
        async with semaphore:
            yield


class Turns:
    """Lets only so many requests run at all, and only so many against one host.

    A request first waits for its host's turn: those that wait for a slow host take no
    room from the others.
    """

    def __init__(self, *, at_once: int, per_host: int) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._hosts = HostSlots(per_host)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until it is this request's turn, and keep the turn."""
        async with self._hosts.slot(host), self._all:
            yield


class Budget:
    """The seconds that one fetch may take over all its redirects.

    Waiting for a slot is not counted: the tenth page of a slow site is no failure.
    """

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @asynccontextmanager
    async def spending(self) -> AsyncIterator[None]:
        """Count the time inside.

        Raises:
            TimeoutError: the budget is used up.
        """
        loop = asyncio.get_running_loop()
        start = loop.time()
        try:
            async with asyncio.timeout(self._left):
                yield
        finally:
            self._left -= loop.time() - start


class Pace:
    """Leaves the time between two requests that a site asks for."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}

    async def wait(self, host: str, delay: float) -> None:
        """Wait until the host's next time; ``delay`` seconds later is the one after."""
        now = asyncio.get_running_loop().time()
        begin = max(now, self._next.get(host, now))
        if delay > 0:
            self._forget(now)
            self._next[host] = begin + delay
        if begin > now:
            await asyncio.sleep(begin - now)

    def _forget(self, now: float) -> None:
        """Keep only the hosts whose time has not come."""
        if len(self._next) > _MANY_HOSTS:
            self._next = {host: at for host, at in self._next.items() if at > now}
