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
from collections.abc import Iterator
from dataclasses import replace
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

PROCESSES, PIECES = 2, 4
"""The number of processes, and of pieces of the pairs of deaths in one setting."""

Piece = tuple[Setting, timedelta, int | None]
"""A share of the schedules; without a number it is all single deaths."""


def pieces() -> Iterator[Piece]:
    """Yield all schedules, cut into pieces."""
    for setting, down in product((*SETTINGS, *BURDENED, *NEWS), DOWNTIMES):
        yield from ((setting, down, number) for number in (None, *range(PIECES)))


def planted() -> Iterator[Piece]:
    """Yield single deaths with each planted mistake, on platforms without faults."""
    well = [setting for setting in (*SETTINGS, *BURDENED) if not setting.faults]
    for design, setting, down in product(MISTAKES.values(), well, DOWNTIMES):
        yield replace(setting, design=design), down, None


def try_all(piece: Piece) -> Tally:
    """Try all schedules of a piece."""
    setting, down, number = piece
    if number is None:
        return single(setting, down)
    return double(setting, down, of=PIECES, number=number)


def main() -> None:
    """Print a line for each setting as soon as it was tried, then the figures."""
    started, total = time.monotonic(), Tally()
    with Pool(PROCESSES) as pool:
        every = list(pieces())
        tallies = zip(every, pool.imap(try_all, every), strict=True)
        for (setting, down), same in groupby(tallies, lambda pair: pair[0][:2]):
            tally = sum((tally for _, tally in same), Tally())
            print(f"{setting}, down {down}: {tally.schedules:,} {tally.verdict}")
            print(*tally.failed[:3], sep="\n", end="", flush=True)
            total += tally
        mistaken = list(planted())
        judged = zip(mistaken, pool.map(try_all, mistaken), strict=True)
        caught = {piece[0].design for piece, tally in judged if tally.failed}
    names = {name for name, design in MISTAKES.items() if design in caught}
    figures = {
        "schedules": total.schedules,
        "lost": total.verdict.lost,
        "doubled": total.verdict.doubled,
        "out_of_order": total.verdict.out_of_order,
        "seconds": round(time.monotonic() - started, 1),
        # The mistake of one's turn counts apart from those of posting.
        "planted_caught": len(names - {TURN}),
        "overtaking_caught": int(TURN in names),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
