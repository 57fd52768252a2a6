"""Keeps the slots and messages of each day in a partition of their own, in PostgreSQL.

A slot belongs to its local date, and so do its messages. Both tables have one partition
for each day, which is dropped as a whole when it is old. Rows of other days are deleted
one by one: those in the default partitions ``slots_rest`` and ``outbox_rest``, and in
``slots_before`` and ``outbox_undated``, the tables of before.

A statement that names a table is planned for all partitions of it, and locks them. So
the text of a claim has the days that it reads: those from the first to the last with an
unfinished slot. Two watermarks note them. Triggers widen them, for the statements of
all programs; a review makes them narrow again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Row,
    bindparam,
    delete,
    func,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from bot.core.domain.slots import OutboxMessage, SlotState
from bot.stores.sql import tables
from bot.stores.sql.statements import constant, insert_missing, upsertion
from bot.stores.sql.tables import NO_DAY
from bot.stores.sql.watermarks import UNFINISHED_FROM, UNFINISHED_TO

_SLOTS, _MESSAGES, _MARKS = tables.slots, tables.outbox, tables.marks
_DAY = timedelta(days=1)

_WESTERNMOST = timedelta(hours=12)
"""The greatest difference between UTC and local time."""

FRESH_SECONDS = 1.0
"""The time in seconds for which a process relies on the days that it read."""

_REVIEW = timedelta(hours=1)
"""The time between two reviews of the days with unfinished slots."""

_UNFINISHED = _SLOTS.c.state.in_(
    [
        constant(state.value)
        for state in (SlotState.DUE, SlotState.BUILDING, SlotState.BUILT)
    ]
)
_UNFINISHED_DAYS = select(
    func.min(_SLOTS.c.local_date), func.max(_SLOTS.c.local_date)
).where(_UNFINISHED)
_HAS_NO_DAY = _MESSAGES.c.day == constant(NO_DAY.isoformat())
_WITHOUT_DAY = (
    select(_MESSAGES.c.id)
    .join(_SLOTS, _SLOTS.c.id == _MESSAGES.c.slot)
    .where(_UNFINISHED, _HAS_NO_DAY)
    .limit(1)
)
_LOCKING = (
    select(_MARKS.c.name)
    .where(_MARKS.c.name.in_((UNFINISHED_FROM, UNFINISHED_TO)))
    .order_by(_MARKS.c.name)
    .with_for_update()
)

_PATIENCE = text("SET LOCAL lock_timeout = '500ms'")
"""A change of partitions gives up after half a second.

It waits until no statement uses the table, and all later statements wait behind it. It
also gives up before the server looks for a deadlock.
"""

_OPTIONS = (
    "fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, "
    "autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0, "
    "autovacuum_analyze_scale_factor = 0.05"
)
"""The storage options of each partition.

They leave room in each page for changed rows, and let autovacuum clean up often.
"""

_TAKEN = frozenset({"23514", "42P17"})
"""The SQLSTATE codes if another partition has rows of a day, or is for this day, too."""

TABLES = ("outbox", "slots")
"""The partitioned tables."""

_STUCK = timedelta(days=3)
"""The time for which an unfinished slot can keep the others of its partition."""

_NAME = re.compile(r"\w+_d(?P<first>\d{8})(?:_(?P<number>\d+))?")

_MOST_DAYS = 100
"""The number of partitions of a single day that a table gets."""

_NUMBERS = ((_MOST_DAYS, 1), (_MOST_DAYS + 15, 7), (10_000, 30))
"""How many days a new partition has, if its table has fewer partitions than this.

A statement that reads all days locks ten relations for each partition, and by default
PostgreSQL has room for 6,400 locks.
"""

OF_DAYS = 4
"""The number of statements to keep for the days that they read, of each kind."""

_PARTITIONS = text("""
    SELECT child.relname FROM pg_inherits
    JOIN pg_class AS child ON child.oid = inhrelid
    WHERE inhparent = CAST(:table AS regclass)""")

_FIRST_DAY = text("""
    SELECT CAST(substring(pg_get_expr(relpartbound, oid) FROM 'TO .''([^'']+)') AS date)
    FROM pg_class WHERE oid = to_regclass('slots_before')""")
"""The first day that can have a partition of slots; days before it share one."""

HAVE_NO_DAY = text("""
    slots.tableoid IN (to_regclass('slots_rest'), to_regclass('slots_before'))""")
"""The condition that slots are in no partition for days, and are deleted as rows."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days whose partitions a statement reads, from ``first`` to ``last``."""

    first: date
    last: date

    @classmethod
    def among(cls, days: Collection[date]) -> Days:
        """Return the days from the first to the last of these."""
        return cls(min(days), max(days))

    def __or__(self, other: Days) -> Days:
        """Return the days from the first to the last of both."""
        return Days(min(self.first, other.first), max(self.last, other.last))


EVERY_DAY = Days(NO_DAY, date.max)
"""All days; messages without a day are on the first.

A statement for all days has no condition on the day. All statements in SQLite are.
"""


@dataclass(slots=True)
class UnfinishedDays:
    """The days with unfinished slots and messages, as this process read them last."""

    days: Days = EVERY_DAY
    _read: float = field(default=float("-inf"))

    def read(self, connection: Connection) -> None:
        """Read the days in PostgreSQL, unless that was done a moment ago."""
        is_fresh = time.monotonic() - self._read < FRESH_SECONDS
        if connection.dialect.name != "sqlite" and not is_fresh:
            noted = connection.execute(_NOTED).mappings().one()
            self._set(noted["first_day"], noted["last_day"])

    def rows_of(
        self, connection: Connection, find: Callable[[Days], Sequence[Row[Any]]]
    ) -> Sequence[Row[Any]]:
        """Return the rows that ``find`` finds in the unfinished days, with ``noted_days``.

        If a slot of another day was added since the days were read, find rows again. In
        SQLite, find rows of all days.
        """
        if connection.dialect.name == "sqlite":
            return find(EVERY_DAY)
        rows = find(self.days)
        while rows and not self._contain(rows[0]):
            rows = find(self.days)
        return rows

    def with_days_of(self, messages: Iterable[OutboxMessage]) -> Days:
        """Return the days on which claimed messages may be stored.

        While one of them has no day, the first unfinished day is ``NO_DAY``.
        """
        if self.days.first == NO_DAY:
            return EVERY_DAY
        return Days.among([message.slot.day for message in messages])

    def _contain(self, row: Row[Any]) -> bool:
        """Return whether the days contained those that were noted when a row was found.

        From now on, the days are those of the row.
        """
        before = self.days
        self._set(row.first_day, row.last_day)
        return before | self.days == before

    def forget(self) -> None:
        """Read the days again before their next use."""
        self._read = float("-inf")

    def _set(self, first: datetime | None, last: datetime | None) -> None:
        self.days = EVERY_DAY
        if first is not None and last is not None:
            self.days = Days(first.date(), last.date())
        self._read = time.monotonic()


def noted_days() -> Sequence[ColumnElement[datetime]]:
    """Build the columns ``first_day`` and ``last_day`` of a statement.

    They are what is noted when the statement begins. If a slot of another day was added
    since this process read the days, the statement did not find it.
    """
    names = {"first_day": UNFINISHED_FROM, "last_day": UNFINISHED_TO}
    return [
        select(_MARKS.c.at).where(_MARKS.c.name == constant(name)).label(label)
        for label, name in names.items()
    ]


_NOTED = select(*noted_days())


def of_days(days: Days, column: ColumnElement[date]) -> Sequence[ColumnElement[bool]]:
    """Build the conditions that rows are of these days; none if these are all days.

    The days are a part of the statement's text, so that it is planned for their
    partitions. They change seldom.
    """
    if days == EVERY_DAY:
        return ()
    first, last = (constant(day.isoformat()) for day in (days.first, days.last))
    return (column.between(first, last),)


def are_noted(days: Days) -> Sequence[ColumnElement[bool]]:
    """Build the conditions that no slot of a day outside ``days`` is noted as unfinished.

    A statement that claims what an earlier one found then claims nothing if such a slot
    was added in between.
    """
    if days == EVERY_DAY:
        return ()
    first, last = noted_days()
    return first.element >= _midnight(days.first), last.element <= _midnight(days.last)


def is_on(column: ColumnElement[date], day: date) -> ColumnElement[bool]:
    """Build the condition that a row is of this day; the text of the statement has it."""
    return column == bindparam(None, day, type_=Date, literal_execute=True)


def note_every_day(connection: Connection) -> None:
    """Let claims read all days until the next review."""
    _note(connection, EVERY_DAY)


def review_days(connection: Connection, now: datetime) -> None:
    """Note the days with unfinished slots; if there are none, that of ``now``.

    Triggers only add days. If an unfinished message has no day, the first is
    ``NO_DAY``.
    """
    # A transaction that adds a slot locks the rows first, and this waits until it ends.
    insert_missing(connection, _MARKS, _rows_of(EVERY_DAY))
    connection.execute(_LOCKING)
    first, last = connection.execute(_UNFINISHED_DAYS).one()
    days = Days(now.date(), now.date()) if first is None else Days(first, last)
    if connection.scalar(_WITHOUT_DAY) is not None:
        days |= Days.among([NO_DAY])
    _note(connection, days)


def _note(connection: Connection, days: Days) -> None:
    if connection.dialect.name != "sqlite":
        marking = upsertion(connection.dialect.name, _MARKS, ("at",))
        connection.execute(marking, _rows_of(days))


def _rows_of(days: Days) -> list[dict[str, object]]:
    noted = (UNFINISHED_FROM, days.first), (UNFINISHED_TO, days.last)
    return [{"name": name, "at": _midnight(day)} for name, day in noted]


def is_review_due(reviewed: datetime | None, now: datetime) -> bool:
    """Return whether to review the days and to add partitions once more.

    ``reviewed`` is when that was done last.
    """
    return (
        reviewed is None
        or now.date() != reviewed.date()
        or not timedelta() <= now - reviewed < _REVIEW
    )


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """The partition of a table for ``number`` days from ``first`` on."""

    table: str
    first: date
    number: int = 1

    @property
    def name(self) -> str:
        """Return its name as a table."""
        number = "" if self.number == 1 else f"_{self.number}"
        return f"{self.table}_d{self.first:%Y%m%d}{number}"

    @property
    def end(self) -> date:
        """Return the day after its last one."""
        return self.first + self.number * _DAY

    def contains(self, day: date) -> bool:
        """Return whether the day is one of its days."""
        return self.first <= day < self.end


def missing_partitions(connection: Connection, now: datetime) -> Collection[Partition]:
    """Return the partitions for today and tomorrow that do not exist."""
    first = {"slots": connection.scalar(_FIRST_DAY) or date.min, "outbox": date.min}
    there = {table: _partitions(connection, table) for table in TABLES}
    number = next(n for most, n in _NUMBERS if len(there["slots"]) < most)
    missing: list[Partition] = []
    for table, day in product(TABLES, (now.date(), now.date() + _DAY)):
        if day < first[table]:
            continue
        added = [each for each in missing if each.table == table]
        if not any(each.contains(day) for each in (*there[table], *added)):
            missing.append(Partition(table, day, number))
    return missing


def add_partition(
    connection: Connection, partition: Partition, *, gives_up: bool = False
) -> None:
    """Create a partition; with ``gives_up``, wait for half a second at most.

    If rows of its days are in another partition, leave them there, and create none.

    Raises:
        DBAPIError: other statements kept using the table.
    """
    if gives_up:
        connection.execute(_PATIENCE)
    # Other processes may add it, too. This lock does not conflict with reads and writes;
    # the creation waits until no statement uses the table.
    table = partition.table
    connection.exec_driver_sql(
        f"LOCK TABLE ONLY {table} IN SHARE UPDATE EXCLUSIVE MODE"
    )
    bounds = f"FROM ('{partition.first}') TO ('{partition.end}')"
    creating = (
        f"CREATE TABLE IF NOT EXISTS {partition.name} PARTITION OF {table}"
        f" FOR VALUES {bounds} WITH ({_OPTIONS})"
    )
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(creating)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) not in _TAKEN:
            raise


def days_of_slots(connection: Connection) -> Collection[date]:
    """Return the local dates of all slots."""
    return connection.scalars(select(_SLOTS.c.local_date).distinct()).all()


def add_partitions(connection: Connection, days: Iterable[date]) -> None:
    """Create the partitions of both tables for the last of these days, in PostgreSQL.

    Otherwise the default partitions, which each new partition reads, would get all rows
    of a restored backup.
    """
    if connection.dialect.name != "sqlite":
        for day, table in product(sorted(days)[-_MOST_DAYS:], TABLES):
            add_partition(connection, Partition(table, day))


def old_partitions(connection: Connection, before: datetime) -> Sequence[Partition]:
    """Return the partitions whose slots can all be from before ``before``.

    Those of messages come first.
    """
    end = (before - _WESTERNMOST).date()
    every = [each for table in TABLES for each in _partitions(connection, table)]
    return sorted(each for each in every if each.end <= end)


def drop_partition(
    connection: Connection, partition: Partition, before: datetime
) -> None:
    """Drop a partition, unless a slot of its days is unfinished or not old enough.

    The messages of its slots are deleted, wherever they are. If a slot has kept the
    partition for ``_STUCK``, its other slots are deleted as rows.

    Raises:
        DBAPIError: other statements kept using the tables.
    """
    connection.execute(_PATIENCE)
    connection.exec_driver_sql("LOCK TABLE ONLY slots, ONLY outbox")
    days = Days(partition.first, partition.end - _DAY)
    of_slots = of_days(days, _SLOTS.c.local_date)
    is_kept = or_(_SLOTS.c.slot_utc >= before, _UNFINISHED)
    if connection.scalar(select(_SLOTS.c.id).where(*of_slots, is_kept).limit(1)):
        if partition.end <= (before - _STUCK).date():
            connection.execute(delete(_SLOTS).where(*of_slots, not_(is_kept)))
        return
    if partition.table == _SLOTS.name:
        # An older program stores them without a day; others may have been stored while
        # their partition could not be added.
        of_messages = or_(*of_days(days, _MESSAGES.c.day), _HAS_NO_DAY)
        if connection.scalar(select(_MESSAGES.c.id).where(of_messages).limit(1)):
            is_own = _MESSAGES.c.slot == _SLOTS.c.id
            connection.execute(delete(_MESSAGES).where(is_own, *of_slots, of_messages))
    connection.exec_driver_sql(f"DROP TABLE {partition.name}")


def partition_names(connection: Connection) -> Sequence[tuple[str, str]]:
    """Return each partition's table and name."""
    return [
        (table, name)
        for table in TABLES
        for name in connection.scalars(_PARTITIONS, {"table": table})
    ]


def drop_if_empty(connection: Connection, table: str, name: str) -> None:
    """Drop a partition if it has no row; create the default partition anew."""
    # Read through the table: a policy of the partition itself could hide its rows.
    query = (
        f"SELECT EXISTS (SELECT FROM {table} WHERE tableoid = CAST(:name AS regclass))"  # noqa: S608 - the name of a table
    )
    if connection.scalar(text(query), {"name": name}):
        return
    connection.exec_driver_sql(f"DROP TABLE {name}")
    if name == f"{table}_rest":
        connection.exec_driver_sql(
            f"CREATE TABLE {name} PARTITION OF {table} DEFAULT WITH ({_OPTIONS})"
        )


def _partitions(connection: Connection, table: str) -> Sequence[Partition]:
    """Return the partitions of a table that are for days."""
    names = connection.scalars(_PARTITIONS, {"table": table}).all()
    matches = [_NAME.fullmatch(name) for name in names]
    return [
        Partition(table, date.fromisoformat(each["first"]), int(each["number"] or 1))
        for each in matches
        if each is not None
    ]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
