"""Slots of each channel, and the outbox."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    Text,
    UniqueConstraint,
    bindparam,
    text,
)

from bot.stores.sql.columns import NUMBER
from bot.stores.sql.migrations import Operations

revision = "0002"
down_revision = "0001"

_BY_NUMBERS = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is ordered by its characters' numbers, as it is in SQLite."""

_POSTED = text(
    "INSERT INTO slots (digest, channel, local_date, time_index, slot_utc, state, "
    "next_at) VALUES (:digest, :channel, :day, :index, :at, 'posted', :at)"
).bindparams(bindparam("day", type_=Date))

_PLANNED = text("INSERT INTO marks (name, at) VALUES ('planned', :at)")

_WEEK = 7 * 24 * 3600 * 10**6
"""A week, in microseconds."""


def upgrade(op: Operations) -> None:
    """Make the tables anew; what was taken on is not taken on again."""
    connection = op.get_bind()
    until, posted = _planned_until(connection), _posted(connection)
    op.create_table(
        "marks",
        Column("name", Text, primary_key=True),
        Column("at", BigInteger, nullable=False),
    )
    op.drop_table("slots")
    _make_slots(op)
    _make_outbox(op)
    if until is not None:
        connection.execute(_PLANNED, {"at": until})
    if posted:
        connection.execute(_POSTED, posted)


def _make_slots(op: Operations) -> None:
    op.create_table(
        "slots",
        Column("id", NUMBER, primary_key=True),
        Column("digest", _BY_NUMBERS, nullable=False),
        Column("channel", _BY_NUMBERS, nullable=False),
        Column("local_date", Date, nullable=False),
        Column("time_index", Integer, nullable=False),
        Column("slot_utc", BigInteger, nullable=False, index=True),
        Column("state", Text, nullable=False),
        Column("late", Boolean, nullable=False, server_default=text("false")),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("next_at", BigInteger, nullable=False),
        Column("lease_until", BigInteger),
        Column("owner", Text),
        Column("error", Text),
        UniqueConstraint(
            "digest", "channel", "local_date", "time_index", name="uq_slots_key"
        ),
        sqlite_autoincrement=True,
    )
    turn = ["state", "slot_utc", "digest", "channel", "local_date", "time_index"]
    lane = ["channel", "state", "slot_utc", "digest", "local_date", "time_index"]
    op.create_index("ix_slots_turn", "slots", turn)
    op.create_index("ix_slots_channel", "slots", lane)


def _make_outbox(op: Operations) -> None:
    op.create_table(
        "outbox",
        Column("id", NUMBER, primary_key=True),
        Column(
            "slot", NUMBER, ForeignKey("slots.id", ondelete="CASCADE"), nullable=False
        ),
        Column("part", Integer, nullable=False),
        Column("body", Text, nullable=False),
        Column("nonce", Text, nullable=False, unique=True),
        Column("state", Text, nullable=False, index=True),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("first_try", BigInteger),
        Column("next_at", BigInteger),
        Column("lease_until", BigInteger),
        Column("owner", Text),
        Column("message_id", Text),
        Column("error", Text),
        UniqueConstraint("slot", "part", name="uq_outbox_part"),
        sqlite_autoincrement=True,
    )


def _planned_until(connection: Connection) -> int | None:
    """When the last slot was that was taken on: all before it were."""
    until: int | None = connection.scalar(text("SELECT max(at) FROM slots"))
    return until


def _posted(connection: Connection) -> list[dict[str, object]]:
    """The slots of the last week that have editions, one for each channel.

    So that one whose time is moved now is not posted again.
    """
    found = connection.execute(
        text(
            "SELECT slots.key, slots.at, editions.channel FROM slots "
            "JOIN editions ON editions.slot = slots.key "
            "WHERE slots.at > (SELECT max(at) FROM slots) - :week"
        ),
        {"week": _WEEK},
    )
    return list(_rows([_taken(*row) for row in found]))


class _Taken(NamedTuple):
    """A slot that was posted to a channel."""

    digest: str
    day: str
    wall: str
    at: int
    channel: str


def _taken(key: str, at: int, channel: str) -> _Taken:
    """A slot by its key as it was: ``morning/2026-11-25/07:30``."""
    digest, day, wall = key.rsplit("/", 2)
    return _Taken(digest, day, wall, at, channel)


def _rows(taken: Collection[_Taken]) -> Iterator[dict[str, object]]:
    """The slots as they are planned now.

    The times of a digest's days are told by the last week. A time's number is its place
    among the n times of a day, after those of the shorter days: n * (n - 1) / 2.
    """
    times: dict[str, set[str]] = {}
    for slot in taken:
        times.setdefault(slot.digest, set()).add(slot.wall)
    for slot in taken:
        walls = sorted(times[slot.digest])
        first = len(walls) * (len(walls) - 1) // 2
        yield {
            "digest": slot.digest,
            "channel": slot.channel,
            "day": date.fromisoformat(slot.day),
            "index": first + walls.index(slot.wall),
            "at": slot.at,
        }
