"""PostgreSQL keeps the slots and messages of each day in partitions, and drops them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from bot.core.domain.slots import (
    MessageState,
    PlannedSlot,
    SlotKey,
    SlotState,
)
from bot.stores.sql import (
    SqlStore,
    open_maintenance,
    open_store,
    partitions,
)
from bot.stores.sql.tables import outbox
from tests.fakes.outboxes import (
    DESK,
    LEASE,
    MINUTE,
    NIGHT,
    NOW,
    build,
    edition_of,
    make_parts,
    make_slot,
    send,
    states,
    take_part,
    take_slot,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY, TOMORROW = NOW.date(), NOW.date() + DAY
OTHERS = {"slots_rest", "outbox_rest", "slots_before", "outbox_undated"}
PLACES = text("""
    SELECT 'slots' AS kind, tableoid::regclass::text AS place FROM slots
    UNION ALL SELECT 'outbox', tableoid::regclass::text FROM outbox ORDER BY 2""")


@pytest.fixture
def address(request: pytest.FixtureRequest, postgresql_tables: str) -> str:
    """The address of an empty database of PostgreSQL."""
    request.getfixturevalue("postgresql").clear(postgresql_tables)
    return postgresql_tables


@pytest.fixture
async def store(address: str) -> AsyncIterator[SqlStore]:
    async with open_store(address) as opened:
        yield opened


def slot_of(day: date, channel: str = DESK) -> PlannedSlot:
    """A slot of a day, at the time of day of ``NOW``."""
    return PlannedSlot(SlotKey("morning", channel, day, 0), NOW + (day - TODAY))


async def places(store: SqlStore) -> set[str]:
    """The partitions that have rows."""
    found = await store.database.read(lambda c: c.execute(PLACES).all())
    return {row.place for row in found}


async def partitions_of(store: SqlStore) -> set[str]:
    """The partitions of days."""
    found = text(
        "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class ON"
        " pg_class.oid = inhparent WHERE relkind = 'p'"
    )
    names = set(await store.database.read(lambda c: c.scalars(found).all()))
    assert names & OTHERS
    return names - OTHERS


def str_of(store: SqlStore) -> str:
    """The address of the store's database."""
    url = store.database.url.render_as_string(hide_password=False)
    return url.replace("+psycopg", "")


async def run(store: SqlStore, statement: str) -> None:
    await store.database.write(lambda connection: connection.execute(text(statement)))


async def lose_days(store: SqlStore) -> None:
    """Store the messages as an older program does, which does not know their day."""
    names = ", ".join(column.name for column in outbox.c if column.name != "day")
    adding = f"INSERT INTO outbox ({names}) SELECT {names} FROM moved"  # noqa: S608 - the names of columns
    moving = "WITH moved AS (DELETE FROM outbox RETURNING *) "
    await run(store, moving + adding)


async def test_a_purge_drops_the_partitions_of_old_days(store: SqlStore) -> None:
    for day in range(3):
        slot = slot_of(TODAY + day * DAY)
        await build(store, slot, now=slot.at)
        await send(store, now=slot.at)
        await send(store, now=slot.at)

    await store.purge(NOW + DAY / 2)
    assert len(await states(store)) == 3
    await store.purge(NOW + 2 * DAY)

    assert await places(store) == {
        *("slots_d20260303", "outbox_d20260303"),
        *("slots_d20260304", "outbox_d20260304"),
    }
    assert "slots_d20260302" not in await partitions_of(store)
    assert "outbox_d20260302" not in await partitions_of(store)
    assert len(await states(store)) == 2


async def test_a_day_with_an_unfinished_slot_is_kept(store: SqlStore) -> None:
    await build(store, make_slot(DESK), make_slot(NIGHT), parts=1)
    await send(store)

    await store.purge(NOW + 2 * DAY)
    assert len(await states(store)) == 2
    await store.purge(NOW + 9 * DAY)

    assert await states(store) == [(SlotState.BUILT, (MessageState.PENDING,))]
    part = await take_part(store, now=NOW + 9 * DAY)
    assert await store.mark_sent(part, "one", "id")
    await store.purge(NOW + 9 * DAY)
    assert await states(store) == []
    assert await partitions_of(store) == set()


async def test_rows_of_a_day_without_partition_are_delivered_and_deleted(
    store: SqlStore,
) -> None:
    """Their day is not planned by this program, but requested or planned late."""
    await store.plan([slot_of(TODAY)], None)
    assert await places(store) == {"slots_rest"}

    await build(store, slot_of(TODAY, NIGHT))
    assert "slots_d20260302" not in await partitions_of(store)
    slot = await take_slot(store)
    assert await store.store_messages(slot, edition_of(slot, "b"), make_parts(1))
    sent = [await send(store) for _ in range(3)]

    assert {part.slot.channel for part in sent} == {DESK, NIGHT}
    await store.purge(NOW + MINUTE)
    assert await places(store) == set()


@contextmanager
def reading(address: str, table: str) -> Iterator[None]:
    """Read a table in a transaction that ends with the block."""
    driver = address.replace("postgresql", "postgresql+psycopg", 1)
    with create_engine(driver, poolclass=NullPool).begin() as connection:
        connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - the name of a table
        yield


async def test_a_partition_that_cannot_be_added_now_is_added_later(
    store: SqlStore, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with reading(address, "slots"):
        await store.plan([make_slot()], NOW)
    assert [record.getMessage() for record in caplog.records] == [
        f"partition {name} was not added, so its digests are stored in the default "
        "partition and posted as usual; Sitrep tries again in an hour: "
        "its table was in use"
        for name in ("slots_d20260302", "slots_d20260303")
    ]
    assert await partitions_of(store) == {"outbox_d20260302", "outbox_d20260303"}
    assert await places(store) == {"slots_rest"}

    await store.plan([], NOW + HOUR)
    assert "slots_d20260303" in await partitions_of(store)


async def test_a_restored_backup_gets_the_partitions_of_its_days(
    store: SqlStore, tmp_path: Path
) -> None:
    await store.plan([slot_of(TODAY), slot_of(TODAY - 5 * DAY)], None)
    assert await places(store) == {"slots_rest"}
    file = str(tmp_path / "backup")
    address = str_of(store)
    await asyncio.to_thread(store.database.close_now)
    with open_maintenance(address) as maintenance:
        maintenance.backup(file)
        maintenance.restore(file, force=True)

    async with open_store(address) as restored:
        assert await places(restored) == {"slots_d20260302", "slots_d20260225"}
        assert (await take_slot(restored)).key.day == TODAY - 5 * DAY


async def test_a_requeued_slot_of_an_old_day_is_posted(store: SqlStore) -> None:
    await build(store, make_slot(), parts=1)
    await store.dead_letter(await take_part(store), "one", error="no")
    later = NOW + 9 * DAY
    await store.plan([], later)
    async with open_store(str_of(store)) as other:
        assert await other.claim_message("two", later, LEASE) is None

        assert await store.requeue(make_slot().key, later)
        await asyncio.sleep(partitions.FRESH_SECONDS)

        part = await take_part(other, "two", now=later)
        assert part.slot == make_slot().key
        assert await other.mark_sent(part, "two", "id")
    assert await states(store) == [(SlotState.POSTED, (MessageState.SENT,))]


async def test_messages_of_an_older_program_are_posted(store: SqlStore) -> None:
    """It does not know the column of the day."""
    await build(store, make_slot())
    await lose_days(store)
    assert "outbox_d20260302" not in await places(store)
    await asyncio.sleep(partitions.FRESH_SECONDS)

    first, second = [await send(store) for _ in range(2)]

    assert (first.number, second.number, second.parent) == (0, 1, f"{DESK} 0")
    assert await states(store) == [(SlotState.POSTED, (MessageState.SENT,) * 2)]
