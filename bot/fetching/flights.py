"""One request for all who ask for the same at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")
Work = Callable[[], Coroutine[None, None, T]]
"""Begins what takes a while."""


class _Flight(Generic[T]):
    def __init__(self, task: asyncio.Task[T]) -> None:
        self.task = task
        self.waiting = 0


class Flights(Generic[T]):
    """What is under way, by what was asked for.

    Whoever asks for it meanwhile gets the same result or error. One who gives up leaves
    the others alone; when all have given up, the work is cancelled.
    """

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight[T]] = {}
        self._tasks: set[asyncio.Task[T]] = set()

    async def join(self, key: Hashable, work: Work[T]) -> T:
        """The result of what is under way, or of work begun now."""
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = _Flight(self._begin(work))
        flight.waiting += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            self._leave(key, flight)

    async def close(self) -> None:
        """Cancel all that is under way, and wait for its end."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, work: Work[T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._end)
        return task

    def _end(self, task: asyncio.Task[T]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            # An error that nobody waits for any more is nobody's business.
            task.exception()

    def _leave(self, key: Hashable, flight: _Flight[T]) -> None:
        if flight.waiting and not flight.task.done():
            return
        if self._flights.get(key) is flight:
            del self._flights[key]
        flight.task.cancel()
