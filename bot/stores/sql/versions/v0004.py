"""What people in chats have asked for."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary, Text, UniqueConstraint

from bot.stores.sql.columns import NUMBER
from bot.stores.sql.migrations import Operations

revision = "0004"
down_revision = "0003"


def upgrade(op: Operations) -> None:
    """Make the tables."""
    op.create_table(
        "chat_events",
        Column("event", LargeBinary, primary_key=True),
        Column("at", BigInteger, nullable=False),
        Column("until", BigInteger, nullable=False, index=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chat_notes",
        Column("note", LargeBinary, primary_key=True),
        Column("body", Text, nullable=False),
        Column("at", BigInteger, nullable=False, index=True),
    )
    _make_personal_digests(op)
    _make_mutes(op)


def _make_personal_digests(op: Operations) -> None:
    op.create_table(
        "personal_digests",
        Column("id", NUMBER, primary_key=True),
        Column("platform", Text, nullable=False),
        Column("person", Text, nullable=False),
        Column("topic", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("timezone", Text, nullable=False),
        UniqueConstraint("platform", "person", "topic", name="uq_personal_digests"),
        sqlite_autoincrement=True,
    )


def _make_mutes(op: Operations) -> None:
    op.create_table(
        "mutes",
        Column("id", NUMBER, primary_key=True),
        Column("channel", Text, nullable=False),
        Column("key", LargeBinary, nullable=False),
        Column("what", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("since", BigInteger, nullable=False),
        UniqueConstraint("channel", "key", name="uq_mutes"),
        sqlite_autoincrement=True,
    )
