"""The real bot on platform models over HTTP, to be killed at any moment.

``python -m tests.fakes.platforms.bot ORDER`` runs it until a signal comes; the order is
a file. Everything is what ``sitrep run`` has, but for the platforms, the clock, which
may be a fast one, and the configuration, in which times may have seconds.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.core.health import Health
from bot.core.model import (
    Configuration,
    Destination,
    DigestPlan,
    Source,
    SourceKind,
    Topic,
    Weekday,
)
from bot.core.newsroom import GivenConfiguration
from bot.core.ports import Messenger
from bot.logs import LogJournal
from bot.operation import Setting, open_office
from bot.running import Watch, make_rounds
from tests.fakes.platforms.connections import make_messenger
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.http_wire import HttpWire

POLL = timedelta(hours=6)
"""Sources are read at the slots; in between they need not be."""

_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest of one folder's texts, at a time of each day in UTC, to channels.

    A channel is written as ``slack/C1``.
    """

    id: str
    at: str
    folder: str
    to: Sequence[str]

    @property
    def plan(self) -> DigestPlan:
        """The digest as it would be configured."""
        topic = Topic(self.id, self.id, (Source(SourceKind.FILE, self.folder),))
        parts = (channel.partition("/") for channel in self.to)
        to = (Destination(platform, channel) for platform, _, channel in parts)
        at = (time.fromisoformat(self.at),)
        zone = ZoneInfo("UTC")
        return DigestPlan(self.id, (topic,), at, frozenset(Weekday), zone, tuple(to))


@dataclass(frozen=True, slots=True)
class Order:
    """What a bot is to do; ``apis`` are the addresses of platforms by their names."""

    database: str
    clock: str
    apis: dict[str, str]
    editions: Sequence[Edition]

    @property
    def configuration(self) -> Configuration:
        """The order's digests."""
        plans = tuple(edition.plan for edition in self.editions)
        topics = {plan.topics[0].id: plan.topics[0] for plan in plans}
        return Configuration(tuple(topics.values()), plans, engine="fast", poll=POLL)

    def write(self, path: Path) -> None:
        """Keep the order in a file."""
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> Order:
        """The order in a file."""
        known = json.loads(path.read_text())
        editions = [Edition(**one) for one in known.pop("editions")]
        return cls(**known, editions=editions)


async def work(order: Order) -> None:
    """Do it until a signal comes."""
    clock = HastyClock.parse(order.clock)
    journal = LogJournal(sys.stderr, {})
    setting = Setting(order.database, clock, journal, allow_private=True)
    given = GivenConfiguration(order.configuration)
    async with AsyncExitStack() as stack:
        messengers: list[Messenger] = []
        for kind, api in order.apis.items():
            wire = HttpWire(api, patience=clock.real(_PATIENCE))
            await stack.enter_async_context(wire)
            messengers.append(make_messenger(kind, wire))
        opening = open_office(setting, given, messengers)
        office, store = await stack.enter_async_context(opening)
        await make_rounds(office, Watch(Health(clock, store.planned_until)))


if __name__ == "__main__":
    asyncio.run(work(Order.read(Path(sys.argv[1]))))
