from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial

from typing_extensions import override

from bot.core.domain.configuration import Configuration, Destination
from bot.core.domain.errors import ConfigError, PostError, RejectedError
from bot.core.domain.messages import Message
from bot.core.domain.record import StatementQuery
from bot.core.domain.slots import SlotKey, SlotState, idempotency_key_of
from bot.core.operations.periodic_jobs import JobDeps, PeriodicJobs
from bot.core.ports.wakeups import LocalWakeups, Work
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock, FakeConfiguration, FakeMessenger
from tests.fakes.reports import FERRY, SCHOOL
from tests.fakes.town import GAZETTE, Paper, Town, open_town

DAY = date(2026, 3, 2)
COAST = StatementQuery(frozenset({"coast"}))
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
    messenger: FakeMessenger | None = None, *, database: str = "sqlite://"
) -> AsyncIterator[Bench]:
    used = messenger or FakeMessenger()
    paper = Paper(GAZETTE, [FERRY])
    opening = open_town(paper, messenger=used, database=database, clock=FakeClock())
    async with opening as town:
        town.clock.move(timedelta(hours=6))
        await town.delivery.plan(town.configuration.digests, started=town.clock.now())
        yield Bench(town, used)


async def test_nothing_is_posted_before_its_time() -> None:
    async with open_bench() as bench:
        await bench.pass_time(89)

    assert bench.messenger.posts == {}


async def test_a_digest_is_posted_with_its_nonces_and_its_briefings_follow() -> None:
    async with open_bench() as bench:
        await bench.pass_time(90)

    assert list(bench.messenger.posts) == [
        idempotency_key_of(KEY, 0),
        idempotency_key_of(KEY, 1),
    ]


async def test_a_digest_is_posted_once_however_many_rounds_are_made() -> None:
    async with open_bench() as bench:
        for _ in range(5):
            await bench.pass_time(30)
        await bench.pass_time(-100)
        await bench.pass_time(50)

    assert len(bench.messenger.posts) == 2
    assert bench.town.event_log.events("info").count("digest build started") == 1


async def test_a_digest_that_is_late_is_still_posted() -> None:
    async with open_bench() as bench:
        await bench.pass_time(90 + 5 * 60)
        state = await bench.state()

    assert state is SlotState.POSTED


async def test_a_digest_that_is_too_late_is_skipped_and_told_of() -> None:
    async with open_bench() as bench:
        await bench.pass_time(90 + 7 * 60)

    assert bench.messenger.posts == {}
    assert bench.town.event_log.events("warning") == [
        "digest skipped; Sitrep does not post it later"
    ]


async def test_a_platform_that_refuses_is_told_of_once() -> None:
    async with open_bench(FakeMessenger(RejectedError("no such channel"))) as bench:
        await bench.pass_time(90)
        await bench.pass_time(60)
        state = await bench.state()

    assert state is SlotState.DEAD
    assert bench.town.event_log.events("error") == [
        "delivery failed permanently; Sitrep does not try again"
    ]


async def test_a_post_that_may_have_failed_is_tried_again() -> None:
    flaky = FakeMessenger(PostError("cut off"))
    async with open_bench(flaky) as bench:
        await bench.pass_time(90)
        flaky._error = None
        await bench.pass_time(2)
        state = await bench.state()

    assert state is SlotState.POSTED
    assert len(flaky.posts) == 2


async def test_a_platform_that_is_not_connected_costs_no_other() -> None:
    async with open_bench() as bench:
        elsewhere = Destination("telegraph", "desk")
        plan = replace(bench.town.plan, to=(elsewhere, *bench.town.plan.to))
        configuration = replace(bench.town.configuration, digests=(plan,))
        bench.configuration.value = configuration
        composer = bench.town.delivery.builder.composer
        object.__setattr__(composer, "configuration", bench.configuration)
        await bench.pass_time(90)

    assert (
        "platform refuses the bot; Sitrep keeps its messages and tries again"
        in bench.town.event_log.events("error")
    )
    assert idempotency_key_of(KEY, 0) in bench.messenger.posts


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


async def test_a_digest_that_was_added_while_running_is_posted() -> None:
    async with open_bench() as bench:
        later = replace(make_plan(*bench.town.plan.topics, at="08:00"), id="later")
        configuration = replace(bench.town.configuration, digests=(later,))
        bench.configuration.value = configuration
        composer = bench.town.delivery.builder.composer
        object.__setattr__(composer, "configuration", bench.configuration)
        await bench.pass_time(120)

    key = SlotKey("later", "fake/desk", DAY, 0)
    assert idempotency_key_of(key, 0) in bench.messenger.posts


async def test_a_digest_that_was_taken_out_is_not_posted() -> None:
    async with open_bench() as bench:
        bench.configuration.value = Configuration((), ())
        await bench.pass_time(90)

    assert bench.messenger.posts == {}


async def test_what_waits_for_a_channel_that_was_taken_out_is_given_up() -> None:
    flaky = FakeMessenger(PostError("cut off"))
    async with open_bench(flaky) as bench:
        await bench.pass_time(90)
        bench.configuration.value = Configuration((), ())
        flaky._error = None
        await bench.pass_time(5)
        state = await bench.state()

    assert state is SlotState.DEAD
    assert flaky.posts == {}
    event = "deliveries cancelled; Sitrep does not post them"
    assert event in bench.town.event_log.events("warning")


async def test_what_waits_for_a_channel_that_was_taken_out_is_not_sent_first() -> None:
    flaky = FakeMessenger(PostError("cut off"))
    async with open_bench(flaky) as bench:
        await bench.pass_time(90)
        bench.configuration.value = Configuration((), ())
        flaky._error = None
        bench.town.clock.move(timedelta(minutes=5))
        await bench.jobs.send()
        state = await bench.state()

    assert state is SlotState.DEAD
    assert flaky.posts == {}


async def test_a_time_that_is_edited_after_the_post_causes_no_second_one() -> None:
    async with open_bench() as bench:
        await bench.pass_time(90)
        plan = replace(bench.town.plan, at=make_plan(at="09:00").at)
        configuration = replace(bench.town.configuration, digests=(plan,))
        bench.configuration.value = configuration
        bench.town.web.papers[0].publish(SCHOOL)
        await bench.pass_time(120)

    assert len(bench.messenger.posts) == 2


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


async def test_the_store_is_kept_fresh_between_digests() -> None:
    async with open_bench() as bench:
        await bench.jobs.poll()
        await bench.jobs.read()
        states = await bench.town.store.states()

    assert [state.items for state in states.values()] == [1]
    assert bench.town.web.asked == [f"{GAZETTE}/feed.xml", f"{GAZETTE}/ferry"]


async def test_keeping_fresh_survives_a_broken_configuration() -> None:
    async with open_bench() as bench:
        bench.configuration.value = ConfigError("broken")
        await bench.jobs.poll()
        await bench.jobs.read()
        await bench.jobs.purge()

    assert bench.town.event_log.events("error") == [
        "polling sources failed; Sitrep tries again",
        "fetching articles failed; Sitrep tries again",
        "deleting old data failed; Sitrep tries again",
    ]


async def test_what_is_old_is_forgotten() -> None:
    async with open_bench() as bench:
        await bench.jobs.poll()
        await bench.jobs.read()
        bench.town.clock.move(timedelta(days=91))
        removed = await bench.town.digest_service.purge(bench.town.configuration)

    assert removed == 1


async def test_articles_that_arrived_are_recorded_and_deleted_in_time() -> None:
    async with open_bench() as bench:
        await bench.jobs.poll()
        await bench.jobs.read()
        await bench.jobs.record()
        before = await bench.town.store.statements(COAST)
        bench.town.clock.move(timedelta(days=731))
        await bench.jobs.purge()
        after = await bench.town.store.statements(COAST)

    assert before
    assert after == ()


async def test_a_worker_leaves_the_recording_to_the_bot() -> None:
    async with open_bench() as bench:
        await bench.jobs.poll()
        await bench.jobs.read()
        bench.jobs.helps = True
        await bench.jobs.record()

        assert await bench.town.store.statements(COAST) == ()


class Slow:
    """Builds one digest, and records articles, when it is let."""

    def __init__(self) -> None:
        self.begun, self.let = asyncio.Event(), asyncio.Event()
        self.done: list[str] = []

    async def build_next(self) -> bool:
        self.begun.set()
        await self.let.wait()
        self.done.append("built")
        return False

    async def record_due(self, _: Configuration) -> int:
        self.done.append("recorded")
        return 0


async def test_articles_are_recorded_when_no_digest_is_built() -> None:
    slow = Slow()
    async with open_bench() as bench:
        object.__setattr__(bench.services.delivery, "builder", slow)
        services = replace(bench.services, recorder=slow)  # type: ignore[arg-type]
        jobs = PeriodicJobs(services, bench.town.clock.now())
        building = asyncio.create_task(jobs.build())
        await slow.begun.wait()
        recording = asyncio.create_task(jobs.record())
        await asyncio.sleep(0.1)
        slow.let.set()
        await asyncio.gather(building, recording)

    assert slow.done == ["built", "recorded"]


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


async def test_what_is_planned_wakes_builders_and_what_is_built_senders() -> None:
    woken: list[Work] = []
    async with open_bench() as bench:
        for work in Work:
            bench.services.wakeups.on(work, partial(woken.append, work))

        await bench.pass_time(minutes=80)
        assert not woken
        await bench.pass_time(minutes=20)

    assert woken == [Work.BUILD, Work.SEND]


class Heard(LocalWakeups):
    """Notes what the processes are told of: this one alone, or all."""

    def __init__(self) -> None:
        super().__init__()
        self.here: list[Work] = []
        self.all: list[Work] = []

    @override
    def wake_here(self, work: Work) -> None:
        self.here.append(work)

    @override
    def wake(self, work: Work) -> None:
        self.all.append(work)


async def test_others_are_told_of_messages_only_if_this_process_cannot_post_them() -> (
    None
):
    async with open_bench() as bench:
        heard, other = Heard(), Heard()
        bench.jobs = PeriodicJobs(
            replace(bench.services, wakeups=heard), bench.town.clock.now()
        )
        await bench.pass_time(minutes=90)
        (plan,) = bench.town.configuration.digests
        both = replace(plan, at=(time(8),), to=(*plan.to, Destination("fax", "1")))
        bench.configuration.value = replace(bench.town.configuration, digests=(both,))
        composer = bench.services.delivery.builder.composer
        object.__setattr__(composer, "configuration", bench.configuration)
        bench.jobs = PeriodicJobs(
            replace(bench.services, wakeups=other), bench.town.clock.now()
        )
        await bench.pass_time(minutes=60)

    assert (heard.here, heard.all) == ([Work.SEND], [Work.BUILD])
    assert (other.here, set(other.all)) == ([], {Work.BUILD, Work.SEND})
