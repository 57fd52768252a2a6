"""One digest to a thousand channels: ``python -m benchmarks.fanout``.

The real bot on an SQLite file posts a digest of several parts to 1,000 channels of a
Slack that others wrote, which serves 40 requests a second, then to 100. The lag of a
digest is from its slot to its first part; ``minutes`` is until the last part of the
1,000. Last, the bot is killed in the middle of the 1,000 and started again:
``catch_up_s`` is the time until its next post. Clocks are not hurried. The last line is
one JSON object.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles

from bot.stores.sql import open_maintenance
from tests.fakes import report_files
from tests.fakes.platforms.bot import Edition, Order
from tests.fakes.platforms.crashes import BOT, begin, is_over
from tests.fakes.platforms.grounds import Ground, names, running
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.killing import Replicas, wait_for

MANY, FEW = 1_000, 100
RATE = 40.0
REPORTS = 2

_FIRST_SECONDS = 6
_PATIENCE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Slot:
    """One digest that comes due at a moment in so many channels."""

    at: datetime
    channels: int
    platform: Ground
    replicas: Replicas
    database: str

    def finish(self) -> None:
        """Wait until all is posted.

        Raises:
            RuntimeError: it is not.
        """
        if not wait_for(
            lambda: is_over(self.database, self.channels), _PATIENCE_SECONDS
        ):
            raise RuntimeError(f"only {len(self.posted())} parts were posted")

    def posted(self) -> list[tuple[str, datetime]]:
        """Return each message's channel and when it appeared."""
        return [
            (str(one["channel"]), datetime.fromisoformat(str(one["at"])))
            for one in self.platform.posted()
        ]

    def await_posts(self, number: int) -> None:
        """Wait until so many messages stand there.

        Raises:
            RuntimeError: they do not come.
        """
        if not wait_for(lambda: len(self.posted()) >= number, _PATIENCE_SECONDS):
            raise RuntimeError(f"{len(self.posted())} of {number} parts were posted")

    def lags(self) -> list[float]:
        """How many seconds after the slot the first part of each channel appeared."""
        firsts: dict[str, datetime] = {}
        for channel, at in self.posted():
            firsts.setdefault(channel, at)
        return sorted((at - self.at).total_seconds() for at in firsts.values())

    def seconds(self) -> float:
        """From the slot to the last part."""
        return max((at - self.at).total_seconds() for _, at in self.posted())


@contextmanager
def due(channels: int) -> Iterator[Slot]:
    """Run the bot, and let a digest come due."""
    clock = HastyClock.started(1.0)
    with (
        tempfile.TemporaryDirectory() as name,
        running("slack", clock, channels, rate=RATE) as platform,
    ):
        folder = Path(name)
        database = f"sqlite:///{folder / 'sitrep.db'}"
        with open_maintenance(database) as maintenance:
            maintenance.upgrade()
        begin(database, clock.now())
        report_files.write(folder / "texts", 0, REPORTS)
        at = clock.now().replace(microsecond=0) + timedelta(seconds=_FIRST_SECONDS)
        to = [f"slack/{name}" for name in names("slack", channels)]
        edition = Edition("all", f"{at:%H:%M:%S}", str(folder / "texts"), to)
        path = folder / "order.json"
        Order(database, str(clock), platform.environment, [edition]).write(path)
        command = (sys.executable, "-m", BOT, str(path))
        with Replicas(command, 1, folder / "log") as replicas:
            yield Slot(at, channels, platform, replicas, database)


def spread(lags: Sequence[float]) -> tuple[float, float]:
    """Return the median, and what 99 of 100 are below."""
    cuts = quantiles(lags, n=100)
    return round(cuts[49], 2), round(cuts[98], 2)


def caught_up() -> float:
    """Seconds from the start after a kill to the next post."""
    with due(MANY) as slot:
        slot.await_posts(MANY // 2)
        slot.replicas.kill(0)
        time.sleep(1.0)
        before, started = len(slot.posted()), time.monotonic()
        slot.replicas.restart(0)
        slot.await_posts(before + 1)
        return round(time.monotonic() - started, 2)


def main() -> None:
    """Print what was found, then the figures."""
    with due(FEW) as few:
        few.finish()
        half, most = spread(few.lags())
        print(f"{FEW} channels: {few.seconds():.1f} s, lag p99 {most} s", flush=True)
    with due(MANY) as many:
        many.finish()
        lags, minutes = spread(many.lags()), many.seconds() / 60
        number = len(many.posted())
    print(f"{MANY} channels: {minutes:.2f} minutes, {number} posts", flush=True)
    figures = {
        "minutes": round(minutes, 2),
        # Of 100 channels, for which there is a bound; of all, the rate is the bound.
        "lag_p50_s": half,
        "lag_p99_s": most,
        "lag_all_p50_s": lags[0],
        "lag_all_p99_s": lags[1],
        "catch_up_s": caught_up(),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
