"""Time that only passes while all processes wait."""

from __future__ import annotations

import types
from collections.abc import Coroutine, Generator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from typing_extensions import override

from bot.core.ports.services import Clock

START = datetime(2026, 3, 2, 7, tzinfo=UTC)
"""When every simulation begins."""

Result = TypeVar("Result")


class VirtualClock(Clock):
    """A clock that whoever drives the simulation sets; it never goes back."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    @override
    def now(self) -> datetime:
        return self._now

    def advance(self, moment: datetime) -> None:
        """Let it be this moment, unless it is later already."""
        self._now = max(self._now, moment)


class FastClock(Clock):
    """Another clock that is always so much ahead."""

    def __init__(self, clock: Clock, ahead: timedelta) -> None:
        self._clock, self._ahead = clock, ahead

    @override
    def now(self) -> datetime:
        return self._clock.now() + self._ahead


@types.coroutine
def give_way(pause: timedelta) -> Generator[timedelta, None, None]:
    """Let the others run, and go on when so much time has passed."""
    yield pause


def at_once(work: Coroutine[object, None, Result]) -> Result:
    """The result of a coroutine that waits for nothing.

    Raises:
        RuntimeError: it does wait.
    """
    try:
        work.send(None)
    except StopIteration as done:
        result: Result = done.value
        return result
    work.close()
    raise RuntimeError("the coroutine waits for something")
