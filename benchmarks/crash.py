"""Kill -9 around the slots, on both platforms: ``python -m benchmarks.crash``.

The real bot posts ``--digests`` digests through its own adapters on each platform, as
others wrote it and on its own wire: with one process on an SQLite file, then with two
on a PostgreSQL server. Its processes are killed meanwhile, and a share of the calls
goes wrong: answers are lost after a post, come as an error, or late, or say "too
often". Its clock and the platforms' run faster, so that leases and pauses are short.
Stories begin and end meanwhile, and each channel has an alert on each story. The peer
is APScheduler with a job store and the same adapters, under the same kills and faults;
it has no alerts. A digest counts as posted exactly once when each of its parts stands in
its channel once, and all in order. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random

from benchmarks.cronposts import NAME, PARTS, moment, name, register
from bot.scheduling import SystemClock
from bot.stores.sql import open_maintenance
from tests.fakes.platforms.bot import Order
from tests.fakes.platforms.crashes import (
    KINDS,
    Outcome,
    Scene,
    editions,
    environment,
    platforms,
    play,
)
from tests.fakes.platforms.grounds import seen
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.killing import Replicas
from tests.fakes.platforms.tallies import Tally, tally
from tests.fakes.postgresql import running_server

DIGESTS = 50
"""On each platform, with each number of processes."""

TIMES = 5
"""So many digests come due in a channel, one after the other."""

ALERTS = 2
"""So many stories begin and end meanwhile."""

GAP_SECONDS = 4.0
HITS = 8
"""It is killed until so many kills have hit it at work, or all is over."""

FAULTY_CALLS = 1.0
"""Of so many calls of each kind for a digest a share goes wrong; a part that meets ever
more of them waits for hours."""

REPLICAS = 1, 2
PEER = "from benchmarks.cronposts import main; main()"

_PEER_FIRST = 15.0
"""Its first digests come due so late: some hundred jobs are to be put in the store."""

_SETTLED_SECONDS = 12.0
"""How long the peer is left alone in the end: longer than its tries take."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What came of all digests by platform, and of how many kills."""

    tallies: Mapping[str, Tally] = field(
        default_factory=lambda: dict.fromkeys(KINDS, Tally())
    )
    kills: int = 0
    hits: int = 0
    alerts: Mapping[str, Tally] = field(
        default_factory=lambda: dict.fromkeys(KINDS, Tally())
    )

    def __add__(self, other: Outcome) -> Totals:
        """With one more outcome."""
        mine = {kind: one + other.tallies[kind] for kind, one in self.tallies.items()}
        alerts = {
            kind: one + other.alerts.get(kind, Tally())
            for kind, one in self.alerts.items()
        }
        kills, hits = self.kills + other.kills, self.hits + other.hits
        return Totals(mine, kills, hits, alerts)

    @property
    def tally(self) -> Tally:
        """On all platforms."""
        return sum(self.tallies.values(), Tally())


def ours(scene: Scene, folder: Path) -> Outcome:
    """Return what the bot makes of a scene."""
    with _database(scene, folder) as database:
        with open_maintenance(database) as maintenance:
            maintenance.upgrade()
        return play(scene, folder, database)


@contextmanager
def _database(scene: Scene, folder: Path) -> Iterator[str]:
    """Return a file for one process, a server for more."""
    if scene.replicas == 1:
        yield f"sqlite:///{folder / 'sitrep.db'}"
        return
    with running_server() as server:
        yield server.url(server.create())


def peer(scene: Scene, folder: Path) -> Outcome:
    """Return what a scheduler that posts directly makes of it."""
    clock, outcome = HastyClock.started(scene.speed), Outcome()

    def strike() -> None:
        outcome.kills += 1

    with platforms(scene, clock) as found:
        jobs = f"sqlite:///{folder / 'jobs.db'}"
        order = Order(
            jobs,
            str(clock),
            environment(found.values()),
            list(editions(scene, folder, clock, first=_PEER_FIRST)),
        )
        path = folder / "order.json"
        order.write(path)
        asyncio.run(register(order))
        command = (sys.executable, "-c", PEER, str(path))
        with Replicas(command, scene.replicas, folder / "log") as replicas:
            left = clock.machine(moment(order.editions[0], clock)) - SystemClock().now()
            time.sleep(max(0.0, left.total_seconds()))
            chance = Random(scene.seed)  # noqa: S311 - when to kill
            replicas.harass(scene.times * scene.gap, chance, struck=strike)
            time.sleep(_SETTLED_SECONDS)
        for kind, platform in found.items():
            shown = {
                channel: [key[:NAME] for key in keys]
                for channel, keys in seen(kind, platform).items()
            }
            wanted = {
                channel: [
                    [name(one.id, channel, part) for part in range(PARTS)]
                    for one in order.editions
                ]
                for channel in scene.names(kind)
            }
            outcome.tallies[kind] = tally(wanted, shown)
    return outcome


def run(who: str, act: Callable[[Scene, Path], Outcome], scene: Scene) -> Totals:
    """Let somebody act in a scene with each number of processes."""
    found = Totals()
    for replicas in REPLICAS:
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            outcome = act(replace(scene, replicas=replicas), Path(folder))
        took = f"{time.monotonic() - started:.0f} s"
        print(f"{who}, {replicas} processes, {outcome.kills} kills, {took}:")
        for kind, one in outcome.tallies.items():
            print(f"  {kind}: {one}", flush=True)
        for kind, one in outcome.alerts.items():
            print(f"  alerts, {kind}: {one}", flush=True)
        found += outcome
    return found


def main() -> None:
    """Print what came of each scene, then the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.crash")
    parser.add_argument("--digests", type=int, default=DIGESTS)
    parser.add_argument("--seed", type=int, default=4)
    given = parser.parse_args()
    channels = max(1, round(given.digests / TIMES))
    until = round(FAULTY_CALLS * given.digests)
    scene = Scene(
        channels,
        TIMES,
        seed=given.seed,
        gap=GAP_SECONDS,
        until=until,
        patience=600.0,
        hits=HITS,
        alerts=ALERTS,
    )
    started = time.monotonic()
    mine, other = run("the bot", ours, scene), run("the peer", peer, scene)
    figures = {
        "digests": mine.tally.digests,
        "exactly_once": mine.tally.exactly_once,
        "lost": mine.tally.lost,
        "doubled": mine.tally.doubled,
        "out_of_order": mine.tally.out_of_order,
        "kills": mine.kills,
        "kills_at_work": mine.hits,
        **{
            f"{kind}_{name}": number
            for kind, one in mine.tallies.items()
            for name, number in asdict(one).items()
        },
        **{
            f"alerts_{name}": number
            for name, number in asdict(sum(mine.alerts.values(), Tally())).items()
        },
        "peer_exactly_once": other.tally.exactly_once,
        "peer_lost": other.tally.lost,
        "peer_doubled": other.tally.doubled,
        "peer_digests": other.tally.digests,
        "cells": len(REPLICAS) * len(KINDS),
        "seconds": round(time.monotonic() - started, 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
