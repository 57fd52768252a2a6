"""An event loop whose clock only moves while all tasks wait for it."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import TypeVar

from typing_extensions import override

T = TypeVar("T")


class _Hurry(selectors.DefaultSelector):
    """Does not wait, but tells how long it was to wait for."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    @override
    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "everybody waits for what never happens"
        self.seconds += max(timeout, 0.0)
        return super().select(0)


class HurryingLoop(asyncio.SelectorEventLoop):
    """Its time is virtual: hours of waiting pass at once, in the same order.

    What is done in threads takes no time of it.
    """

    def __init__(self) -> None:
        self._hurry = _Hurry()
        super().__init__(self._hurry)

    @override
    def time(self) -> float:
        return self._hurry.seconds


def hurry(work: Coroutine[None, None, T]) -> T:
    """The result of the work, in virtual time."""
    with asyncio.Runner(loop_factory=HurryingLoop) as runner:
        return runner.run(work)
