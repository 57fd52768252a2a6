"""What stands behind both platforms: one reception, with its papers and its time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.bootstrap.app_context import ChannelDirectory
from bot.bootstrap.commands import DeferredCommandService
from bot.core.delivery.sender import Sender
from bot.core.delivery.service import Delivery
from bot.core.digests.service import FixedConfiguration
from bot.core.domain.configuration import (
    Access,
    AlertCondition,
    AlertPlan,
    Destination,
    Endpoint,
    ProgramAccess,
)
from bot.core.domain.errors import BlockedAddressError, ParseTimeoutError, StoreError
from bot.core.domain.reminders import EVENT_TIME
from bot.core.operations.periodic_jobs import JobDeps, PeriodicJobs
from bot.core.ports.services import Messenger
from tests.fakes.ports import FakeClock
from tests.fakes.reception import Counter, open_counter
from tests.fakes.reports import BRIDGE, FERRY, HEARINGS
from tests.fakes.town import GAZETTE, Paper, Report
from tests.parity.steps import Alert, Correct, Forget, Later, Record, Step

INSIDE = "http://192.168.0.1/admin"
SLOW = "https://slow-courier.example/1"
BARE = "https://lenna-gazette.example/empty"
HEAVY = "https://lenna-gazette.example/heavy"
BROKEN = "https://lenna-gazette.example/broken"

_ZONE = ZoneInfo("Europe/Berlin")
"""That of the reader on Slack; Discord tells none, so that it is the configuration's."""

_PROGRAMS = ProgramAccess(Endpoint("127.0.0.1", 8098), "https://sitrep.example.org")
_APART = timedelta(hours=1)

_AHEAD, _ONE_DAY = timedelta(days=3), timedelta(days=1)


def inspection(now: datetime) -> Report:
    """A report of an event that takes place three days later."""
    day = (now + _AHEAD).date()
    return Report(
        "inspection",
        "Inspectors to board ferry Aurora",
        "Inspectors of the shipping office will board the ferry Aurora in the port of "
        f"Lenna on {day.day} {day:%B %Y}, the office said.\n\n"
        "The inspection could keep the ferry in port for a week, said harbour master "
        "Ingrid Solberg.",
        day=now,
    )


@dataclass(frozen=True, slots=True)
class World:
    """One reception, and the digests that go out by the real messengers."""

    counter: Counter
    delivery: Delivery
    jobs: PeriodicJobs
    channels: list[Destination] = field(default_factory=list[Destination])

    async def publish(self, platform: str, channel: str) -> None:
        """Post the digest of now to a channel."""
        town = self.counter.town
        self.channels.append(Destination(platform, channel))
        plan = replace(town.plan, to=(self.channels[-1],))
        every = replace(plan, to=tuple(self.channels))
        configuration = replace(town.configuration, digests=(every,))
        town.wanted.configured = FixedConfiguration(configuration)
        self.counter.configuration.value = replace(configuration, timezone=_ZONE)
        await self.delivery.post_now(plan)

    async def alert(self, platform: str, channel: str) -> None:
        """Evaluate an alert on what the paper printed today, and post it to a channel."""
        town = self.counter.town
        self.channels.append(Destination(platform, channel))
        condition = AlertCondition(match=("ferry",))
        topics, to = town.plan.topics, tuple(self.channels)
        alert = AlertPlan("outages", topics, condition, to, timezone=_ZONE)
        configuration = replace(town.configuration, alerts=(alert,))
        town.wanted.configured = FixedConfiguration(configuration)
        await town.digest_service.refresh(town.plan, configuration)
        await town.alerts.evaluate(configuration)
        await self.jobs.send()

    async def remind(self, platform: str, channel: str) -> None:
        """Record the report of an event, and remind a channel of it a day before."""
        town = self.counter.town
        self.channels.append(Destination(platform, channel))
        plan = replace(
            town.plan, to=tuple(self.channels), timezone=_ZONE, remind=(_ONE_DAY,)
        )
        configuration = replace(town.configuration, digests=(plan,))
        town.wanted.configured = FixedConfiguration(configuration)
        (paper,) = town.web.papers
        news = next((r for r in paper.reports if r.name == "inspection"), None)
        if news is None:
            news = inspection(town.clock.now())
            paper.reports[:] = [news]
            await town.record()
            await town.reminders.evaluate(configuration)
        before = (news.day + _AHEAD - _ONE_DAY).date()
        moment = datetime.combine(before, EVENT_TIME, _ZONE)
        town.clock.move(moment - town.clock.now())
        await town.reminders.evaluate(configuration)
        await self.jobs.send()

    async def undergo(self, step: Step) -> None:
        """Let happen to the bot what nobody does."""
        match step:
            case Later(hours):
                await self._later(hours)
            case Correct(old, new):
                await self._correct(old, new)
            case Alert():
                (paper,) = self.counter.town.web.papers
                now = self.counter.town.clock.now()
                paper.reports[:] = [replace(each, day=now) for each in paper.reports]
            case Record(hearings):
                (paper,) = self.counter.town.web.papers
                paper.publish(*([HEARINGS] if hearings else []))
                await self.counter.town.record()
            case Forget():
                town = self.counter.town
                await town.store.purge(town.clock.now() + _APART)
            case _:
                return

    async def _correct(self, old: str, new: str) -> None:
        """Let a paper change its reports, and the bot read them an hour later."""
        (paper,) = self.counter.town.web.papers
        paper.reports[:] = [
            replace(report, text=report.text.replace(old, new))
            for report in paper.reports
        ]
        self.counter.move(hours=2)
        for step in (self.jobs.reread, self.jobs.build, self.jobs.send):
            await step()

    async def _later(self, hours: int) -> None:
        """Let time pass, and what becomes due go out."""
        self.counter.town.wanted.refresh()
        for _ in range(hours):
            await self.jobs.plan()
            self.counter.move(hours=1)
            for step in (self.jobs.plan, self.jobs.build, self.jobs.send):
                await step()

    def close(self) -> None:
        """Answer people of other workspaces and servers alone."""
        configuration = self.counter.configuration
        access = Access({"slack": frozenset({"T9"}), "discord": frozenset({"9"})})
        assert not isinstance(configuration.value, Exception)
        configuration.value = replace(configuration.value, access=access)


@asynccontextmanager
async def open_world(
    door: DeferredCommandService, messengers: Mapping[str, Messenger], clock: FakeClock
) -> AsyncIterator[World]:
    """Let a new reception be behind the door until the block ends."""
    clock.move(_APART)
    paper = Paper(GAZETTE, [FERRY, BRIDGE])
    names = ChannelDirectory(list(messengers.values()))
    async with open_counter(paper, clock=clock, names=names) as counter:
        town, site = counter.town, counter.site
        town.configuration = replace(town.configuration, programs=_PROGRAMS)
        known = replace(town.configuration, timezone=_ZONE)
        counter.configuration.value = known
        site.pages[INSIDE] = BlockedAddressError("192.168.0.1 is private")
        site.pages[BARE] = b"<html><body></body></html>"
        site.pages[BROKEN] = StoreError("the disk is full")
        site.pages[HEAVY] = ParseTimeoutError("it took 10 s")
        sender = Sender("parity", clock, town.store, messengers, town.event_log)
        delivery = replace(town.delivery, sender=sender)
        services = JobDeps(
            clock, town.wanted, town.digest_service, delivery, town.event_log
        )
        door.open(counter.commands)
        yield World(counter, delivery, PeriodicJobs(services, clock.now()))
