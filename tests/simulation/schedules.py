"""Schedules of accidents: one or two deaths, at every call to the outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, product
from typing import TypeAlias

from bot.core.domain.slots import SlotKind
from tests.simulation.accidents import Accident, Kind
from tests.simulation.scenes import Burden
from tests.simulation.verdicts import Verdict
from tests.simulation.wiring import POST
from tests.simulation.worlds import Outcome, Setting, simulate

DOWNTIMES = (timedelta(seconds=5), timedelta(hours=1))
FAULTS = (0.0, 0.3)
REPLICAS = (1, 2)
PLATFORMS = ("slack", "discord")
BURDEN = Burden(failures=1, takes=timedelta(seconds=40))
"""The first try of a digest fails, and the next is longer than the pause before it."""

SETTINGS = tuple(
    Setting(platform, replicas, faults)
    for platform, replicas, faults in product(PLATFORMS, REPLICAS, FAULTS)
)
BURDENED = tuple(
    Setting(platform, replicas, burden=BURDEN)
    for platform, replicas in product(PLATFORMS, REPLICAS)
)
"""Those in which two digests are due together, and the first is hard to make."""

NEWS = tuple(
    Setting(platform, replicas, faults, unplanned=(kind,))
    for kind, platform, replicas, faults in product(
        (SlotKind.CORRECTION, SlotKind.ALERT, SlotKind.REMINDER),
        *(PLATFORMS, REPLICAS, FAULTS),
    )
)
"""Those in which corrections go into the threads of digests, or alerts or reminders of
events are posted, each with a message in its thread."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many schedules were tried, what came of all, and those that failed."""

    schedules: int = 0
    verdict: Verdict = Verdict()  # noqa: RUF009 - a frozen value
    failed: tuple[tuple[Accident, ...], ...] = ()

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.schedules + other.schedules,
            self.verdict + other.verdict,
            self.failed + other.failed,
        )

    def counting(self, verdict: Verdict, accidents: tuple[Accident, ...]) -> Tally:
        """With one schedule more."""
        failed = () if verdict.good else (accidents,)
        return self + Tally(1, verdict, failed)


def deaths(run: Outcome, down: timedelta) -> Iterator[Accident]:
    """Every way to die once, given the run in which nobody does."""
    for number in range(len(run.calls)):
        yield Accident(number, Kind.BEFORE, down)
        yield from _after(run, number, down)


def telling_deaths(run: Outcome, down: timedelta, *, since: int) -> Iterator[Accident]:
    """Every way to die that can be told from the others, from this call on.

    To die before a call is to die after the one before it, and to die after one that
    changed nothing outside is to die after the last one that did: what is left behind
    is the same.
    """
    for number in range(since, len(run.calls)):
        if number not in run.idle:
            yield from _after(run, number, down)


def _after(run: Outcome, number: int, down: timedelta) -> Iterator[Accident]:
    yield Accident(number, Kind.AFTER, down)
    if run.calls[number] == POST:
        yield Accident(number, Kind.LATE, down)


def single(setting: Setting, down: timedelta) -> Tally:
    """Try every single death."""
    return _each(setting, deaths(simulate(setting), down))


def single_telling(setting: Setting, down: timedelta) -> Tally:
    """Try every single death that can be told from the others."""
    return _each(setting, telling_deaths(simulate(setting), down, since=0))


def _each(setting: Setting, accidents: Iterable[Accident]) -> Tally:
    tally = Tally()
    for accident in accidents:
        verdict = simulate(setting, (accident,)).verdict
        tally = tally.counting(verdict, (accident,))
    return tally


Trying: TypeAlias = Callable[[Setting, timedelta], Tally]


def double(
    setting: Setting, down: timedelta, *, of: int = 1, number: int = 0, step: int = 1
) -> Tally:
    """Try every pair of deaths that can be told from the others.

    The first deaths are dealt to ``of`` parties, of which this is the one of this
    ``number``; only every ``step``-th pair of each is tried.
    """
    mine = islice(telling_deaths(simulate(setting), down, since=0), number, None, of)
    pairs = (
        (first, second)
        for first in mine
        for second in telling_deaths(
            simulate(setting, (first,)), down, since=first.call + 1
        )
    )
    tally = Tally()
    for pair in islice(pairs, 0, None, step):
        tally = tally.counting(simulate(setting, pair).verdict, pair)
    return tally
