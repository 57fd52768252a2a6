"""Kill -9 around the slots, on all platforms: ``python -m benchmarks.crash``.

The real bot posts ``--digests`` digests through its own adapters on each platform: with
one process on an SQLite file, then with two on a PostgreSQL server. Its processes are
killed meanwhile, and a share of the calls goes wrong: answers are lost after a post,
come as an error, or late, or say "too often". Its clock and the platforms' run faster, so
that leases and pauses are short. Stories begin and end meanwhile, and each channel has
an alert on each story. A digest counts as posted exactly once when each of its parts
stands in its channel once, and all in order. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path

from bot.stores.sql import open_maintenance
from tests.fakes.platforms.crashes import Outcome, Scene, play
from tests.fakes.platforms.tallies import Tally
from tests.fakes.postgresql import running_server

DIGESTS, TIMES, ALERTS = 50, 5, 2
"""Digests on each platform; how many come due in a channel; stories meanwhile."""

SCENE = Scene(
    0,
    TIMES,
    gap=4.0,
    patience=600.0,
    # The bot is killed until so many kills have hit it at work, or all is over.
    hits=8,
    alerts=ALERTS,
)
REPLICAS = 1, 2


def run(scene: Scene) -> Outcome:
    """Play a scene with SQLite for one process, PostgreSQL for several; print it."""
    started = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = f"sqlite:///{folder / 'sitrep.db'}"
        if scene.replicas > 1:
            server = stack.enter_context(running_server())
            database = server.url(server.create())
        with open_maintenance(database) as maintenance:
            maintenance.upgrade()
        outcome = play(scene, folder, database)
    took = f"{time.monotonic() - started:.0f} s"
    print(f"{scene.replicas} processes, {outcome.kills} kills, {took}:", flush=True)
    for kind, tally in outcome.tallies.items():
        print(f"  {kind}: {tally}; alerts: {outcome.alerts.get(kind)}", flush=True)
    return outcome


def main() -> None:
    """Print the outcome of each scene, then the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.crash")
    parser.add_argument("--digests", type=int, default=DIGESTS)
    digests = parser.parse_args().digests
    # A share of the first calls goes wrong: a part that meets more faults waits for hours.
    scene = replace(SCENE, channels=max(1, round(digests / TIMES)), until=digests)
    outcomes = [run(replace(scene, replicas=number)) for number in REPLICAS]
    tallies = (tally for outcome in outcomes for tally in outcome.tallies.values())
    alerts = (tally for outcome in outcomes for tally in outcome.alerts.values())
    figures = {
        **asdict(sum(tallies, Tally())),
        **{f"alerts_{k}": v for k, v in asdict(sum(alerts, Tally())).items()},
        "kills": sum(outcome.kills for outcome in outcomes),
        "kills_at_work": sum(outcome.hits for outcome in outcomes),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
