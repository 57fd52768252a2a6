"""Every way to die once or twice while digests are posted: does each still come once?

``python -m benchmarks.simulator`` tries all schedules of one and two deaths, at every
call to the outside, on models of both platforms, with one and two processes, with and
without faults of the platform, with two digests due together of which one is hard to
make, with corrections in the threads of posted digests, with alerts and their
developments, with reminders of events and their cancellations, down for seconds and
for an hour; and that each planted mistake is noticed. Nothing waits for real: time is
virtual. The last line is one JSON object.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby, product
from multiprocessing import Pool

from tests.simulation.designs import MISTAKES
from tests.simulation.schedules import (
    BURDENED,
    DOWNTIMES,
    NEWS,
    SETTINGS,
    Tally,
    double,
    single,
)
from tests.simulation.worlds import Setting

TURN = "no waiting for what is not built"
"""The planted mistake by which a digest overtakes another one."""

PROCESSES = 2
PIECES = 4
"""Into how many pieces the pairs of deaths in one setting are cut."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A share of the schedules; without a number it is all single deaths."""

    setting: Setting
    down: timedelta
    number: int | None = None

    @property
    def place(self) -> tuple[Setting, timedelta]:
        """Return what all pieces have in common whose tallies are added."""
        return self.setting, self.down

    def tally(self) -> Tally:
        """Try them all."""
        if self.number is None:
            return single(self.setting, self.down)
        return double(self.setting, self.down, of=PIECES, number=self.number)


def pieces() -> Iterator[Piece]:
    """Yield all schedules, cut into pieces."""
    for setting, down in product((*SETTINGS, *BURDENED, *NEWS), DOWNTIMES):
        yield Piece(setting, down)
        yield from (Piece(setting, down, number) for number in range(PIECES))


def planted() -> Iterator[Piece]:
    """The single deaths with each planted mistake, on platforms without faults."""
    well = [one for one in (*SETTINGS, *BURDENED) if not one.faults]
    for design, setting, down in product(MISTAKES.values(), well, DOWNTIMES):
        yield Piece(replace(setting, design=design), down)


def main() -> None:
    """Print a line for each setting as soon as it was tried, then the figures."""
    started, total = time.monotonic(), Tally()
    with Pool(PROCESSES) as pool:
        tried = list(pieces())
        tallies = zip(tried, pool.imap(Piece.tally, tried), strict=True)
        for (setting, down), same in groupby(tallies, lambda one: one[0].place):
            tally = sum((tally for _, tally in same), Tally())
            print(_told(setting, down, tally), flush=True)
            total += tally
        mistaken = list(planted())
        found = zip(mistaken, pool.map(Piece.tally, mistaken), strict=True)
        caught = {piece.setting.design for piece, tally in found if tally.failed}
    missed = [name for name, design in MISTAKES.items() if design not in caught]
    print(json.dumps(_figures(total, time.monotonic() - started, missed)))


def _told(setting: Setting, down: timedelta, tally: Tally) -> str:
    where = (
        f"{setting.platform}, {setting.replicas} processes, {setting.faults:.0%} faults"
    )
    if setting.burden is not None:
        where += ", one digest that is hard to build"
    if setting.unplanned:
        where += f", with {', '.join(setting.unplanned)}"
    failed = "".join(f"\n  {one}" for one in tally.failed[:3])
    return f"{where}, down {down}: {tally.schedules:,} {tally.verdict}{failed}"


def _figures(total: Tally, seconds: float, missed: Sequence[str]) -> dict[str, float]:
    """The figures; the mistake of one's turn counts apart from those of posting."""
    posting = [name for name in MISTAKES if name != TURN]
    return {
        "schedules": total.schedules,
        "lost": total.verdict.lost,
        "doubled": total.verdict.doubled,
        "out_of_order": total.verdict.out_of_order,
        "seconds": round(seconds, 1),
        "planted_caught": sum(name not in missed for name in posting),
        "overtaking_caught": int(TURN not in missed),
    }


if __name__ == "__main__":
    main()
