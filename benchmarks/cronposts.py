"""The peer of ``benchmarks.crash``: APScheduler as it is best used, posting directly.

A cron job for each digest and channel is in a job store in an SQLite file before any
process starts. ``main`` runs them, catches up what was missed for hours as one run, and
tries each post three times, under one idempotency_key where the platform has any.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.bootstrap.commands import DeferredCommandService
from bot.core.domain.errors import PostError, RateLimitedError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.ports.services import Messenger
from tests.fakes.platforms.bot import Edition, Order, on_platforms
from tests.fakes.platforms.haste import HastyClock

PARTS = 3
NAME = 12
"""Of an idempotency key so many characters name the part; the rest is new with each run."""

_GRACE_SECONDS = 6 * 3600
_TRIES = 3
_messengers: dict[str, Messenger] = {}
_clocks: list[HastyClock] = []


def name(edition: str, channel: str, part: int) -> str:
    """Return what a part is known by."""
    return f"{edition[-3:]}.{channel[-4:]}.{part}".rjust(NAME, "-")[-NAME:]


async def post(edition: str, channel: str) -> None:
    """Post a digest's parts, one after the other."""
    platform, _, where = channel.partition("/")
    for part in range(PARTS):
        print(f'"slot" {edition} {channel} {part}', file=sys.stderr, flush=True)
        idempotency_key = name(edition, channel, part) + token_hex(6)
        await _send(_messengers[platform], where, idempotency_key)


async def _send(messenger: Messenger, channel: str, idempotency_key: str) -> None:
    message = Message((Section(None, (Row((Text("News"),)),)),))
    for number in range(_TRIES):
        try:
            await messenger.post(channel, message, idempotency_key=idempotency_key)
        except PostError as error:
            if number == _TRIES - 1:
                raise
            await asyncio.sleep(_clocks[0].real(_pause(error, number)))
        else:
            return


def _pause(error: PostError, number: int) -> float:
    """Seconds until the next try: as many as the platform wants, or more each time."""
    if isinstance(error, RateLimitedError):
        return error.wait.total_seconds()
    return 1.0 + 2 * number


async def register(order: Order) -> None:
    """Put the jobs of an order in its store, without running any."""
    clock, scheduler = HastyClock.parse(order.clock), _scheduler(order)
    scheduler.start(paused=True)
    for edition in order.editions:
        _add(scheduler, edition, clock)
    scheduler.shutdown()


def _scheduler(order: Order) -> AsyncIOScheduler:
    store = SQLAlchemyJobStore(url=order.database)
    return AsyncIOScheduler(jobstores={"default": store}, timezone=UTC)


def _add(scheduler: AsyncIOScheduler, edition: Edition, clock: HastyClock) -> None:
    at = clock.machine(moment(edition, clock))
    for channel in edition.to:
        scheduler.add_job(
            "benchmarks.cronposts:post",
            "cron",
            [edition.id, channel],
            id=f"{edition.id}/{channel}",
            hour=at.hour,
            minute=at.minute,
            second=at.second,
            coalesce=True,
            misfire_grace_time=_GRACE_SECONDS,
            replace_existing=False,
        )


def moment(edition: Edition, clock: HastyClock) -> datetime:
    """Return the digest's moment by its clock, today."""
    day = clock.begun.date()
    return datetime.combine(day, edition.plan.at[0], UTC)


async def work(order: Order) -> None:
    """Post at the times of the order until killed."""
    clock = HastyClock.parse(order.clock)
    _clocks.append(clock)
    async with on_platforms(order, DeferredCommandService()) as chats:
        _messengers.update({one.platform: one for one in chats.messengers})
        _scheduler(order).start()
        await asyncio.Event().wait()


def main() -> None:
    """Run the order that the command line names."""
    asyncio.run(work(Order.read(Path(sys.argv[1]))))
