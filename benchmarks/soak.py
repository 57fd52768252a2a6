"""Weeks of a bot's life: ``python -m benchmarks.soak --weeks 8``.

A bot polls the feeds of ten papers every half an hour, reads their articles in worker
processes, posts two digests a day to each of three channels of a Slack that others
wrote, evaluates two alerts, reminds of events, and deletes what is older than ``keep``,
which is a week. Bot and platform are processes of their own; the bot's clock
skips the time in which nothing happens.

Of each day it prints what the bot's own process uses, and the size of the database
without its log. The growths are of the second half: the medians of the days in its first
half and in its last half are compared, since at the end of a day more or fewer
connections may be open than usual. ``rss_growth`` and ``db_growth`` are shares,
``fd_growth`` is a number. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median

from benchmarks.soak_bot import SoakOrder
from benchmarks.soak_news import Press, serving
from bot.stores.sql import open_maintenance
from tests.fakes.slack.process import running_slack

WEEKS, PAPERS, ARTICLES = 8, 10, 60
_FEWEST_DAYS = 4
CHANNELS = ("news", "desk", "night")

Day = dict[str, float]
Pair = tuple[float, float]


def soak(folder: Path, days: int) -> Iterator[Day]:
    """Yield what the bot uses after each day.

    Raises:
        RuntimeError: the bot ended early.
    """
    with (
        serving(Press(folder, PAPERS, ARTICLES)) as port,
        running_slack(CHANNELS) as slack,
    ):
        channels = [
            str(slack.do("channel", name=f"#{name}")["value"]) for name in CHANNELS
        ]
        order = SoakOrder(
            *(str(folder), port, PAPERS, days, channels, slack.environment)
        )
        with open_maintenance(order.database) as maintenance:
            maintenance.upgrade()
        path = folder / "order.json"
        path.write_text(json.dumps(asdict(order)))
        command = [sys.executable, "-m", "benchmarks.soak_bot", str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as bot:
            try:
                yield from map(json.loads, bot.stdout or ())
            finally:
                bot.kill()
        print(f"{len(slack.posted())} messages stand in the channels")


def growths(days: Sequence[Day]) -> dict[str, float]:
    """Return by how much the use grew in the second half of the days."""
    second = days[len(days) // 2 :]
    before, after = second[: len(second) // 2], second[len(second) // 2 :]

    def compared(name: str) -> Pair:
        first, last = (median(day[name] for day in part) for part in (before, after))
        return first, last

    rss, size, fds = map(compared, ("rss_mb", "database_mb", "descriptors"))
    return {
        "rss_growth": round(rss[1] / rss[0] - 1, 4),
        "fd_growth": fds[1] - fds[0],
        "db_growth": round(size[1] / size[0] - 1, 4),
        "rss_mb": rss[1],
        "database_mb": size[1],
        "cpu_s": days[-1]["cpu_s"],
    }


def main() -> None:
    """Print a line for each day, then the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.soak")
    parser.add_argument("--weeks", type=float, default=WEEKS)
    given = parser.parse_args()
    if round(7 * given.weeks) < _FEWEST_DAYS:
        parser.error("--weeks must be 0.6 or more: growth is measured over four days")
    days: list[Day] = []
    with tempfile.TemporaryDirectory() as name:
        for day in soak(Path(name), round(7 * given.weeks)):
            days.append(day)
            print(json.dumps(day), flush=True)
        lines = map(json.loads, (Path(name) / "log").read_text().splitlines())
        bad = (line for line in lines if line["level"] in {"warning", "error"})
        print(Counter(line["event"] for line in bad))
    print(json.dumps({"weeks": given.weeks, **growths(days)}))


if __name__ == "__main__":
    main()
