"""The real bot on emulated platforms, started so that tests can kill it at any moment.

``python -m tests.fakes.platforms.bot ORDER`` runs it until a signal comes; the order is
a file. Everything is what ``sitrep run`` has, but for the clock, which may be a fast
one, and the configuration, in which times may have seconds.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.bootstrap.app_context import open_app
from bot.bootstrap.commands import DeferredCommandService, make_commands
from bot.bootstrap.network import NetworkSettings
from bot.bootstrap.platforms import Platforms, open_platforms
from bot.bootstrap.redaction import redaction
from bot.bootstrap.run import RunOptions, run_jobs
from bot.bootstrap.runtime import Runtime
from bot.core.commands.ports import CommandService
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
    Weekday,
)
from bot.core.operations.health import Health
from bot.core.operations.shared_clock import TOLERANCE, ServerTime, SharedClock
from bot.core.platforms.pacing import Reservations
from bot.core.platforms.spec import PlatformContext
from bot.core.ports.services import Clock, EventLog
from bot.logs import StructuredEventLog
from bot.platforms.slack.http_api import TIMEOUT_SECONDS
from tests.fakes.platforms.haste import HastyClock

POLL = timedelta(hours=6)
"""Sources are read at the slots; in between they need not be."""

OFTEN = timedelta(minutes=1)
"""How often they are read if there are alerts."""

Connected = Callable[[str, bool], None]


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest of one folder's texts, at a time of each day in UTC, to channels.

    A channel is written as ``slack/#desk``.
    """

    id: str
    at: str
    folder: str
    to: Sequence[str]

    @property
    def plan(self) -> DigestPlan:
        """The digest as it would be configured."""
        topic = Topic(self.id, self.id, (Source(SourceKind.FILE, self.folder),))
        to = _destinations(self.to)
        at = (time.fromisoformat(self.at),)
        zone = ZoneInfo("UTC")
        return DigestPlan(self.id, (topic,), at, frozenset(Weekday), zone, to)


def _destinations(channels: Sequence[str]) -> tuple[Destination, ...]:
    parts = (channel.partition("/") for channel in channels)
    return tuple(Destination(platform, channel) for platform, _, channel in parts)


@dataclass(frozen=True, slots=True)
class Watch:
    """An alert on all texts of a folder, to channels as those of a digest."""

    id: str
    folder: str
    to: Sequence[str]

    @property
    def plan(self) -> AlertPlan:
        """The alert as it would be configured; each text has one of the words."""
        topic = Topic(self.id, self.id, (Source(SourceKind.FILE, self.folder),))
        words = AlertCondition(match=("Monday", "Sunday"))
        return AlertPlan(self.id, (topic,), words, _destinations(self.to))


@dataclass(frozen=True, slots=True)
class Notice:
    """Reminders of the events in a folder, so many seconds before they begin.

    The digest is not posted: its time ``at`` has passed.
    """

    id: str
    at: str
    folder: str
    before: int
    to: Sequence[str]

    @property
    def plan(self) -> DigestPlan:
        """The digest as it would be configured."""
        plan = Edition(self.id, self.at, self.folder, self.to).plan
        return replace(plan, remind=(timedelta(seconds=self.before),))


@dataclass(frozen=True, slots=True)
class Order:
    """What a bot is to do; ``environment`` has the platforms' addresses and tokens.

    The clock of its machine is so many seconds ``ahead``, in those of the ``clock``.
    """

    database: str
    clock: str
    environment: Mapping[str, str]
    editions: Sequence[Edition]
    watches: Sequence[Watch] = ()
    notices: Sequence[Notice] = ()
    ahead: float = 0.0

    @property
    def configuration(self) -> Configuration:
        """The order's digests, alerts and reminders."""
        plans = (
            *(edition.plan for edition in self.editions),
            *(notice.plan for notice in self.notices),
        )
        alerts = tuple(watch.plan for watch in self.watches)
        every = [topic for plan in plans for topic in plan.topics]
        every += (topic for alert in alerts for topic in alert.topics)
        return Configuration(
            tuple({topic.id: topic for topic in every}.values()),
            plans,
            engine="fast",
            poll=OFTEN if alerts else POLL,
            alerts=alerts,
        )

    def write(self, path: Path) -> None:
        """Keep the order in a file."""
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> Order:
        """The order in a file."""
        known = json.loads(path.read_text())
        editions = [Edition(**one) for one in known.pop("editions")]
        watches = [Watch(**one) for one in known.pop("watches")]
        notices = [Notice(**one) for one in known.pop("notices")]
        return cls(**known, editions=editions, watches=watches, notices=notices)


@dataclass(frozen=True, slots=True)
class _Ahead(Clock):
    right: Clock
    ahead: timedelta

    @override
    def now(self) -> datetime:
        return self.right.now() + self.ahead


@dataclass(slots=True)
class HastySharedClock(SharedClock):
    """Of a machine whose clock is wrong; that of the database's server is ``right``."""

    right: HastyClock = field(kw_only=True)

    @override
    async def align(self, server_time: ServerTime) -> None:
        async def hasty_time() -> datetime | None:
            at = await server_time()
            return None if at is None else self.right.shown(at)

        await SharedClock.align(self, hasty_time)


def _clock(order: Order, event_log: EventLog) -> Clock:
    right = HastyClock.parse(order.clock)
    if not order.ahead:
        return right
    wrong = _Ahead(right, timedelta(seconds=order.ahead))
    # The machine is no faster than without haste.
    tolerance = TOLERANCE * right.speed
    return HastySharedClock(wrong, event_log, tolerance, right=right)


@asynccontextmanager
async def on_platforms(
    order: Order,
    service: CommandService,
    connected: Connected = lambda _, __: None,
    reservations: Reservations | None = None,
) -> AsyncIterator[Platforms]:
    """Be on the platforms of an order; patience with them is as fast as the clock."""
    clock = HastyClock.parse(order.clock)
    event_log = _journal(order)
    context = PlatformContext(
        clock,
        event_log,
        sys.stdout,
        timeout=clock.real(TIMEOUT_SECONDS),
        reservations=reservations or Reservations(),
    )
    opening = open_platforms(order.environment, service, context, connected)
    async with opening as chats:
        yield chats


def _journal(order: Order) -> StructuredEventLog:
    hiding = redaction(order.environment)
    return StructuredEventLog(sys.stderr, order.environment, hiding)


async def work(order: Order) -> None:
    """Do it until a signal comes."""
    event_log = _journal(order)
    clock = _clock(order, event_log)
    shared = Reservations()
    network = NetworkSettings(allow_private=True)
    runtime = Runtime(order.database, clock, event_log, network, shared)
    given = FixedConfiguration(order.configuration)
    front, health = DeferredCommandService(), Health(clock, _ping)
    async with (
        on_platforms(order, front, health.connected_well, shared) as chats,
        open_app(runtime, given, chats.messengers) as app,
    ):
        front.open(make_commands(app))
        await run_jobs(app.services, RunOptions(health, ending=front.close))


async def _ping() -> None:
    """Nobody looks whether the bot is ready."""


if __name__ == "__main__":
    asyncio.run(work(Order.read(Path(sys.argv[1]))))
