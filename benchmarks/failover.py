"""A PostgreSQL primary dies under load: ``python -m benchmarks.failover``.

``--processes`` real bots post a digest to ``--channels`` channels of a Slack that others
wrote, which serves 15 requests a second. Their database is a PostgreSQL primary with a
streaming standby, both real servers on the loopback, and its address names both. In the
middle of the posts all processes of the primary are killed, and five seconds later, in
which a cluster manager would notice it, the standby is promoted. Clocks are not hurried.

``back_s`` is the longest time of ``--rounds`` from the kill to the first post through the
new primary. ``lost``, ``doubled`` and ``out_of_order`` are digests of all rounds, counted
on the platform. One round more is asynchronous: commits do not wait for the standby,
which receives nothing in the last three seconds before the kill. The last line is one
JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bot.scheduling import SystemClock
from bot.stores.sql import open_maintenance
from tests.fakes import report_files
from tests.fakes.platforms.bot import Edition, Order
from tests.fakes.platforms.crashes import BOT, begin, is_over, posted
from tests.fakes.platforms.grounds import Ground, names, running, seen
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.killing import Replicas, wait_for
from tests.fakes.platforms.tallies import Tally, tally
from tests.fakes.standby import Pair, running_pair

CHANNELS, PROCESSES, ROUNDS = 60, 2, 3
RATE = 15.0
NOTICED_SECONDS, BEHIND_SECONDS = 5.0, 3.0

_REPORTS, _FIRST_SECONDS = 2, 8
_PATIENCE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Failover:
    """What came of one failover."""

    tally: Tally
    posts: int
    back_seconds: float
    done_seconds: float


@dataclass(frozen=True, slots=True)
class Load:
    """Bots that post to a platform, with a pair of servers."""

    order: Order
    platform: Ground
    pair: Pair

    def fail_over(self, share: float, *, behind: float) -> Failover:
        """Kill the primary after a share of the posts, and wait for the end.

        Raises:
            RuntimeError: the bots do not post.
        """
        channels = len(self.order.editions[0].to)
        self._await_posts(int(share * channels))
        if behind:
            self.pair.leave_behind()
            time.sleep(behind)
        self.pair.primary.kill()
        killed = SystemClock().now()
        time.sleep(NOTICED_SECONDS)
        self.pair.promote()
        promoted = SystemClock().now()
        if not wait_for(
            lambda: is_over(self.order.database, channels), _PATIENCE_SECONDS, pause=1.0
        ):
            raise RuntimeError(f"only {len(self._moments())} parts were posted")
        moments = self._moments()
        wanted = posted(self.order.database, self.order)
        first = min(at for at in moments if at > promoted)
        return Failover(
            tally(wanted, seen("slack", self.platform)),
            len(moments),
            (first - killed).total_seconds(),
            (max(moments) - killed).total_seconds(),
        )

    def _moments(self) -> list[datetime]:
        return [
            datetime.fromisoformat(str(one["at"])) for one in self.platform.posted()
        ]

    def _await_posts(self, number: int) -> None:
        if not wait_for(lambda: len(self._moments()) >= number, _PATIENCE_SECONDS):
            raise RuntimeError(f"only {len(self._moments())} parts were posted")


def fail_over(
    channels: int, processes: int, share: float, *, synchronous: bool
) -> Failover:
    """Run the bots, and let the primary die after a share of the posts."""
    clock = HastyClock.started(1.0)
    with (
        tempfile.TemporaryDirectory() as name,
        running_pair(synchronous=synchronous) as pair,
        running("slack", clock, channels, rate=RATE) as platform,
    ):
        folder = Path(name)
        with open_maintenance(pair.address) as maintenance:
            maintenance.upgrade()
        begin(pair.address, clock.now())
        report_files.write(folder / "texts", 0, _REPORTS)
        at = clock.now() + timedelta(seconds=_FIRST_SECONDS)
        to = [f"slack/{name}" for name in names("slack", channels)]
        edition = Edition("all", f"{at:%H:%M:%S}", str(folder / "texts"), to)
        order = Order(pair.address, str(clock), platform.environment, [edition])
        path = folder / "order.json"
        order.write(path)
        command = (sys.executable, "-m", BOT, str(path))
        with Replicas(command, processes, folder / "log"):
            behind = 0.0 if synchronous else BEHIND_SECONDS
            return Load(order, platform, pair).fail_over(share, behind=behind)


def main() -> None:
    """Print what came of each round, then the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.failover")
    parser.add_argument("--channels", type=int, default=CHANNELS)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    chance, found = Random(4), []  # noqa: S311 - when to kill
    for number in range(given.rounds):
        share = chance.uniform(0.5, 2.5)
        one = fail_over(given.channels, given.processes, share, synchronous=True)
        print(f"round {number + 1}: {one}", flush=True)
        found.append(one)
    loose = fail_over(given.channels, given.processes, 1.0, synchronous=False)
    print(f"asynchronous: {loose}", flush=True)
    total = sum((one.tally for one in found), Tally())
    figures = {
        "digests": total.digests,
        "posts": sum(one.posts for one in found),
        "lost": total.lost,
        "doubled": total.doubled,
        "out_of_order": total.out_of_order,
        "back_s": round(max(one.back_seconds for one in found), 1),
        "done_s": round(max(one.done_seconds for one in found), 1),
        "asynchronous_lost": loose.tally.lost,
        "asynchronous_doubled": loose.tally.doubled,
        "asynchronous_back_s": round(loose.back_seconds, 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
