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

_WEEK = 7 * 24 * 3600 * 10**6
"""A week, in microseconds."""


def upgrade(op: Operations) -> None:
    """Make the tables anew; what was taken on is not taken on again."""
    op.create_table(
        "claims",
        Column("key", Text, primary_key=True),
        Column("at", BigInteger, nullable=False),
    )
    op.create_table(
        "marks",
        Column("name", Text, primary_key=True),
        Column("at", BigInteger, nullable=False),
    )
    op.execute("INSERT INTO claims SELECT key, at FROM slots")
    op.drop_table("slots")
    _make_slots(op)
    _make_outbox(op)
    _carry_over(op.get_bind())


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


def _carry_over(connection: Connection) -> None:
    """Let no slot that was taken on be planned again.

    All up to the last one were. Those of the last days that have editions get a row for
    each channel, so that one whose time is moved now is not posted again either.
    """
    connection.execute(
        text(
            "INSERT INTO marks (name, at) SELECT 'planned', max(at) FROM claims "
            "HAVING max(at) IS NOT NULL"
        )
    )
    found = connection.execute(
        text(
            "SELECT claims.key, claims.at, editions.channel FROM claims "
            "JOIN editions ON editions.slot = claims.key "
            "WHERE claims.at > (SELECT max(at) FROM claims) - :week"
        ),
        {"week": _WEEK},
    )
    taken = [_taken(*row) for row in found]
    rows = list(_rows(taken))
    if rows:
        connection.execute(_POSTED, rows)


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
