"""Rows that exist only to be locked, so that writes of several processes take turns.

A transaction in PostgreSQL sees what others committed before each of its statements,
and locks the rows that it changes. That is enough for most writes. A write that relies
on rows which it does not change first locks a row of the table ``locks``. The row
stands for an area, such as the record, or for a channel; the row of a channel is called
its lane. A transaction that has locked such a row *holds* it. Others that lock the same
row wait until the transaction has ended. Areas are locked before lanes, and both in a
fixed order, so that no two transactions wait for each other.

In SQLite only one transaction writes at a time, so nothing is locked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    Text,
    any_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY

from bot.stores.sql.columns import SortedWords
from bot.stores.sql.tables import metadata, slots

locks = Table("locks", metadata, Column("name", SortedWords, primary_key=True))
"""A row for each area and for each channel with slots; a row has only a name.

In PostgreSQL, a generated column ``lane`` has the name of the channel.
"""


class Area(StrEnum):
    """A part of the store that only one transaction changes at a time.

    The order of the areas is that in which they are locked.
    """

    ALERTS = "area 1 alerts"
    """The lease of the alerts and the stories on which they posted."""

    NEWS = "area 2 news"
    """Sources, items and articles.

    The lock ensures that each is stored once, and that their numbers grow in the order
    of the commits.
    """

    RECORD = "area 3 record"
    """The record with its events, and the reminders of them."""

    CHATS = "area 4 chats"
    """The choices of people in chats, and the events and quotas that were used."""

    NOTICES = "area 5 notices"
    """The notices for the operator."""


ClaimRow: TypeAlias = Row[Any]
"""A row that can be claimed; it has the columns ``id``, ``slot`` and ``channel``."""


class Queue(Protocol):
    """Rows that can be claimed, in the order of their slots.

    To claim a row is to lease it for one process.
    """

    def find(
        self, most: int, *, beside: Collection[str] = (), hold: bool = False
    ) -> Sequence[ClaimRow]:
        """Return the first rows, one in each channel that is not in ``beside``.

        With ``hold``, lock the lanes of their channels until the transaction ends.
        Channels without a lane are then left out, and channels whose lanes another
        transaction holds.
        """

    def take(self, candidates: Sequence[ClaimRow]) -> Sequence[ClaimRow]:
        """Claim the rows of the slots of ``candidates`` that can be claimed now.

        Return the claimed rows.
        """


_LANE = "channel "

_NAMES = bindparam("names", type_=ARRAY(SortedWords()))
_WANTED = locks.c.name == any_(_NAMES)
_LOCKING = select(locks.c.name).where(_WANTED).order_by(locks.c.name).with_for_update()
_ADDING = (
    postgresql.insert(locks)
    .from_select(["name"], select(func.unnest(_NAMES)))
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True)
)


def hold(connection: Connection, *areas: Area) -> None:
    """Lock these areas until the transaction ends.

    If another transaction has locked one of them, wait until it ends.
    """
    _lock(connection, areas)


def hold_lanes(connection: Connection, channels: Iterable[str]) -> None:
    """Lock the lanes of these channels until the transaction ends.

    If another transaction has locked one of them, wait until it ends.
    """
    _lock(connection, set(map(_lane, channels)))


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows that a transaction claimed.

    ``has_more`` is true if another transaction may find more.
    """

    rows: Sequence[ClaimRow]
    has_more: bool = False


def holding_lanes(query: Select[Any], channel: Column[str]) -> Select[Any]:
    """Let a query in PostgreSQL lock the lanes of the channels that it finds.

    The query leaves out channels whose lanes another transaction holds.
    """
    lane: ColumnElement[str] = literal_column("locks.lane")
    return query.join(locks, lane == channel).with_for_update(
        of=locks, skip_locked=True
    )


def take_in_lanes(connection: Connection, queue: Queue, most: int) -> Taken:
    """Claim the first rows that can be claimed, at most one in each channel.

    The transaction locks the lanes of their channels, so that no other process claims
    anything there until it ends. Channels whose lanes another transaction holds are
    skipped. If no other channel has a row, the function waits for one of them.
    """
    if connection.dialect.name == "sqlite":
        candidates = queue.find(most)
        return Taken(queue.take(candidates) if candidates else ())
    candidates = list(queue.find(most, hold=True))
    held: Sequence[ClaimRow] = ()
    while len(candidates) < most and not held:
        beside = [row.channel for row in candidates]
        further = queue.find(most - len(candidates), beside=beside)
        if not further:
            break
        more = _hold_more(connection, queue, further, beside)
        candidates += more
        held = () if more else further
    is_waiting = bool(held) and not candidates
    if is_waiting:
        hold_lanes(connection, [held[0].channel])
        candidates = [held[0]]
    # Another process may have claimed there before this one held the lanes.
    rows = queue.take(candidates) if candidates else ()
    return Taken(rows, has_more=is_waiting or len(rows) < len(candidates))


def _hold_more(
    connection: Connection,
    queue: Queue,
    further: Sequence[ClaimRow],
    beside: Collection[str],
) -> Sequence[ClaimRow]:
    """Lock the free lanes of the channels of ``further``; return their rows.

    The channels ``beside`` are left out. Missing lanes are added first.
    """
    more = queue.find(len(further), beside=beside, hold=True)
    if not more and _add(connection, {_lane(row.channel) for row in further}):
        more = queue.find(len(further), beside=beside, hold=True)
    return more


def _lane(channel: str) -> str:
    return _LANE + channel


def add_lanes(connection: Connection, channels: Iterable[str]) -> None:
    """Add the lanes of those of ``channels`` that have none yet.

    A claim then need not add them.
    """
    if connection.dialect.name != "sqlite":
        _add(connection, set(map(_lane, channels)))


def _add(connection: Connection, names: Iterable[str]) -> bool:
    """Add the rows with these names that are missing; return whether any were."""
    return connection.execute(_ADDING, {"names": sorted(names)}).rowcount > 0


def delete_unused_lanes(connection: Connection) -> None:
    """Delete the lanes of channels that have no slots."""
    channel = func.substr(locks.c.name, len(_LANE) + 1)
    used = select(slots.c.id).where(slots.c.channel == channel).exists()
    is_lane = locks.c.name.startswith(_LANE)
    connection.execute(delete(locks).where(is_lane, ~used))


def delete_lanes(connection: Connection, prefix: str) -> None:
    """Delete the lanes of the channels whose names begin with ``prefix``."""
    begins = type_coerce(locks.c.name, Text).startswith(_lane(prefix), autoescape=True)
    connection.execute(delete(locks).where(begins))


def _lock(connection: Connection, wanted: Iterable[str]) -> None:
    if connection.dialect.name == "sqlite":
        return
    names = sorted(map(str, wanted))
    # A row may be missing, or be deleted as unused between the two statements.
    while len(connection.scalars(_LOCKING, {"names": names}).all()) < len(names):
        _add(connection, names)
