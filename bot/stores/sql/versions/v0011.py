"""Store the addresses at which calendar programs read the events of channels."""

from __future__ import annotations

from sqlalchemy import Column, Text, UniqueConstraint

from bot.stores.sql.columns import NUMBER, Moment, Words
from bot.stores.sql.migrations import Operations

revision = "0011"
down_revision = "0010"


def upgrade(op: Operations) -> None:
    """Create the table ``calendar_addresses``."""
    op.create_table(
        "calendar_addresses",
        Column("id", NUMBER, primary_key=True),
        Column("channel", Words, nullable=False),
        Column("digest", Text, nullable=False),
        Column("by", Words, nullable=False),
        Column("since", Moment, nullable=False),
        UniqueConstraint("channel", name="uq_calendar_addresses"),
        sqlite_autoincrement=True,
    )
