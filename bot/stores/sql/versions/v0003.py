"""What the operator is told."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, Text, text

from bot.stores.sql.columns import NUMBER
from bot.stores.sql.migrations import Operations

revision = "0003"
down_revision = "0002"


def upgrade(op: Operations) -> None:
    """Make the table of notices."""
    op.create_table(
        "notices",
        Column("id", NUMBER, primary_key=True),
        Column("channel", Text, nullable=False, index=True),
        Column("family", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("passing", Boolean, nullable=False),
        Column("over", Boolean, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("told", Boolean, nullable=False, server_default=text("false")),
        Column("sheet", Text, index=True),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("first_try", BigInteger),
        Column("lease_until", BigInteger),
        sqlite_autoincrement=True,
    )
