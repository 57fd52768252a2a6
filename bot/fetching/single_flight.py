"""Runs the work for a key once when several callers ask for it at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")
Work = Callable[[], Coroutine[None, None, T]]
"""Starts the work of one key."""


class _Call(Generic[T]):
    def __init__(self, task: asyncio.Task[T]) -> None:
        self.task = task
        self.callers = 0


class SingleFlight(Generic[T]):
    """Shares running work between all callers that ask for the same key.

    Every caller gets the same result or error. Cancelling one caller does not affect
    the others; cancelling the last one cancels the work.
    """

    def __init__(self) -> None:
        self._calls: dict[Hashable, _Call[T]] = {}
        self._tasks: set[asyncio.Task[T]] = set()

    async def do(self, key: Hashable, work: Work[T]) -> T:
        """Return the result of the work for ``key``; start ``work`` if none runs."""
        call = self._calls.get(key)
        if call is None:
            call = self._calls[key] = _Call(self._start(work))
        call.callers += 1
        try:
            return await asyncio.shield(call.task)
        finally:
            call.callers -= 1
            self._leave(key, call)

    async def close(self) -> None:
        """Cancel all work, and wait until it has ended."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Work[T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._finish)
        return task

    def _finish(self, task: asyncio.Task[T]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            # Mark the error as retrieved: all callers may be gone.
            task.exception()

    def _leave(self, key: Hashable, call: _Call[T]) -> None:
        if call.callers and not call.task.done():
            return
        if self._calls.get(key) is call:
            del self._calls[key]
        call.task.cancel()
