"""Accidents around a delivery that no other test has: what is due is posted once.

`tests/data/bad_inputs_elsewhere.txt` names the tests of the others.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import pytest
from typing_extensions import override

from bot.bootstrap import run
from bot.core.domain.configuration import DigestPlan
from bot.scheduling import ticking
from tests.conformance.rows import Row, all_rows
from tests.fakes.delivery_bot import OneMessage, open_delivery_bot
from tests.fakes.plans import make_plan
from tests.fakes.platforms.slack import SlackModel
from tests.fakes.ports import FakeClock

pytestmark = [pytest.mark.slow, pytest.mark.process]

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
END_SECONDS = 10


def clock_at(hour: int, minute: int = 0, day: int = 2) -> FakeClock:
    """A clock that shows a time in March, in UTC."""
    return FakeClock(datetime(2026, 3, day, hour, minute, tzinfo=UTC))


def digest(at: str = "07:00") -> DigestPlan:
    """A digest of each day."""
    return make_plan(at=at, zone="UTC", platform="slack")


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
    "delivery-15": clock_ahead,
    "delivery-16": clock_back,
    "delivery-19": zone_changed,
    "delivery-28": job_renamed,
}
ROWS = tuple(row for row in all_rows("delivery") if row.id in CASES)


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
async def test_an_accident_ends_as_it_should(row: Row, tmp_path: Path) -> None:
    await CASES[row.id](tmp_path)
