"""PostgreSQL keeps the slots and messages of each day in partitions, and drops them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, NullPool, create_engine, event, text

from bot.core.domain.slots import (
    MessageState,
    OutboxMessage,
    PlannedSlot,
    SlotKey,
    SlotState,
)
from bot.core.domain.workspaces import ACTING_FOR
from bot.stores.sql import (
    SqlStore,
    message_queue,
    open_maintenance,
    open_store,
    partitions,
    schema,
)
from bot.stores.sql.database import CLAIM_STATEMENTS
from bot.stores.sql.slot_queue import add_slots
from bot.stores.sql.tables import outbox
from bot.stores.sql.turns import Turn
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
from tests.fakes.postgresql import Server

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY, TOMORROW = NOW.date(), NOW.date() + DAY
OTHERS = {"slots_rest", "outbox_rest", "slots_before", "outbox_undated"}
PLACES = text("""
    SELECT 'slots' AS kind, tableoid::regclass::text AS place FROM slots
    UNION ALL SELECT 'outbox', tableoid::regclass::text FROM outbox ORDER BY 2""")

PARTITION = re.compile(r"(?:Scan(?: using \S+)?|Update) on (\w+_(?:rest|d\d+))")
OLD_ROWS = """
WITH slot AS (
  INSERT INTO slots (digest, channel, local_date, time_index, slot_utc, next_at, state)
  VALUES ('morning', 'console/desk', '2026-03-02', 0, 1, 1, 'built') RETURNING id)
INSERT INTO outbox (slot, part, body, nonce, state)
SELECT id, part, 'old ' || part, part, 'pending' FROM slot, generate_series(0, 1) AS part
"""
OLD_POLICY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON {table} USING (
  coalesce(current_setting('sitrep.workspace', true), '') IN ('', 'acme'))
"""


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


async def test_planning_adds_the_partitions_of_today_and_tomorrow(
    store: SqlStore,
) -> None:
    await build(store, make_slot())

    assert await partitions_of(store) == {
        *("slots_d20260302", "outbox_d20260302"),
        *("slots_d20260303", "outbox_d20260303"),
    }
    assert await places(store) == {"slots_d20260302", "outbox_d20260302"}


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


async def test_a_partition_that_cannot_be_dropped_now_is_dropped_later(
    store: SqlStore, address: str
) -> None:
    await build(store, make_slot(), parts=1)
    await send(store)

    with reading(address, "outbox"):
        await store.purge(NOW + 2 * DAY)
    assert len(await states(store)) == 1

    await store.purge(NOW + 2 * DAY)
    assert await states(store) == []


async def test_claims_read_the_partitions_of_unfinished_days_only(
    store: SqlStore,
) -> None:
    await build(store, make_slot(DESK), make_slot(NIGHT), parts=1)
    for day in range(1, 9):
        await store.plan([], NOW + day * DAY)
    while part := await store.claim_message("one", NOW, LEASE):
        await store.mark_sent(part, "one", "id")
    today = NOW + 9 * DAY
    await build(store, slot_of(today.date()), now=today)

    plans = await plans_of(store, today)

    read = {name for plan in plans for name in PARTITION.findall(plan)}
    assert read == {"slots_d20260311", "outbox_d20260311"}


async def plans_of(store: SqlStore, now: datetime) -> list[str]:
    """The plans of all statements by which a message is claimed and marked as sent."""
    statements: list[tuple[str, object]] = []

    def note(*given: object) -> None:
        statements.append((str(given[2]), given[3]))

    engine = store.database._claim_engine
    event.listen(engine, "before_cursor_execute", note)
    await store.plan([], now)
    part = await take_part(store, now=now)
    assert await store.mark_sent(part, "one", "id")
    event.remove(engine, "before_cursor_execute", note)
    explained = [each for each in statements if "outbox" in each[0]]

    def explain(connection: Connection) -> list[str]:
        return [
            "\n".join(connection.exec_driver_sql(f"EXPLAIN {query}", given).scalars())  # type: ignore[arg-type]
            for query, given in explained
        ]

    return await store.database.write(explain)


async def test_few_statements_of_earlier_days_are_kept(store: SqlStore) -> None:
    counting = text("SELECT count(*) FROM pg_prepared_statements")
    counts = []
    for day in range(16):
        now = NOW + day * DAY
        await build(store, slot_of(now.date()), now=now)
        await store.plan([], now)
        assert [(await send(store, now=now)).number for _ in range(2)] == [0, 1]
        await store.plan([], now + 2 * HOUR)
        counts.append(await store.database.claim(lambda c: c.scalar(counting)) or 0)

    # The driver deletes them a little later.
    assert counts[3] < counts[6] < max(counts) < 1.3 * CLAIM_STATEMENTS


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


async def test_messages_in_other_partitions_are_deleted_with_their_slots(
    store: SqlStore, address: str, tmp_path: Path
) -> None:
    """Those of an older program, and those whose partition could not be added."""
    await store.plan([make_slot(), make_slot(NIGHT)], NOW)
    await run(store, "DROP TABLE outbox_d20260302")
    await build_next(store)
    await lose_days(store)
    await build_next(store)
    await asyncio.sleep(partitions.FRESH_SECONDS)
    for _ in range(2):
        await send(store)
    assert "slots_d20260302" in await places(store)

    await store.purge(NOW + 2 * DAY)

    assert await places(store) == set()
    await asyncio.to_thread(store.database.close_now)
    with open_maintenance(address) as maintenance:
        maintenance.backup(str(tmp_path / "backup"))


async def build_next(store: SqlStore) -> None:
    """Store one message for the next slot."""
    slot = await take_slot(store)
    assert await store.store_messages(slot, edition_of(slot), make_parts(1))


async def test_further_partitions_have_more_days(store: SqlStore) -> None:
    """Statements for all days lock them all, and the server has room for few locks."""
    days = [TODAY + number * DAY for number in range(-120, 0)]
    await store.database.write(lambda c: partitions.add_partitions(c, days))
    assert len(await partitions_of(store)) == 200

    await build(store, make_slot(), slot_of(TOMORROW), now=NOW + DAY)
    assert "slots_d20260303_7" in await partitions_of(store)
    assert await places(store) == {
        *("slots_rest", "outbox_rest"),
        *("slots_d20260303_7", "outbox_d20260303_7"),
    }
    await store.plan([], NOW + 4 * DAY)
    assert len(await partitions_of(store)) == 202
    for _ in range(4):
        await send(store, now=NOW + DAY)

    await store.purge(NOW + 8 * DAY)
    assert await places(store) == {"slots_d20260303_7", "outbox_d20260303_7"}
    await store.purge(NOW + 9 * DAY)
    assert await partitions_of(store) == set()


async def test_a_requeued_message_without_a_day_is_posted(store: SqlStore) -> None:
    await build(store, make_slot(), parts=1)
    await store.dead_letter(await take_part(store), "one", error="no")
    await lose_days(store)
    await store.plan([], NOW + HOUR)

    assert await store.requeue(make_slot().key, NOW + HOUR)
    await asyncio.sleep(partitions.FRESH_SECONDS)

    assert (await take_part(store, now=NOW + HOUR)).slot == make_slot().key


async def test_days_that_another_program_deleted_are_noted_again(
    store: SqlStore,
) -> None:
    await store.plan([], NOW)
    await run(store, "DELETE FROM marks WHERE name LIKE 'unfinished%'")
    await store.plan([slot_of(TODAY - 5 * DAY)], NOW)
    await store.plan([], NOW + HOUR)

    assert (await take_slot(store)).key.day == TODAY - 5 * DAY


async def test_nothing_is_claimed_by_days_that_changed_since_it_was_found(
    store: SqlStore,
) -> None:
    """A process can wait between the two statements of a claim."""
    await build(store, make_slot(), parts=1)
    days = store.database.days

    def find_then_take(connection: Connection) -> Sequence[object]:
        days.read(connection)
        claim = message_queue.MessageClaim("one", NOW, LEASE, None, None)
        place = message_queue.Place(Turn(), days)
        queue = message_queue.Messages(connection, claim, NOW, NOW - DAY, place)
        found = queue.find(1)
        assert len(found) == 1
        late = slot_of(TODAY - 5 * DAY)
        store.database.write_now(lambda other: add_slots(other, [late]))
        return queue.take(found)

    assert await store.database.claim(find_then_take) == []
    await asyncio.sleep(partitions.FRESH_SECONDS)
    assert (await take_slot(store)).key.day == TODAY - 5 * DAY
    assert await store.claim_message("one", NOW, LEASE) is None


async def test_a_late_slot_of_an_earlier_day_is_posted_first(store: SqlStore) -> None:
    await store.plan([], NOW)
    async with open_store(str_of(store)) as other:
        assert await other.claim_slot("two", NOW, LEASE) is None
        await store.plan([slot_of(TODAY - 5 * DAY), slot_of(TODAY)], NOW)
        await asyncio.sleep(partitions.FRESH_SECONDS)

        slot = await take_slot(other)
        assert slot.key.day == TODAY - 5 * DAY
        assert await other.store_messages(slot, edition_of(slot), make_parts(1))
        assert (await take_part(other)).slot == slot.key


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


async def test_a_reply_finds_a_message_of_an_earlier_day(store: SqlStore) -> None:
    await build(store, make_slot(), parts=1)
    above = await send(store)
    later = NOW + 3 * DAY
    slot = slot_of(later.date())
    await store.plan([slot], later)
    taken = await take_slot(store, now=later)
    reply = replace(make_parts(1)[0], reply_to=above.id)
    assert await store.store_messages(taken, edition_of(taken), [reply])

    assert (await take_part(store, now=later)).parent == f"{DESK} 0"
    assert [part.parent for _, parts in await listed(store) for part in parts] == [
        f"{DESK} 0",
        None,
    ]


async def listed(store: SqlStore) -> Sequence[tuple[object, Sequence[OutboxMessage]]]:
    return await store.deliveries(failed=False, limit=9)


@pytest.mark.parametrize("workspace", ["", "acme"])
async def test_the_messages_of_a_deleted_slot_are_deleted(
    store: SqlStore, workspace: str
) -> None:
    await build(store, make_slot("slack/acme/C1"), make_slot("slack/acme/C2"), parts=1)
    acting = ACTING_FOR.set(workspace)

    await run(store, "DELETE FROM slots WHERE channel = 'slack/acme/C1'")
    ACTING_FOR.reset(acting)

    assert await places(store) == {"slots_d20260302", "outbox_d20260302"}
    found = await store.database.read(
        lambda c: c.execute(text("SELECT slot IN (SELECT id FROM slots) FROM outbox"))
    )
    assert found.scalars().all() == [True]


def make_old_tables(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Create the tables as they were before the partitions."""
    with monkeypatch.context() as earlier, open_maintenance(address) as maintenance:
        earlier.setattr(schema, "HEAD", "0019")
        maintenance.upgrade()


async def test_rows_from_before_the_partitions_are_posted(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgresql.url(postgresql.create())
    make_old_tables(address, monkeypatch)
    postgresql.run(address, OLD_ROWS)

    async with open_store(address) as store:
        await store.plan([make_slot(NIGHT, index=1)], NOW)
        assert await places(store) == {"slots_before", "outbox_undated"}
        missing = partial(partitions.missing_partitions, now=NOW)
        assert await store.database.read(missing) == []
        parts = [await send(store) for _ in range(2)]
        slot = await take_slot(store)
        assert await store.store_messages(slot, edition_of(slot), make_parts(1))
        parts.append(await send(store))
        await store.purge(NOW + MINUTE)

        assert [part.body for part in parts] == ["old 0", "old 1", parts[2].body]
        assert await places(store) == set()
        assert await store.claim_slot("one", NOW, LEASE) is None


def test_a_migration_keeps_what_was_granted_to_other_roles(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgresql.url_of_a_role("granting")
    make_old_tables(address, monkeypatch)
    owner = address.replace("//granting@", "//sitrep@")
    postgresql.run(owner, 'CREATE ROLE "Dash board"')
    postgresql.run(owner, 'GRANT SELECT ON slots TO "Dash board" WITH GRANT OPTION')
    postgresql.run(owner, "GRANT SELECT ON outbox TO PUBLIC")

    with open_maintenance(address) as maintenance:
        maintenance.upgrade()

    for table, right, has_it in (
        ("slots", "SELECT WITH GRANT OPTION", True),
        ("slots", "INSERT", False),
        ("outbox", "SELECT", True),
        ("outbox", "SELECT WITH GRANT OPTION", False),
    ):
        asking = f"SELECT has_table_privilege('Dash board', '{table}', '{right}')"
        assert postgresql.run(owner, asking) is has_it


async def test_a_migration_keeps_the_policies_and_a_vacuum_the_rows(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgresql.url_of_a_role("former")
    make_old_tables(address, monkeypatch)
    owner = address.replace("//former@", "//sitrep@")
    postgresql.run(owner, OLD_ROWS.replace(DESK, "slack/acme/C1"))
    for table in ("slots", "outbox", "bodies"):
        postgresql.run(owner, OLD_POLICY.format(table=table))

    with open_maintenance(address) as maintenance:
        maintenance.upgrade()
        maintenance.vacuum()

    async with open_store(address) as store:
        assert await places(store) == {"slots_before", "outbox_undated"}
        for workspace, number in (("acme", 3), ("globex", 0)):
            acting = ACTING_FOR.set(workspace)
            seen = await store.database.read(lambda c: c.execute(PLACES).all())
            ACTING_FOR.reset(acting)
            assert len(seen) == number
