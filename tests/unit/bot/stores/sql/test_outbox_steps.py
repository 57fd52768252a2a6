"""Bringing the slots of the first schema into the outbox."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from bot.core.delivery.planner import plan_slots
from bot.core.domain.slots import PlannedSlot, SlotKey, SlotState
from bot.stores.sql import open_store
from bot.stores.sql.database import Database
from bot.stores.sql.schema import make_schema
from tests.fakes.plans import make_plan

DESK, NIGHT = "fake/desk", "fake/night"
LAST = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def add(
    connection: Connection, at: datetime, *channels: str, digest: str = "morning"
) -> None:
    """Write a slot as the first version took it, and its editions."""
    key = f"{digest}/{at:%Y-%m-%d}/{at:%H:%M}"
    moment = (at - EPOCH) // timedelta(microseconds=1)
    row = {"key": key, "at": moment, "digest": digest}
    connection.execute(text("INSERT INTO slots VALUES (:key, :at)"), row)
    for channel in channels:
        connection.execute(
            text(
                "INSERT INTO editions (id, digest, channel, at, slot, document) "
                "VALUES ('id', :digest, :channel, :at, :key, '{}')"
            ),
            {**row, "channel": channel},
        )


@pytest.fixture
def old_database(new_database: str) -> str:
    """A database of the first version that posted twice a day to two channels."""

    def fill(connection: Connection) -> None:
        make_schema(connection, "news", "0001")
        for day in (9 * DAY, DAY, 0 * DAY):
            add(connection, LAST - day, DESK, NIGHT)
            add(connection, LAST - day - timedelta(hours=10), DESK, NIGHT)
        add(connection, LAST, DESK, digest="desk/evening")
        add(connection, LAST - DAY, digest="failed")

    database = Database(new_database)
    database.write_now(fill)
    database.close_now()
    return new_database


def key(day: int, index: int, *, channel: str = DESK) -> SlotKey:
    """A slot of the morning digest."""
    return SlotKey("morning", channel, date(2026, 3, day), index)


async def test_slots_of_the_last_days_are_posted(old_database: str) -> None:
    async with open_store(old_database) as store:
        found = await store.deliveries(failed=False, limit=100)

    channels = (DESK, NIGHT)
    assert {slot.key for slot, _ in found} == {
        SlotKey("desk/evening", DESK, date(2026, 3, 2), 0),
        *(key(day, n, channel=c) for day in (1, 2) for n in (1, 2) for c in channels),
    }
    assert {slot.state for slot, _ in found} == {SlotState.POSTED}
    assert {slot.at for slot, _ in found if slot.key.index == 2} == {LAST, LAST - DAY}


async def test_all_is_planned_up_to_the_last_slot(old_database: str) -> None:
    async with open_store(old_database) as store:
        assert await store.planned_until() == LAST


async def test_what_was_posted_is_not_planned_again(old_database: str) -> None:
    plan = make_plan(at="08:00 18:00")
    async with open_store(old_database) as store:
        slots = plan_slots([plan], since=LAST - DAY, now=LAST)

        assert await store.plan(slots, LAST) == ()


async def test_a_time_that_is_moved_after_it_was_posted_is_not_posted_again(
    old_database: str,
) -> None:
    plan = make_plan(at="08:00 20:00")
    now = LAST + timedelta(hours=2)
    async with open_store(old_database) as store:
        slots = plan_slots([plan], since=LAST, now=now)

        assert [slot.key for slot in slots] == [key(2, 2)]
        assert await store.plan(slots, now) == ()


async def test_the_next_day_is_planned(old_database: str) -> None:
    plan = make_plan(at="08:00 18:00")
    now = LAST + timedelta(hours=14)
    async with open_store(old_database) as store:
        slots = plan_slots([plan], since=LAST, now=now)

        assert await store.plan(slots, now) == (key(3, 1),)


async def test_a_database_in_which_nothing_was_posted_plans_from_the_start(
    new_database: str,
) -> None:
    database = Database(new_database)
    database.write_now(make_schema, "news", "0001")
    database.close_now()

    async with open_store(new_database) as store:
        assert await store.planned_until() is None
        assert await store.deliveries(failed=False, limit=1) == ()


async def test_slots_are_ordered_by_the_numbers_of_their_characters(
    old_database: str,
) -> None:
    names = ("Zug", "a", "é", "𝒜")
    slots = [
        PlannedSlot(SlotKey(name, DESK, date(2026, 3, 3), index), LAST + DAY)
        for index, name in enumerate(reversed(names))
    ]
    async with open_store(old_database) as store:
        await store.plan(slots, LAST + DAY)
        found = await store.deliveries(failed=False, limit=4)

    assert [slot.key.digest for slot, _ in found] == sorted(names, reverse=True)
