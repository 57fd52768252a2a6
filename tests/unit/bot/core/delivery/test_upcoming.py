from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.delivery.planner import AHEAD, coming_slots
from bot.core.delivery.upcoming import (
    UpcomingDestination,
    UpcomingDigests,
)
from bot.core.digests.mutes import ChannelMutes
from bot.core.domain.configuration import (
    Destination,
    DigestPlan,
    QuietHours,
    Weekday,
)
from bot.core.domain.slots import (
    ALERTS_FROM,
    CORRECTIONS_FROM,
    PlannedSlot,
    SlotKey,
    SlotState,
)
from bot.stores.sql import SqlStore, open_store
from tests.fakes.planned_slots import PlannedSlots, every
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DESK = "fake/desk"
NIGHT = QuietHours(time(22), time(7))
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    async with open_store("sqlite://") as opened:
        yield opened


async def upcoming(
    store: SqlStore, plan: DigestPlan, now: datetime = NOW
) -> UpcomingDestination:
    """The only channel of a digest, with what comes there."""
    reader = UpcomingDigests(FakeClock(now), store, ChannelMutes(store))
    (digest,) = await reader.of([plan])
    (destination,) = digest.destinations
    return destination


def times(destination: UpcomingDestination) -> list[str]:
    """The next times of a channel in UTC."""
    return [f"{slot.at:%d %H:%M}" for slot in destination.next]


async def test_a_slot_that_was_posted_does_not_come_again_at_a_later_time(
    store: SqlStore,
) -> None:
    key = SlotKey("morning", DESK, date(2026, 3, 2), 0)
    await store.plan([PlannedSlot(key, NOW - HOUR)], until=NOW)

    destination = await upcoming(store, make_plan(at="18:00"))

    assert times(destination) == ["03 18:00", "04 18:00", "05 18:00"]


async def test_slots_that_are_not_finished_wait(store: SqlStore) -> None:
    long_ago = NOW - 30 * DAY
    key = SlotKey("morning", DESK, long_ago.date(), 0)
    correction = replace(key, index=CORRECTIONS_FROM)
    alert = replace(key, index=ALERTS_FROM)
    other = replace(key, channel="fake/hall")
    slots = [PlannedSlot(each, long_ago) for each in (key, correction, alert, other)]
    await store.plan(slots, until=NOW)

    destination = await upcoming(store, make_plan())

    (waiting,) = destination.waiting
    assert (waiting.key, waiting.at, waiting.state) == (key, long_ago, SlotState.DUE)


async def test_a_slot_missed_while_no_bot_ran_is_still_to_come(
    store: SqlStore,
) -> None:
    await store.plan([], until=NOW - 2 * DAY)

    early = await upcoming(store, make_plan(), NOW + 2 * HOUR)
    late = await upcoming(store, make_plan(), NOW + 8 * HOUR)

    (missed,) = early.missed
    assert (missed.at, missed.until) == (NOW + 1.5 * HOUR, NOW + 7.5 * HOUR)
    assert late.missed == ()


@given(
    walls=st.sets(
        st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        max_size=3,
        min_size=1,
    ),
    days=st.sets(st.sampled_from(Weekday), min_size=1),
    zone=st.sampled_from(ZONES),
    hours=st.none() | st.sampled_from([NIGHT, QuietHours(time(1), time(3))]),
    minutes=st.integers(0, 365 * 24 * 60),
)
def test_the_planner_posts_the_slots_that_it_lists(
    walls: Iterable[time],
    days: Iterable[Weekday],
    zone: str,
    hours: QuietHours | None,
    minutes: int,
) -> None:
    plan = make_plan(zone=zone)
    to = (Destination("fake", "desk", hours),)
    plan = replace(plan, at=tuple(walls), days=frozenset(days), to=to)
    begin = NOW + timedelta(minutes=minutes)

    listed = coming_slots(plan, after=begin)

    planned = PlannedSlots(begin)
    ticks = every(timedelta(minutes=1), begin, begin)
    moments = sorted({slot.at for slot in listed} | {begin + AHEAD})
    planned.run((*ticks, *moments), plan)
    served = [(slot.key, slot.at) for slot in planned.served]
    assert sorted(served) == sorted((slot.key, slot.at) for slot in listed)
