"""How much is asked of one server, and how long an answer may take."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


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
