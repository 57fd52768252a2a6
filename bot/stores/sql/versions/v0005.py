"""When a slot was first begun to be built."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column

from bot.stores.sql.migrations import Operations

revision = "0005"
down_revision = "0004"


def upgrade(op: Operations) -> None:
    """Add the moment; of slots that were begun before, it is not known."""
    op.add_column("slots", Column("begun", BigInteger))
