from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta

from typing_extensions import override

from bot.core.domain.configuration import Destination
from bot.core.domain.errors import ConfigError
from bot.core.domain.messages import Message
from bot.core.domain.slots import SlotKey, SlotState, idempotency_key_of
from bot.core.operations.periodic_jobs import JobDeps, PeriodicJobs
from tests.fakes.ports import FakeClock, FakeConfiguration, FakeMessenger
from tests.fakes.reports import FERRY
from tests.fakes.town import GAZETTE, Paper, Town, open_town

DAY = date(2026, 3, 2)
KEY = SlotKey("morning", "fake/desk", DAY, 0)


class Hanging(FakeMessenger):
    """Never gets anything posted."""

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        await asyncio.Event().wait()
        return idempotency_key


class Bench:
    """PeriodicJobs with one digest at 07:30, an hour and a half after the start."""

    def __init__(self, town: Town, messenger: FakeMessenger) -> None:
        self.town = town
        self.messenger = messenger
        self.configuration = FakeConfiguration(town.configuration)
        self.services = JobDeps(
            town.clock,
            self.configuration,
            town.digest_service,
            town.delivery,
            town.event_log,
            recorder=town.recorder,
        )
        self.jobs = PeriodicJobs(self.services, town.clock.now())

    async def pass_time(self, minutes: float) -> None:
        """Let time pass and make all jobs of a digest."""
        self.town.clock.move(timedelta(minutes=minutes))
        await self.jobs.plan()
        await self.jobs.build()
        await self.jobs.send()

    async def state(self, key: SlotKey = KEY) -> SlotState:
        """What became of a slot."""
        latest = await self.town.store.deliveries(failed=False, limit=99)
        return next(slot.state for slot, _ in latest if slot.key == key)


@asynccontextmanager
async def open_bench(
    messenger: FakeMessenger | None = None,
) -> AsyncIterator[Bench]:
    used = messenger or FakeMessenger()
    paper = Paper(GAZETTE, [FERRY])
    opening = open_town(paper, messenger=used, clock=FakeClock())
    async with opening as town:
        town.clock.move(timedelta(hours=6))
        await town.delivery.plan(town.configuration.digests, started=town.clock.now())
        yield Bench(town, used)


async def test_a_round_that_breaks_is_noted_and_the_next_one_is_made() -> None:
    async with open_bench() as bench:
        good = bench.configuration.value
        bench.configuration.value = ConfigError("broken")
        await bench.pass_time(90)
        bench.configuration.value = good
        await bench.pass_time(1)

    assert (
        bench.town.event_log.events("error")[0]
        == "planning digests failed; Sitrep tries again"
    )
    assert idempotency_key_of(KEY, 0) in bench.messenger.posts


async def test_told_to_end_it_begins_nothing_and_waits_for_what_was_begun() -> None:
    async with open_bench() as bench:
        bench.town.clock.move(timedelta(minutes=90))
        await bench.jobs.plan()
        building = asyncio.create_task(bench.jobs.build())
        await asyncio.sleep(0)
        await bench.jobs.end(20)
        await building
        await bench.jobs.send()
        state = await bench.state()

    assert state is SlotState.BUILT
    assert bench.messenger.posts == {}


async def test_told_to_end_it_does_not_wait_for_ever() -> None:
    async with open_bench(Hanging()) as bench:
        bench.town.clock.move(timedelta(minutes=90))
        await bench.jobs.plan()
        await bench.jobs.build()
        sending = asyncio.create_task(bench.jobs.send())
        await asyncio.sleep(0.1)
        await bench.jobs.end(0.1)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)

    assert bench.town.event_log.events("warning") == [
        "jobs were still running when Sitrep stopped; the next start continues them"
    ]


async def test_what_is_old_is_forgotten() -> None:
    async with open_bench() as bench:
        await bench.jobs.poll()
        await bench.jobs.read()
        bench.town.clock.move(timedelta(days=91))
        removed = await bench.town.digest_service.purge(bench.town.configuration)

    assert removed == 1


async def test_who_helps_leaves_alone_what_only_the_bot_is_connected_to() -> None:
    async with open_bench() as bench:
        (plan,) = bench.town.configuration.digests
        both = replace(plan, to=(*plan.to, Destination("fax", "1")))
        bench.configuration.value = replace(bench.town.configuration, digests=(both,))
        composer = bench.services.delivery.builder.composer
        object.__setattr__(composer, "configuration", bench.configuration)
        bench.jobs.helps = True

        await bench.pass_time(minutes=90)

        assert await bench.state() is SlotState.POSTED
        assert await bench.state(replace(KEY, channel="fax/1")) is SlotState.BUILT
