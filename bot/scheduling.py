"""The clock and the periodic jobs; the only module that imports APScheduler.

APScheduler only calls functions at intervals. It stores no jobs; the planner decides
which digests are due.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from typing_extensions import override

from bot.core.ports.metrics import NO_METRICS, HistogramName, Metrics
from bot.core.ports.services import Clock, EventLog

TICK_SECONDS = 2.0
"""The default interval in seconds: a slot starts at most this many seconds late."""

MAX_LAG_SECONDS = 0.25
"""The lag of the event loop above which it is logged.

Chat platforms wait 3 s for an answer.
"""

_PULSE_SECONDS = 0.1
_MANY_TICKS = 1_000_000
_STALLED = 2
"""The number of intervals; a job that is scheduled further ahead runs at once."""


class SystemClock(Clock):
    """The machine's clock."""

    @override
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the port's adapter


class FixedClock(Clock):
    """A clock that stands still unless it is moved."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    @override
    def now(self) -> datetime:
        return self._at

    def move(self, by: timedelta) -> None:
        """Advance the clock by this duration."""
        self._at += by


@dataclass(slots=True)
class _Ticks:
    """Calls ``tick``, but skips a call while the previous call is still running."""

    tick: Callable[[], Awaitable[None]]
    _at_work: bool = False

    async def make(self) -> None:
        if self._at_work:
            return
        self._at_work = True
        try:
            await self.tick()
        finally:
            self._at_work = False


async def _keep_going(job: Job, seconds: float) -> None:
    """Run ``job`` at once when the scheduler would wait too long for its next run.

    The scheduler waits for a time of the machine's clock, which may be hours ahead
    after the clock was set back; the event loop's own time never goes back. ``seconds``
    is the job's interval.
    """
    while True:
        await asyncio.sleep(seconds)
        now = SystemClock().now()
        if job.next_run_time > now + timedelta(seconds=_STALLED * seconds):
            job.modify(next_run_time=now)


@asynccontextmanager
async def ticking(
    tick: Callable[[], Awaitable[None]],
    *,
    seconds: float = TICK_SECONDS,
    at_once: bool = True,
    overlapping: bool = False,
) -> AsyncIterator[None]:
    """Call ``tick`` every ``seconds`` until the block ends.

    The first call is immediate; without ``at_once`` it follows after one interval.
    Calls never overlap unless ``overlapping`` is true; then a slow call delays no other
    call. The calls continue when the machine's clock is set back.
    """
    work = tick if overlapping else _Ticks(tick).make
    most = _MANY_TICKS if overlapping else 2
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        # A late call is as good as a punctual call: the planner looks back. Two instances
        # are allowed, since the library would warn about every slow call otherwise.
        job_defaults={
            "coalesce": True,
            "max_instances": most,
            "misfire_grace_time": None,
        },
    )
    begin = SystemClock().now() + timedelta(seconds=0 if at_once else seconds)
    job = scheduler.add_job(work, "interval", seconds=seconds, next_run_time=begin)
    scheduler.start()
    keeping = asyncio.create_task(_keep_going(job, seconds))
    try:
        yield
    finally:
        keeping.cancel()
        scheduler.shutdown(wait=False)


@asynccontextmanager
async def waking(
    tick: Callable[[], Awaitable[None]], bell: asyncio.Event, *, seconds: float
) -> AsyncIterator[None]:
    """Call ``tick`` when ``bell`` is set, and ``seconds`` after each call has ended.

    The time varies by a fifth, so that several processes do not call at the same moment.
    The first call is immediate. The end of the block cancels a running call and waits
    for its end.
    """

    async def call() -> None:
        while True:
            bell.clear()
            await tick()
            with suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), seconds * _varied())

    calling = asyncio.create_task(call())
    try:
        yield
    finally:
        calling.cancel()
        await asyncio.gather(calling, return_exceptions=True)


def _varied() -> float:
    return random.uniform(0.8, 1.2)  # noqa: S311 - no secret


async def watch_loop(
    event_log: EventLog,
    metrics: Metrics = NO_METRICS,
    *,
    lagged: Callable[[float], None] = lambda _: None,
) -> None:
    """Measure the lag of the event loop until cancelled, and log long lags.

    ``lagged`` and the metrics receive the lag of every measurement, in seconds.
    """
    loop = asyncio.get_running_loop()
    worst = 0.0
    try:
        while True:
            asked = loop.time()
            await asyncio.sleep(_PULSE_SECONDS)
            lag = loop.time() - asked - _PULSE_SECONDS
            worst = max(worst, lag)
            metrics.observe(HistogramName.LOOP_LAG, lag)
            lagged(lag)
            if lag > MAX_LAG_SECONDS:
                event_log.warning(
                    "Sitrep did not react for some time, because its event loop was blocked; its answers may be late",
                    seconds=round(lag, 3),
                )
    finally:
        event_log.info(
            "longest block of the event loop since the start",
            worst_lag_seconds=round(worst, 3),
        )
