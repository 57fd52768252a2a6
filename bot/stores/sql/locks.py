"""Rows that are there only to be locked, so that writes of several processes take turns.

A transaction in PostgreSQL sees what others committed before each of its statements, and
locks the rows that it changes. That is enough for most writes. A write that relies on
rows which it does not change first locks a row of the table ``locks``: that of an area,
such as the record, or the lane of a channel. Others that lock the same row wait until the
transaction has ended. Areas are locked before lanes, and both in a fixed order, so that no
two transactions wait for each other.

In SQLite only one transaction writes at a time, so nothing is locked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Row,
    Table,
    any_,
    bindparam,
    delete,
    func,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY

from bot.stores.sql.columns import SortedWords
from bot.stores.sql.tables import metadata, slots

locks = Table("locks", metadata, Column("name", SortedWords, primary_key=True))
"""A row for each area and for each channel with slots; it has nothing but its name."""


class Area(StrEnum):
    """A part of the store that one transaction changes at a time, in the order of locking."""

    ALERTS = "area 1 alerts"
    """The lease of the alerts and the stories on which they posted."""

    NEWS = "area 2 news"
    """Sources, items and articles: one is stored once, and numbers follow commits."""

    RECORD = "area 3 record"
    """The record with its events, and the reminders of them."""

    CHATS = "area 4 chats"
    """The choices of people in chats, and the events and quotas that were used."""

    NOTICES = "area 5 notices"
    """The notices for the operator."""


ClaimRow: TypeAlias = Row[Any]
"""A row that can be claimed; it has the columns ``id`` and ``channel``."""

Find: TypeAlias = Callable[[Collection[str] | None, int], Sequence[ClaimRow]]
"""Returns the first rows that can be claimed, in these channels or in all."""

_LANE = "channel "
_SPARE = 16
"""How many more channels are looked at than are needed: others may hold their lanes."""

_ROUNDS = 3
_NAMES = bindparam("names", type_=ARRAY(SortedWords()))
_WANTED = locks.c.name == any_(_NAMES)
_LOCKING = select(locks.c.name).where(_WANTED).order_by(locks.c.name).with_for_update()
_FREE = (
    select(locks.c.name)
    .where(_WANTED)
    .order_by(func.array_position(_NAMES, locks.c.name))
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_ADDING = (
    postgresql.insert(locks)
    .from_select(["name"], select(func.unnest(_NAMES)))
    .on_conflict_do_nothing()
)


def hold(connection: Connection, *areas: Area) -> None:
    """Wait until no other transaction holds these areas, and hold them."""
    _lock(connection, areas)


def hold_lanes(connection: Connection, channels: Iterable[str]) -> None:
    """Wait until no other transaction holds the lanes of these channels, and hold them."""
    _lock(connection, {_LANE + channel for channel in channels})


def find_in_lanes(connection: Connection, find: Find, most: int) -> Sequence[ClaimRow]:
    """Return the first rows that can be claimed, at most one in each channel.

    Until the transaction ends, this holds the lanes of their channels, so that no other
    process claims anything there. Channels whose lanes another process holds are skipped;
    this waits for one of them only if there is nothing else.
    """
    if connection.dialect.name == "sqlite":
        return find(None, most)
    for _ in range(_ROUNDS):
        rows = find(None, most + _SPARE)
        channels = list(dict.fromkeys(row.channel for row in rows))
        if not channels:
            break
        free = _hold_free_lanes(connection, channels, most)
        if not free:
            free = channels[:1]
            hold_lanes(connection, free)
        # Another process may have claimed there before this one held the lanes.
        rows = find(free, most)
        if rows:
            return rows
    return ()


def _hold_free_lanes(
    connection: Connection, channels: Sequence[str], most: int
) -> list[str]:
    """Hold the first ``most`` lanes that no other transaction holds; return their channels."""
    names = [_LANE + channel for channel in channels]
    connection.execute(_ADDING, {"names": sorted(names)})
    free = connection.scalars(_FREE, {"names": names, "most": most})
    return [name.removeprefix(_LANE) for name in free]


def delete_unused_lanes(connection: Connection) -> None:
    """Delete the lanes of channels that have no slots."""
    channel = func.substr(locks.c.name, len(_LANE) + 1)
    used = select(slots.c.id).where(slots.c.channel == channel).exists()
    is_lane = locks.c.name.startswith(_LANE)
    connection.execute(delete(locks).where(is_lane, ~used))


def _lock(connection: Connection, wanted: Iterable[str]) -> None:
    if connection.dialect.name == "sqlite":
        return
    names = sorted(map(str, wanted))
    if len(connection.scalars(_LOCKING, {"names": names}).all()) < len(names):
        connection.execute(_ADDING, {"names": names})
        connection.scalars(_LOCKING, {"names": names}).all()
