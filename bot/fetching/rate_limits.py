"""Limits the number, frequency and duration of requests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

_MAX_HOSTS = 1_000


class HostLimiter:
    """Limits how many requests to one host run at the same time."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def slot(self, host: str) -> AsyncIterator[None]:
        """Wait for a free slot of the host, and occupy it inside the block."""
        semaphore = self._hosts.get(host)
        if semaphore is None:
            semaphore = self._hosts[host] = asyncio.Semaphore(self._size)
        async with semaphore:
            yield


class RequestLimiter:
    """Limits concurrent requests, in total and per host.

    A request waits for its host's slot first, so that requests to a slow host do not
    occupy the slots that all hosts share.
    """

    def __init__(self, *, at_once: int, per_host: int) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._hosts = HostLimiter(per_host)

    @asynccontextmanager
    async def slot(self, host: str) -> AsyncIterator[None]:
        """Wait for a host's slot and a shared slot; occupy both inside the block."""
        async with self._hosts.slot(host), self._all:
            yield


class TimeBudget:
    """The seconds that one fetch may take, over all its redirects.

    Waiting for a slot does not count: a queue for a slow host is not a failure.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds_left = seconds

    @asynccontextmanager
    async def spend(self) -> AsyncIterator[None]:
        """Subtract the time inside the block from the budget.

        Raises:
            TimeoutError: the budget is used up.
        """
        loop = asyncio.get_running_loop()
        start = loop.time()
        try:
            async with asyncio.timeout(self._seconds_left):
                yield
        finally:
            self._seconds_left -= loop.time() - start


class CrawlDelay:
    """Keeps the pause between two requests that a site's robots.txt demands."""

    def __init__(self) -> None:
        self._next_start: dict[str, float] = {}

    async def wait(self, host: str, delay: float) -> None:
        """Wait until a request to the host may start.

        The next request to the host may start ``delay`` seconds later.
        """
        now = asyncio.get_running_loop().time()
        start = max(now, self._next_start.get(host, now))
        if delay > 0:
            self._drop_expired(now)
            self._next_start[host] = start + delay
        if start > now:
            await asyncio.sleep(start - now)

    def _drop_expired(self, now: float) -> None:
        if len(self._next_start) > _MAX_HOSTS:
            self._next_start = {
                host: start for host, start in self._next_start.items() if start > now
            }
