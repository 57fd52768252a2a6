"""Slots of each channel, and the outbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

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
    "next_at) VALUES (:digest, :channel, :day, :place, :at, 'posted', :at)"
).bindparams(bindparam("day", type_=Date))


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
        Column("state", Text, nullable=False, index=True),
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

    All up to the last one were. Those that have an edition get a row for each channel,
    so that one whose time is edited today is not posted again either.
    """
    connection.execute(
        text(
            "INSERT INTO marks (name, at) SELECT 'planned', max(at) FROM claims "
            "HAVING max(at) IS NOT NULL"
        )
    )
    rows = list(_posted(connection))
    if rows:
        connection.execute(_POSTED, rows)


def _posted(connection: Connection) -> Iterator[dict[str, object]]:
    """The slots that have editions; a time's place is its turn on that day."""
    found = connection.execute(
        text(
            "SELECT claims.key, claims.at, editions.channel FROM claims "
            "JOIN editions ON editions.slot = claims.key "
            "ORDER BY claims.at, claims.key"
        )
    )
    turns: Counter[tuple[str, str, str]] = Counter()
    for key, at, channel in found:
        digest, day, _ = key.rsplit("/", 2)
        name = (digest, day, channel)
        yield {
            "digest": digest,
            "channel": channel,
            "day": date.fromisoformat(day),
            "place": turns[name],
            "at": at,
        }
        turns[name] += 1
