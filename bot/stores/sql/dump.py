"""Copies all rows between databases of either kind.

A backup is an SQLite file with the tables of its original, so it can be restored to
either kind of database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    Connection,
    MetaData,
    Table,
    case,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)

from bot.core.domain.records import Contents
from bot.core.domain.slots import MessageState, SlotState
from bot.stores.sql import tables
from bot.stores.sql.claim_order import UNSENT
from bot.stores.sql.database import Database
from bot.stores.sql.watermarks import RESTORED, advance

_SLOTS, _MESSAGES = tables.slots, tables.outbox

_ROWS = 1_000
"""The maximum number of rows in memory at the same time."""

SEARCH = "record_search"
"""The search index of SQLite."""

_NO_DATA = ("alembic_version", "locks", "paces")
"""Tables whose rows are valid in one database only, so that they are not copied."""

_SECOND = timedelta(seconds=1)


def contents(connection: Connection) -> Contents:
    """Count the rows of articles, items, editions and sources."""
    names = ("articles", "items", "editions", "sources")
    counts = [connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in names]  # noqa: S608 - the names above
    return Contents(*(count or 0 for count in counts))


def data_tables(database: Database) -> tuple[Table, ...]:
    """Return the data tables of an SQLite database; referenced tables come first."""
    metadata = MetaData()

    def is_data(name: str, _: MetaData) -> bool:
        return not name.startswith(SEARCH) and name not in _NO_DATA

    database.read_now(lambda connection: metadata.reflect(connection, only=is_data))
    return tuple(metadata.sorted_tables)


def copy_rows(
    source: Connection, target: Connection, tables: tuple[Table, ...]
) -> None:
    """Copy the rows of these tables to the target, as far as the source has the columns."""
    inspector = inspect(source)
    for table in tables:
        if not inspector.has_table(table.name):
            continue
        stored = {column["name"] for column in inspector.get_columns(table.name)}
        stream = source.execution_options(yield_per=_ROWS)
        query = select(*(column for column in table.c if column.name in stored))
        for rows in stream.execute(query).mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])
    if target.dialect.name == "postgresql":
        _advance_sequences(target, tables)


def clear(target: Connection, tables: tuple[Table, ...]) -> None:
    """Delete all rows of these tables."""
    for table in reversed(tables):
        target.execute(delete(table))


def mark_restored(connection: Connection) -> None:
    """Record that messages may have been posted after the backup was made.

    Unsent messages are marked as attempted since their slot's moment, so the sender
    looks for them on the platform before it posts them. A watermark, which is a stored
    time, makes the messages of slots that are built later count as attempted, too.
    """
    _release_leases(connection)
    moment = (
        select(_SLOTS.c.slot_utc)
        .where(_SLOTS.c.id == _MESSAGES.c.slot)
        .scalar_subquery()
    )
    connection.execute(
        update(_MESSAGES)
        .where(_MESSAGES.c.state != MessageState.SENT.value)
        .values(
            attempts=case((_MESSAGES.c.attempts > 0, _MESSAGES.c.attempts), else_=1),
            first_try=func.coalesce(_MESSAGES.c.first_try, moment),
        )
    )
    # The database returns whole seconds.
    advance(connection, RESTORED, _now(connection) + _SECOND)


def _advance_sequences(target: Connection, tables: tuple[Table, ...]) -> None:
    """Make ``target`` give new rows higher numbers than the copied rows have."""
    for table in tables:
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        highest = select(func.max(column)).scalar_subquery()
        target.execute(
            select(
                func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))
            )
        )


def _release_leases(connection: Connection) -> None:
    released = {"owner": None, "lease_until": None}
    connection.execute(
        update(_MESSAGES)
        .where(_MESSAGES.c.state.in_(UNSENT))
        .values(state=MessageState.PENDING.value, **released)
    )
    connection.execute(
        update(_SLOTS)
        .where(_SLOTS.c.state == SlotState.BUILDING.value)
        .values(state=SlotState.DUE.value, **released)
    )


def _now(connection: Connection) -> datetime:
    """Return the time of the database's clock."""
    now: datetime = connection.scalars(select(func.current_timestamp())).one()
    return now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)
