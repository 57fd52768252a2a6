"""A connection to a platform on which a process may die."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from typing_extensions import override

from tests.fakes.platforms.faults import LATEST, Call
from tests.fakes.platforms.platform import PlatformModel
from tests.fakes.platforms.wires import Answer, LostError, Request, Wire
from tests.simulation.accidents import Death, Gate, Kind, leave, standing
from tests.simulation.moments import VirtualClock, give_way

_WAY = timedelta(milliseconds=100)
_PATIENCE = timedelta(seconds=10)
_READING = frozenset({Call.READ, Call.CHANNEL})


@dataclass(frozen=True, slots=True)
class GatedWire(Wire):
    """Carries requests to a platform in memory; each is a call at the gate."""

    model: PlatformModel
    clock: VirtualClock
    gate: Gate

    @override
    async def call(self, request: Request) -> Answer:
        """Ask once.

        Raises:
            Death: the process ended before the platform was asked, while the request
                was on its way, or before the answer was heard.
            LostError: the platform gave no answer.
        """
        meaning, _ = self.model.meaning(request)
        if meaning in _READING:
            self.gate.idle.add(len(self.gate.names))
        accident = self.gate.enter(meaning.value)
        if accident is not None and accident.kind is Kind.LATE:
            self.model.delay(request, self.clock.now() + timedelta(seconds=LATEST))
            raise Death(accident.lasts)
        await give_way(standing(accident, Kind.FROZEN) + _WAY)
        answer = self.model.handle(request, self.clock.now())
        await leave(accident)
        if isinstance(answer, Answer):
            await give_way(_WAY)
            return answer
        await give_way(_PATIENCE if answer.silent else _WAY)
        raise LostError("no answer in time" if answer.silent else "connection lost")


POST = Call.POST.value
"""The name of a post at the gate."""
