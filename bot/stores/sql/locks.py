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

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Row,
    Table,
    Text,
    any_,
    bindparam,
    delete,
    func,
    select,
    type_coerce,
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
"""A row that can be claimed; it has the columns ``id``, ``slot`` and ``channel``."""


class Find(Protocol):
    """Finds the first rows that can be claimed, in the order of their slots."""

    def __call__(
        self, most: int, *, slots: Collection[int] | None, beside: Collection[str]
    ) -> Sequence[ClaimRow]:
        """Return rows of these slots or of all, and none in the channels ``beside``."""


_LANE = "channel "
_SPARE = (16, 64, 256)
"""How many more channels are looked at each time than are needed: others may hold their
lanes.
"""

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
    _lock(connection, set(map(_lane, channels)))


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that were found, and whether there may be more for another transaction."""

    rows: Sequence[ClaimRow]
    has_more: bool = False


def find_in_lanes(connection: Connection, find: Find, most: int) -> Found:
    """Return the first rows that can be claimed, at most one in each channel.

    Until the transaction ends, this holds the lanes of their channels, so that no other
    process claims anything there. Channels whose lanes another process holds are skipped;
    this waits for one of them only if there is nothing else.
    """
    if connection.dialect.name == "sqlite":
        return Found(find(most, slots=None, beside=()))
    rows: list[ClaimRow] = []
    first: Sequence[ClaimRow] = ()
    seen: list[str] = []
    held = 0
    has_more = False
    for spare in _SPARE:
        wanted = most - len(rows)
        candidates = find(wanted + spare, slots=None, beside=seen)
        channels = list(dict.fromkeys(row.channel for row in candidates))
        free = _hold_free_lanes(connection, channels, wanted)
        held += len(free)
        # Another process may have claimed there before this one held the lanes.
        slots = [row.slot for row in candidates if row.channel in free]
        rows += find(wanted, slots=slots, beside=()) if slots else ()
        first = first or candidates[:1]
        seen += channels
        has_more = len(candidates) == wanted + spare
        if len(rows) == most or not has_more:
            break
    if held or not seen:
        # A channel may have another row now than the one that was found first.
        return Found(rows, has_more or len(rows) < held)
    hold_lanes(connection, seen[:1])
    slots = [row.slot for row in first]
    return Found(find(1, slots=slots, beside=()), has_more=True)


def _lane(channel: str) -> str:
    return _LANE + channel


def _hold_free_lanes(
    connection: Connection, channels: Collection[str], most: int
) -> set[str]:
    """Hold the first ``most`` lanes that no other transaction holds; return their channels."""
    if not channels:
        return set()
    names = list(map(_lane, channels))
    wanted = {"names": names, "most": most}
    free = connection.scalars(_FREE, wanted).all()
    if len(free) < min(most, len(names)) and _add(connection, names):
        free = connection.scalars(_FREE, wanted).all()
    return {name.removeprefix(_LANE) for name in free}


def add_lanes(connection: Connection, channels: Iterable[str]) -> None:
    """Add the lanes of channels that have none, so that claims need not do so."""
    if connection.dialect.name != "sqlite":
        _add(connection, set(map(_lane, channels)))


def _add(connection: Connection, names: Iterable[str]) -> bool:
    """Add the rows that are missing; return whether there were any."""
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
