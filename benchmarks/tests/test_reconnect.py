from __future__ import annotations

import asyncio
from dataclasses import dataclass

from typing_extensions import override

from benchmarks.crowd import Place
from benchmarks.presence import Addresses
from benchmarks.reconnect import Stage, figures, recovery, stormed, told

SLACK = {"lost": 0.5, "silent": 9.0, "storm": 6.0}
DISCORD = {
    "lost": 0.25,
    "silent": 12.0,
    "op7": 0.125,
    "op9, resumable": 0.5,
    "op9, not resumable": 5.5,
    "storm": 8.0,
}


@dataclass(slots=True)
class Gate(Place):
    """Nobody answers before so many ``tries``; then there is connection number two."""

    tries: int = 3
    connects: int = 1

    @override
    async def ready(self) -> None:
        return

    @override
    async def ask(self, number: int) -> float:
        if number < self.tries:
            raise TimeoutError
        self.connects = 2
        return 0.0

    @override
    async def brief(self, reader: int, url: str) -> bool:
        raise NotImplementedError


def yard(gate: Gate, stormy: list[bool]) -> Stage:
    """Return a platform with a gate; a storm makes four connections."""

    def storm(blows: bool) -> None:  # noqa: FBT001 - its only argument
        stormy.append(blows)
        gate.connects += 4 * blows

    return Stage(gate, Addresses(), lambda: gate.connects, storm)


def test_the_worst_of_both_platforms_and_of_all_kinds_counts() -> None:
    assert figures([SLACK, DISCORD]) == {
        "lost_s": 0.5,
        "silent_s": 12.0,
        "op7_s": 0.125,
        "op9_s": 5.5,
        "storm_connects_per_min": 8.0,
    }


def test_each_accident_has_its_line() -> None:
    assert tuple(told("slack", SLACK)) == (
        "slack, lost: 0.50 s",
        "slack, silent: 9.00 s",
        "slack, storm: 6.00 connects a minute",
    )


async def test_recovery_lasts_until_a_command_is_answered() -> None:
    happened: list[str] = []

    seconds = await recovery(yard(Gate(), []), lambda: happened.append("accident"))

    assert happened == ["accident"]
    assert seconds >= 0.3


async def test_an_answer_on_the_old_connection_is_no_recovery() -> None:
    gate = Gate(tries=0, connects=2)
    waiting = asyncio.create_task(recovery(yard(gate, []), lambda: None))
    _, pending = await asyncio.wait([waiting], timeout=0.25)

    waiting.cancel()

    assert waiting in pending


async def test_a_storm_is_counted_by_the_minute() -> None:
    blown: list[bool] = []

    rate = await stormed(yard(Gate(), blown), 0.1)

    assert rate == 4 * 60 / 0.1
    assert blown == [True, False]
