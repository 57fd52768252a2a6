"""What befalls a process at the gate, and what its call has done by then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.simulation.accidents import LATENCY, Accident, Death, Gate, Gated, Kind
from tests.simulation.moments import at_once

pytestmark = pytest.mark.equipment

DOWN = timedelta(seconds=5)


class Bell:
    """Something outside."""

    def __init__(self) -> None:
        self.rings = 0

    async def ring(self, times: int) -> int:
        """Ring so often."""
        self.rings += times
        return self.rings


def pauses(bell: Bell, gate: Gate) -> list[timedelta]:
    """Ring it through the gate; for how long the call gave way, each time."""

    async def ringing() -> None:
        await Gated(bell, gate).ring(2)

    work, found = ringing(), []
    while True:
        try:
            found.append(work.send(None))
        except StopIteration:
            return found


@pytest.mark.parametrize(("kind", "rings"), [(Kind.BEFORE, 0), (Kind.AFTER, 2)])
def test_death_comes_before_the_effect_or_after_it(kind: Kind, rings: int) -> None:
    bell = Bell()

    with pytest.raises(Death) as death:
        pauses(bell, Gate([Accident(0, kind, DOWN)]))

    assert (bell.rings, death.value.down) == (rings, DOWN)


def test_other_calls_pass_the_gate() -> None:
    bell, gate = Bell(), Gate([Accident(1, Kind.BEFORE, DOWN)])

    pauses(bell, gate)

    assert (bell.rings, gate.names) == (2, ["ring"])


@pytest.mark.parametrize(
    ("kind", "given"),
    [(Kind.FROZEN, [DOWN + LATENCY]), (Kind.DAZED, [LATENCY, DOWN])],
)
def test_who_stands_still_goes_on_afterwards(
    kind: Kind, given: list[timedelta]
) -> None:
    bell = Bell()

    assert pauses(bell, Gate([Accident(0, kind, DOWN)])) == given
    assert bell.rings == 2


def test_calls_without_an_answer_changed_nothing() -> None:
    gate = Gate()

    async def nothing() -> None:
        """Find nothing."""

    work = gate.through("claim_message", nothing)
    work.send(None)
    with pytest.raises(StopIteration):
        work.send(None)

    assert gate.idle == {0}


def test_what_waits_is_not_done_at_once() -> None:
    with pytest.raises(RuntimeError):
        at_once(Gate().through("ring", lambda: Bell().ring(1)))
