"""Accidents of a process at a call to the outside, and the gate that causes them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from tests.simulation.moments import give_way

LATENCY = timedelta(milliseconds=5)
"""What a call to the store takes."""

Result = TypeVar("Result")


class Kind(StrEnum):
    """How an accident goes.

    The process dies ``BEFORE`` the call has its effect, or ``AFTER`` it, when nobody
    hears the answer. ``LATE``: it dies while its message is on the way, and the
    platform takes that message at the latest that it may. ``FROZEN``: it stops, right
    before the call, and goes on as if nothing had been. ``DAZED``: so right after it.
    """

    BEFORE = "before"
    AFTER = "after"
    LATE = "late"
    FROZEN = "frozen"
    DAZED = "dazed"


@dataclass(frozen=True, slots=True)
class Accident:
    """One accident at the call of this number, counted from 0 over all processes.

    ``lasts`` is how long the process is down or stands still.
    """

    call: int
    kind: Kind
    lasts: timedelta


class Death(BaseException):
    """The process ends here, at once; nothing that it holds is put in order."""

    def __init__(self, down: timedelta) -> None:
        super().__init__(f"down for {down}")
        self.down = down


READING = frozenset({"planned_until", "has_lease", "compose"})
"""Calls that change nothing outside, whatever they answer."""


class Gate:
    """Counts the calls to the outside; ``names`` are those that came, in order.

    ``idle`` are the numbers of those that changed nothing outside.
    """

    def __init__(self, accidents: Collection[Accident] = ()) -> None:
        self.names: list[str] = []
        self.idle: set[int] = set()
        self._accidents = {accident.call: accident for accident in accidents}

    def enter(self, name: str) -> Accident | None:
        """Count a call; the accident that is to befall it.

        Raises:
            Death: it befell the process before the call.
        """
        accident = self._accidents.get(len(self.names))
        self.names.append(name)
        if accident is not None and accident.kind is Kind.BEFORE:
            raise Death(accident.lasts)
        return accident

    async def through(self, name: str, work: Callable[[], Awaitable[Result]]) -> Result:
        """Do what a call is for, while others may do theirs.

        Raises:
            Death: the process ended before the effect, or right after it.
        """
        number = len(self.names)
        accident = self.enter(name)
        await give_way(standing(accident, Kind.FROZEN) + LATENCY)
        try:
            result = await work()
        except Exception:
            await leave(accident)
            raise
        if result is None or name in READING:
            self.idle.add(number)
        await leave(accident)
        return result


def standing(accident: Accident | None, kind: Kind) -> timedelta:
    """For how long the process stands still, before the call or after it."""
    met = accident is not None and accident.kind is kind
    return accident.lasts if accident is not None and met else timedelta()


async def leave(accident: Accident | None) -> None:
    """Come back from a call that had its effect.

    Raises:
        Death: the process ended right after the effect.
    """
    if accident is not None and accident.kind is Kind.DAZED:
        await give_way(accident.lasts)
    elif accident is not None and accident.kind is not Kind.FROZEN:
        raise Death(accident.lasts)


class Gated:
    """Leads all methods of an object through a gate."""

    def __init__(self, target: object, gate: Gate) -> None:
        self._target = target
        self._gate = gate

    def __getattr__(self, name: str) -> Callable[..., Awaitable[object]]:
        method: Callable[..., Awaitable[object]] = getattr(self._target, name)

        async def call(*args: object, **named: object) -> object:
            return await self._gate.through(name, lambda: method(*args, **named))

        return call
