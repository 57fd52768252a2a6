"""A cache in which requests for the same key share one running computation."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.core.ports.services import Clock

FRESH = timedelta(seconds=60)
"""The time for which a cached result is returned to later callers."""

MAX_RESULTS = 64
"""The maximum number of cached results; the oldest are dropped."""

T = TypeVar("T")


@dataclass(slots=True)
class CoalescingCache(Generic[T]):
    """Computes the value of a key once for all callers that ask at the same time.

    A result is cached for ``fresh``. An error is raised for all waiting callers and is
    not cached. The computation continues when a caller is cancelled, for at most
    ``seconds``.
    """

    clock: Clock
    seconds: float
    fresh: timedelta = FRESH
    _results: dict[str, tuple[datetime, T]] = field(default_factory=dict)
    _running: dict[str, asyncio.Task[T]] = field(default_factory=dict)

    async def get(self, key: str, compute: Callable[[], Awaitable[T]]) -> T:
        """Return the value of ``key``, from the cache or computed by ``compute``.

        An error of ``compute`` is raised.

        Raises:
            TimeoutError: The computation took longer than ``seconds``.
        """
        cached = self._results.get(key)
        if cached is not None and self.clock.now() - cached[0] < self.fresh:
            return cached[1]
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(self._compute(key, compute))
            self._running[key] = task
            # Read the error, so that asyncio does not report it: all callers may have
            # been cancelled.
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(task)

    async def _compute(self, key: str, compute: Callable[[], Awaitable[T]]) -> T:
        try:
            async with asyncio.timeout(self.seconds):
                result = await compute()
            self._store(key, result)
            return result
        finally:
            del self._running[key]

    def _store(self, key: str, result: T) -> None:
        self._results.pop(key, None)
        self._results[key] = (self.clock.now(), result)
        while len(self._results) > MAX_RESULTS:
            del self._results[next(iter(self._results))]
