"""Each accident around a delivery ends as it should: what is due is posted once."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import pytest
from typing_extensions import override

from bot.bootstrap import run
from bot.bootstrap.run import RunOptions, run_jobs
from bot.core.delivery.digest_builder import BuiltDigest, DigestComposer
from bot.core.digests.service import FixedConfiguration
from bot.core.domain.configuration import DigestPlan
from bot.core.domain.errors import PostError
from bot.core.domain.slots import LEASE, SlotState, StoredSlot
from bot.core.operations.health import Health
from bot.core.operations.notice_rules import delivery_incidents
from bot.core.operations.periodic_jobs import JobDeps, PeriodicJobs
from bot.core.ports.services import Page
from bot.scheduling import ticking
from bot.stores.sql import database as database_module
from bot.stores.sql import open_maintenance, open_store
from bot.workers import WorkerLimits, Workers
from tests.conformance.rows import Row, rows
from tests.fakes.delivery_bot import DeliveryBot, OneMessage, open_delivery_bot
from tests.fakes.plans import make_plan
from tests.fakes.platforms.discord import DiscordModel
from tests.fakes.platforms.faults import Fault, Strike, scripted
from tests.fakes.platforms.platform import PlatformModel
from tests.fakes.platforms.slack import SlackModel
from tests.fakes.platforms.wires import Answer
from tests.fakes.ports import FakeClock
from tests.fakes.town import GAZETTE, Paper, Town, open_town
from tests.fakes.work import PARSE

pytestmark = pytest.mark.slow

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
REPLICAS = 4
END_SECONDS = 10


def clock_at(hour: int, minute: int = 0, day: int = 2) -> FakeClock:
    """A clock that shows a time in March, in UTC."""
    return FakeClock(datetime(2026, 3, day, hour, minute, tzinfo=UTC))


def digest(at: str = "07:00", zone: str = "UTC", platform: str = "slack") -> DigestPlan:
    """A digest of each day."""
    return make_plan(at=at, zone=zone, platform=platform)


class Failing(SlackModel):
    """Fails with a status of one's choice."""

    status = 500

    @override
    def broken(self, fault: Fault) -> Answer:
        return Answer(self.status, {})


async def dropped(_: Path) -> None:
    """What was taken before the connection dropped is not posted again."""
    for kind, model in (("slack", SlackModel()), ("discord", DiscordModel())):
        await once_in_spite_of(Fault.CUT_AFTER, kind, model)


async def failed(_: Path) -> None:
    """What was taken before the server failed is not posted again."""
    await once_in_spite_of(Fault.ERROR_AFTER, "discord", DiscordModel())
    for status in (500, 502, 504):
        model = Failing()
        model.status = status
        await once_in_spite_of(Fault.ERROR_AFTER, "slack", model)


async def once_in_spite_of(fault: Fault, kind: str, model: PlatformModel) -> None:
    """See that a digest whose first post meets with a fault is posted once."""
    model.plan = scripted({0: Strike(fault)})
    async with open_delivery_bot(clock_at(6, 59), model=model, kind=kind) as bot:
        await bot.deliver_for(digest(platform=kind), hours=1)

        (part,) = await bot.parts()
        assert part.attempts > 1
        assert [slot.state for slot in await bot.slots()] == [SlotState.POSTED]
    assert model.keys("desk") == (part.idempotency_key,)


async def started_together(place: Path) -> None:
    """Processes that start at the same time on no database make it and post once."""
    model, clock = SlackModel(), clock_at(7)
    database, barrier = f"sqlite:///{place / 'new.db'}", threading.Barrier(REPLICAS)

    async def live(owner: str) -> None:
        barrier.wait()
        async with open_store(database) as store:
            bot = DeliveryBot(store, clock, model, owner=owner)
            delivery = bot.delivery
            await delivery.plan((digest(),), started=clock.now() - MINUTE)
            await delivery.build()
            await delivery.send()

    lives = (partial(live, f"replica-{number}") for number in range(REPLICAS))
    await asyncio.gather(*(asyncio.to_thread(_run, life) for life in lives))
    async with open_store(database) as store:
        await DeliveryBot(store, clock, model).deliver(digest())

    assert len(model.keys("desk")) == 1


def _run(life: Callable[[], Awaitable[None]]) -> None:
    """Live a life on an event loop of its own."""

    async def live() -> None:
        await life()

    asyncio.run(live())


async def down_over_a_time(_: Path) -> None:
    """A digest whose time passed while the bot was down is posted late, once."""
    async with open_delivery_bot(clock_at(6, 50)) as bot:
        await bot.deliver(digest())
        bot.clock.move(30 * MINUTE)

        await bot.deliver_for(digest(), hours=12, minutes=15)

        (slot,) = await bot.slots()
        assert (slot.state, slot.late) == (SlotState.POSTED, True)
        (posted,) = bot.model.posted
        assert posted.at == clock_at(7, 20).now()
    assert "Delayed" not in await posted_by_town(late=0 * MINUTE)
    told = "Delayed: it was due on Mon\xa02\xa0Mar, 07:30."
    assert told in await posted_by_town(late=20 * MINUTE)


async def posted_by_town(*, late: timedelta) -> list[str]:
    """The texts of the digest of half past seven, made so late."""
    async with open_town(Paper(GAZETTE), clock=clock_at(7, 30)) as town:
        started = town.clock.now() - MINUTE
        town.clock.move(late)
        await town.delivery.plan((town.plan,), started=started)
        await town.delivery.build()
        await town.delivery.send()
    sections = [
        section
        for _, message in town.messenger.posts.values()
        for section in message.sections
    ]
    rows = [row for section in sections for row in section.rows]
    return [part.text for row in rows for part in row.parts]


async def down_for_days(_: Path) -> None:
    """Of the digests of three days the last is posted; the others are told of."""
    async with open_delivery_bot(clock_at(7, 50, day=1)) as bot:
        await bot.deliver(digest())
        bot.clock.move(timedelta(days=3))

        await bot.deliver_for(digest(), hours=12, minutes=15)

        slots = await bot.slots()
        told = delivery_incidents([one for one in slots if one.error])
        warned = bot.event_log.events("warning")
        days = [(slot.key.day.day, slot.state, slot.late) for slot in slots]
        assert len(bot.model.posted) == 1
    assert days == [
        (2, SlotState.SKIPPED, False),
        (3, SlotState.SKIPPED, False),
        (4, SlotState.POSTED, True),
    ]
    assert warned == ["digest skipped; Sitrep does not post it later"] * 2
    assert [incident.text.partition(" in ")[0] for incident in told] == [
        "morning of 2 Mar 2026 was skipped",
        "morning of 3 Mar 2026 was skipped",
    ]


async def half_an_hour_skipped(_: Path) -> None:
    """A time that a clock skips by half an hour is half an hour later."""
    zone = "Australia/Lord_Howe"
    start = datetime(2026, 10, 3, 15, tzinfo=UTC)
    async with open_delivery_bot(FakeClock(start)) as bot:
        await bot.deliver_for(digest("02:00", zone), hours=2)

    (posted,) = bot.model.posted
    local = posted.at.astimezone(ZoneInfo(zone))
    assert f"{local:%Y-%m-%d %H:%M}" == "2026-10-04 02:30"


async def clock_ahead(_: Path) -> None:
    """What a clock jumps over is posted at the next look, which is soon."""
    looks = (run._PLAN_SECONDS, run._LOOK_SECONDS)
    async with open_delivery_bot(clock_at(6)) as bot:
        await bot.deliver(digest())
        bot.clock.move(2 * HOUR)

        await bot.deliver(digest())

    assert len(bot.model.posted) == 1
    assert max(looks) <= 30
    assert sum(looks) <= 60


async def clock_back(_: Path) -> None:
    """What was posted is not posted when its time comes again; the bot goes on."""
    async with open_delivery_bot(clock_at(7)) as bot:
        bot.clock.move(-MINUTE)
        await bot.deliver_for(digest(), hours=0.1)
        bot.clock.move(-3 * HOUR)

        await bot.deliver_for(digest(), hours=20, minutes=5)

    assert len(bot.model.posted) == 1
    await goes_on_when_set_back()


class SetBack(datetime):
    """The machine's clock, which can be set back."""

    by = timedelta()

    @override
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) - cls.by


async def goes_on_when_set_back() -> None:
    """See that jobs are made when the machine's clock is set back meanwhile."""
    ticks: asyncio.Queue[None] = asyncio.Queue()
    with pytest.MonkeyPatch.context() as patch:
        for module in ("apscheduler.schedulers.base", "bot.scheduling"):
            patch.setattr(f"{module}.datetime", SetBack)
        tick = partial(ticks.put, None)
        async with asyncio.timeout(END_SECONDS), ticking(tick, seconds=0.01):
            await ticks.get()
            patch.setattr(SetBack, "by", 3 * HOUR)
            for _ in range(20):
                await ticks.get()


async def time_moved(_: Path) -> None:
    """A digest that was posted is not posted again at a new time of that day."""
    async with open_delivery_bot(clock_at(6, 55)) as bot:
        await bot.deliver_for(digest("07:00"), hours=0.5, minutes=5)

        await bot.deliver_for(digest("08:00"), hours=25, minutes=5)

    moments = [posted.at for posted in bot.model.posted]
    assert moments == [clock_at(7).now(), clock_at(8, day=3).now()]


async def zone_changed(_: Path) -> None:
    """A stored digest keeps its moment when its zone's rules change; others move."""
    old, new = (replace(digest(), timezone=rules(f"GMT-{one}")) for one in (1, 2))
    async with open_delivery_bot(clock_at(5, 30)) as bot:
        started = bot.clock.now()
        bot.clock.move(HOUR)
        await bot.delivery.plan((old,), started=started)
        before = await bot.slots()

        await bot.deliver_for(new, hours=24, minutes=10)

        stored, later = await bot.slots()
    assert [slot.at for slot in before] == [stored.at] == [clock_at(6).now()]
    assert later.at == clock_at(5, day=3).now()
    assert len(bot.model.posted) == 2


def rules(name: str) -> ZoneInfo:
    """The rules of a zone under a name that stays the same."""
    with (files("tzdata") / "zoneinfo" / "Etc" / name).open("rb") as file:
        return ZoneInfo.from_file(file, key="Coast/Lenna")


async def database_locked(place: Path) -> None:
    """While a database is locked nothing happens; then what is due is posted."""
    file = place / "sitrep.db"
    paper, clock = Paper(GAZETTE), clock_at(7, 29)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database_module, "LOCK_SECONDS", 0.1)
        async with open_town(paper, database=f"sqlite:///{file}", clock=clock) as town:
            jobs = PeriodicJobs(office_of(town), clock.now())
            clock.move(MINUTE)
            with closing(sqlite3.connect(file, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                await make_one_of_each(jobs)
            assert (
                town.event_log.events("error")[0]
                == "planning digests failed; Sitrep tries again"
            )
            assert not town.messenger.posts

            await make_one_of_each(jobs)

    assert len(town.messenger.posts) == 1


def office_of(town: Town) -> JobDeps:
    """The office of a town's bot."""
    given = FixedConfiguration(town.configuration)
    return JobDeps(
        town.clock, given, town.digest_service, town.delivery, town.event_log
    )


async def make_one_of_each(jobs: PeriodicJobs) -> None:
    """Plan, build and send."""
    await jobs.plan()
    await jobs.build()
    await jobs.send()


@dataclass(frozen=True, slots=True)
class Endless(DigestComposer):
    """Tells the process to end, and has a worker parse a page forever."""

    workers: Workers
    end: asyncio.Timeout

    @override
    async def compose(self, slot: StoredSlot) -> BuiltDigest | None:
        loop = asyncio.get_running_loop()
        self.end.reschedule(loop.time() + END_SECONDS)
        loop.call_soon(os.kill, os.getpid(), signal.SIGTERM)
        await self.workers.parse(Page("https://example.org/", b"hang", "text/html"))
        return None


async def ended_while_parsing(_: Path) -> None:
    """A signal while a page is parsed ends the bot in time, and its worker."""
    async with open_town(Paper(GAZETTE), clock=clock_at(7, 30)) as town:
        limits = WorkerLimits(seconds=30)
        opening = Workers(PARSE, engine="fast", size=1, limits=limits)
        async with asyncio.timeout(None) as end, opening as workers:
            first = await workers.parse(Page("https://example.org/", b"a", "text/html"))
            builder = replace(town.delivery.builder, composer=Endless(workers, end))
            town.delivery = replace(town.delivery, builder=builder)
            started = town.clock.now() - MINUTE
            await town.delivery.plan((town.plan,), started=started)
            health = Health(town.clock, town.store.planned_until)

            await run_jobs(office_of(town), RunOptions(health))

        (found,) = await town.store.deliveries(failed=False, limit=1)
    assert (
        "jobs were still running when Sitrep stopped; the next start continues them"
        in town.event_log.events("warning")
    )
    assert town.event_log.events("info")[-1] == "Sitrep stopped"
    assert found[0].state is SlotState.DUE
    with pytest.raises(ProcessLookupError):
        os.kill(int(first.title or ""), 0)


async def frozen(_: Path) -> None:
    """Who was frozen while another posted what it held does not post it too."""
    await frozen_before_its_last_look()
    await frozen_in_its_post("slack", SlackModel(), "answered")
    await frozen_in_its_post("discord", DiscordModel(), "answered")
    await frozen_in_its_post("discord", DiscordModel(), "sent")


async def frozen_before_its_last_look() -> None:
    """See that who has lost its lease meanwhile posts nothing."""
    async with open_delivery_bot(clock_at(6, 59)) as first:
        await first.deliver(digest())
        first.clock.move(MINUTE)
        await first.delivery.plan((digest(),), started=first.clock.now())
        await first.delivery.build()
        part = await first.store.claim_message("one", first.clock.now(), LEASE)
        assert part is not None
        first.clock.move(LEASE)

        await replace(first, owner="two").deliver(digest())
        with pytest.raises(PostError, match="too little time was left"):
            await first.sender._send(part)

    assert len(first.model.posted) == 1


async def frozen_in_its_post(kind: str, model: PlatformModel, at: str) -> None:
    """See that a message stands there once whose sender was frozen at a step of it."""
    plan, steps = digest(platform=kind), [at]
    async with open_delivery_bot(clock_at(6, 59), model=model, kind=kind) as second:

        async def freeze(step: str, took: timedelta) -> None:  # noqa: ARG001
            if step in steps:
                steps.remove(step)
                second.clock.move(LEASE)
                await second.deliver(plan)

        first = replace(second, elapse=freeze)
        second.owner = "two"
        await first.deliver(plan)
        first.clock.move(MINUTE)

        await first.deliver(plan)

        assert not steps
        assert first.event_log.events("warning") == [
            "message posted late, after another process took it over; it may appear twice in the channel"
        ]
    assert len(model.posted) == 1


async def restored(place: Path) -> None:
    """What was posted since a backup is found, and not posted again."""
    database, model = f"sqlite:///{place / 'sitrep.db'}", SlackModel()
    clock, backup = clock_at(20), str(place / "yesterday.bak")
    opened = partial(open_delivery_bot, clock, database=database, model=model)
    async with opened() as bot:
        await bot.deliver(digest())
    with open_maintenance(database) as maintenance:
        maintenance.backup(backup)
    async with opened() as bot:
        await bot.deliver_for(digest(), hours=13, minutes=15)

    with open_maintenance(database) as maintenance:
        maintenance.restore(backup, force=True)

    async with opened() as bot:
        await bot.deliver_for(digest(), hours=12, minutes=15)
        assert [slot.state for slot in await bot.slots()] == [SlotState.POSTED]
    assert [posted.at for posted in model.posted] == [clock_at(7, day=3).now()]


class Renamed(OneMessage):
    """What makes digests in the next release."""


async def job_renamed(place: Path) -> None:
    """The store names nothing of the program, so what is due outlives a release."""
    file, clock, model = place / "sitrep.db", clock_at(6, 59), SlackModel()
    opened = partial(
        open_delivery_bot, clock, database=f"sqlite:///{file}", model=model
    )
    async with opened() as bot:
        await bot.deliver(digest())
        clock.move(MINUTE)
        await bot.delivery.plan((digest(),), started=clock.now())
    with closing(sqlite3.connect(file)) as connection:
        dump = "\n".join(connection.iterdump())

    async with opened() as bot:
        bot.composer = Renamed()
        await bot.deliver_for(digest(), hours=24, minutes=15)

    assert len(model.posted) == 2
    assert "morning" in dump
    assert all(name not in dump for name in ("bot.", "apscheduler", "OneMessage"))


CASES: Mapping[str, Callable[[Path], Awaitable[None]]] = {
    "delivery-02": dropped,
    "delivery-03": failed,
    "delivery-06": started_together,
    "delivery-07": down_over_a_time,
    "delivery-08": down_for_days,
    "delivery-13": half_an_hour_skipped,
    "delivery-15": clock_ahead,
    "delivery-16": clock_back,
    "delivery-18": time_moved,
    "delivery-19": zone_changed,
    "delivery-22": database_locked,
    "delivery-25": ended_while_parsing,
    "delivery-26": frozen,
    "delivery-27": restored,
    "delivery-28": job_renamed,
}


@rows("delivery")
async def test_an_accident_ends_as_it_should(row: Row, tmp_path: Path) -> None:
    await CASES[row.id](tmp_path)


def test_no_accident_is_left_out() -> None:
    _, found = rows("delivery").args

    assert [row.id for row in found] == list(CASES)
