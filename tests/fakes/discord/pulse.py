"""Waits for a change in a peer, without sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

PATIENCE = 60.0
"""How many seconds a test waits for what should happen within milliseconds."""


@dataclass(slots=True)
class Pulse:
    """Beats whenever something happened; who waits looks again at each beat."""

    _waiting: set[asyncio.Future[None]] = field(default_factory=set)

    def beat(self) -> None:
        """Something happened."""
        for one in self._waiting:
            if not one.done():
                one.set_result(None)

    async def until(
        self, settled: Callable[[], bool], *, what: str = "", patience: float = PATIENCE
    ) -> None:
        """Return as soon as something is so.

        Raises:
            TimeoutError: it did not come about in ``patience`` seconds.
        """
        try:
            async with asyncio.timeout(patience):
                while not settled():
                    await self._next()
        except TimeoutError as error:
            raise TimeoutError(f"waited in vain: {what or settled}") from error

    async def _next(self) -> None:
        beat = asyncio.get_running_loop().create_future()
        self._waiting.add(beat)
        try:
            await beat
        finally:
            self._waiting.discard(beat)
