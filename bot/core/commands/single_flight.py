"""Work that several people wait for is done once, and its result kept for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.core.ports.services import Clock

FRESH = timedelta(seconds=60)
"""How long a result is given again."""

MOST_KEPT = 64
"""Results that are kept; of more the oldest are forgotten."""

T = TypeVar("T")


@dataclass(slots=True)
class SingleFlight(Generic[T]):
    """Does the work of a key once for all who ask for it at the same time.

    Results are given again for ``fresh``; failures are told to all who wait, and then
    forgotten. Work goes on when one who waits for it is gone, for ``seconds`` at most.
    """

    clock: Clock
    seconds: float
    fresh: timedelta = FRESH
    _kept: dict[str, tuple[datetime, T]] = field(default_factory=dict)
    _flying: dict[str, asyncio.Task[T]] = field(default_factory=dict)

    async def get(self, key: str, work: Callable[[], Awaitable[T]]) -> T:
        """The result of the work; raises what the work raises.

        Raises:
            TimeoutError: it took longer than ``seconds``.
        """
        kept = self._kept.get(key)
        if kept is not None and self.clock.now() - kept[0] < self.fresh:
            return kept[1]
        flying = self._flying.get(key)
        if flying is None:
            flying = asyncio.create_task(self._fly(key, work))
            self._flying[key] = flying
            # Whoever waited may be gone: nobody is to be told then.
            flying.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(flying)

    async def _fly(self, key: str, work: Callable[[], Awaitable[T]]) -> T:
        try:
            async with asyncio.timeout(self.seconds):
                result = await work()
            self._keep(key, result)
            return result
        finally:
            del self._flying[key]

    def _keep(self, key: str, result: T) -> None:
        self._kept.pop(key, None)
        self._kept[key] = (self.clock.now(), result)
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
