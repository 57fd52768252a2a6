"""The clock and what ticks by it: the sole owner of APScheduler.

The scheduler is a ticker only: nothing is stored in it, and what is due is the
planner's to say.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from typing_extensions import override

from bot.core.ports.metrics import NO_METRICS, HistogramName, Metrics
from bot.core.ports.services import Clock, EventLog

TICK_SECONDS = 2.0
"""A slot is taken at most this long after its time."""

MAX_LAG_SECONDS = 0.25
"""A loop that answers later than this is reported; chat platforms wait 3 s."""

_PULSE_SECONDS = 0.1
_MANY_TICKS = 1_000_000
_STALLED = 2
"""A tick that is more of its intervals ahead than this is made at once."""


class SystemClock(Clock):
    """The machine's clock."""

    @override
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the port's adapter


class FixedClock(Clock):
    """A clock that stands still at one moment, which is aware."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    @override
    def now(self) -> datetime:
        return self._at

    def move(self, by: timedelta) -> None:
        """Let it be later by this much."""
        self._at += by


@dataclass(slots=True)
class _Ticks:
    """Makes ticks, one at a time."""

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
    """Let a job be due that the scheduler does not come back to.

    The scheduler waits for the machine's clock to show a time, which is hours ahead once
    the clock was set back; the event loop's own time only goes on.
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
    """Call ``tick`` again and again, ``at_once`` or when the first ``seconds`` are over.

    A tick that takes long is no news. It is never called twice at a time, unless they
    may be ``overlapping``: then a long one holds up no other. It goes on when the
    machine's clock goes back.
    """
    work = tick if overlapping else _Ticks(tick).make
    most = _MANY_TICKS if overlapping else 2
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        # A late tick is as good as one in time: the planner looks back. Of two at a time
        # the second returns at once; to forbid it would warn of every long tick.
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


async def watch_loop(
    event_log: EventLog,
    metrics: Metrics = NO_METRICS,
    *,
    lagged: Callable[[float], None] = lambda _: None,
) -> None:
    """Report each time that the event loop answers late, until cancelled.

    ``lagged`` and the meter are told of every answer, by how many seconds it was late.
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
                event_log.warning("event loop late", seconds=round(lag, 3))
    finally:
        event_log.info("event loop watched", worst_lag_seconds=round(worst, 3))
