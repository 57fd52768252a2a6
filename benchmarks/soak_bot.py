"""The bot of the soak, in a process of its own: ``python -m benchmarks.soak_bot ORDER``.

Its jobs, store, worker processes, HTTP client and the connection to Slack are those of
``sitrep run``. Only the clock is another: it skips the time between two rounds of the
jobs. A line of JSON for each day tells what the process uses.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.alert_news import AGENCY, DAY
from benchmarks.alerts import SkippingClock
from benchmarks.soak_news import host
from bot.bootstrap.app_context import open_app
from bot.bootstrap.commands import DeferredCommandService, make_commands
from bot.bootstrap.memory import limit_heaps, return_memory
from bot.bootstrap.network import NetworkSettings
from bot.bootstrap.platforms import open_platforms
from bot.bootstrap.redaction import redaction
from bot.bootstrap.run import BUILDERS
from bot.bootstrap.runtime import Runtime
from bot.core.digests.service import FixedConfiguration
from bot.core.domain.configuration import (
    AlertCondition,
    AlertPlan,
    Configuration,
    Destination,
    DigestPlan,
    Source,
    SourceKind,
    Topic,
    WatchedActor,
    Weekday,
)
from bot.core.operations.periodic_jobs import PeriodicJobs
from bot.core.platforms.spec import PlatformContext
from bot.logs import StructuredEventLog

KEEP = timedelta(days=7)
STEP = timedelta(minutes=15)
"""Jobs run once a step, and once more five seconds later; polls are every half an hour."""

_AGAIN = timedelta(seconds=5)
_POLL = timedelta(minutes=30)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SoakOrder:
    """What the bot is to do for so many days; the papers answer at ``port``."""

    folder: str
    port: int
    papers: int
    days: int
    channels: Sequence[str]
    environment: dict[str, str]

    @property
    def database(self) -> str:
        """The address of the database."""
        return f"sqlite:///{self.folder}/sitrep.db"

    @property
    def configuration(self) -> Configuration:
        """Two digests a day, with reminders, and two alerts, in each channel."""
        sources = tuple(
            Source(SourceKind.FEED, f"http://{host(number)}:{self.port}/feed.xml")
            for number in range(self.papers)
        )
        words = ("ferry", "dockers", "tanker", "crane")
        sea = Topic("sea", "The sea", sources, words, actors=(WatchedActor(AGENCY),))
        flaws = Topic("flaws", "Flaws", sources, ("vulnerability", r"/CVE-\d+/"))
        to = tuple(Destination("slack", channel) for channel in self.channels)
        digest = DigestPlan(
            *("daily", (sea, flaws), (time(7), time(17)), frozenset(Weekday)),
            *(ZoneInfo("Europe/Berlin"), to),
            remind=(timedelta(days=1), timedelta(hours=2)),
        )
        alerts = (
            AlertPlan("papers", (sea,), AlertCondition(papers=3), to),
            AlertPlan("match", (flaws,), AlertCondition(match=(r"/CVE-\d+/",)), to),
        )
        return Configuration(
            *((sea, flaws), (digest,)),
            engine="fast",
            poll=_POLL,
            keep=KEEP,
            record=KEEP,
            alerts=alerts,
        )


class Soak:
    """Runs the jobs, and tells what the process uses."""

    def __init__(
        self, jobs: PeriodicJobs, clock: SkippingClock, order: SoakOrder
    ) -> None:
        self._jobs, self._clock, self._order = jobs, clock, order
        self._now = Path(order.folder) / "now"

    async def live(self) -> None:
        """Let the days pass."""
        at = DAY
        for number in range(self._order.days):
            end = at + timedelta(days=1)
            while at < end:
                await self._round(at)
                await self._round(at + _AGAIN)
                at += STEP
            print(json.dumps(self._used(number + 1)), flush=True)

    async def _round(self, at: datetime) -> None:
        self._clock.skip_to(at)
        self._now.write_text(self._clock.now().isoformat())
        jobs = self._jobs
        due: list[Callable[[], Awaitable[None]]] = [
            *(jobs.plan, *(jobs.build,) * BUILDERS, jobs.send),
            *(jobs.alert, jobs.remind, jobs.reread, jobs.record, jobs.poll, jobs.read),
            return_memory,
        ]
        if (at - DAY) % _HOUR == timedelta(0):
            due.append(jobs.purge)
        await asyncio.gather(*(job() for job in due))

    def _used(self, day: int) -> dict[str, float]:
        status = Path("/proc/self/status").read_text()
        kilobytes = next(
            int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line
        )
        # The log beside it grows to 16 MB again and again.
        database = Path(self._order.folder) / "sitrep.db"
        return {
            "day": day,
            "rss_mb": round(kilobytes / 1024, 2),
            "objects": len(gc.get_objects()),
            "descriptors": _number("/proc/self/fd"),
            "threads": _number("/proc/self/task"),
            "database_mb": round(database.stat().st_size / 1e6, 2),
            "cpu_s": round(sum(os.times()[:4]), 1),
        }


def _number(folder: str) -> int:
    return sum(1 for _ in Path(folder).iterdir())


async def run(order: SoakOrder) -> None:
    """Run a bot for the days of an order."""
    clock = SkippingClock(DAY)
    hiding = redaction(order.environment)
    with (Path(order.folder) / "log").open("w") as log:
        event_log = StructuredEventLog(log, order.environment, hiding)
        network = NetworkSettings(allow_private=True)
        runtime = Runtime(order.database, clock, event_log, network)
        given = FixedConfiguration(order.configuration)
        commands = DeferredCommandService()
        context = PlatformContext(clock, event_log, log)
        async with (
            open_platforms(order.environment, commands, context) as platforms,
            open_app(runtime, given, platforms.messengers) as app,
        ):
            commands.open(make_commands(app))
            jobs = PeriodicJobs(app.services, clock.now())
            await Soak(jobs, clock, order).live()


if __name__ == "__main__":
    limit_heaps()
    asyncio.run(run(SoakOrder(**json.loads(Path(sys.argv[1]).read_text()))))
