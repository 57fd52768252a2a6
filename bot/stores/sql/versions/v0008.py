"""Store the subscriptions of people to alerts."""

from __future__ import annotations

from sqlalchemy import Column, UniqueConstraint

from bot.stores.sql.columns import NUMBER, Words
from bot.stores.sql.migrations import Operations

revision = "0008"
down_revision = "0007"


def upgrade(op: Operations) -> None:
    """Create the table ``personal_alerts``."""
    op.create_table(
        "personal_alerts",
        Column("id", NUMBER, primary_key=True),
        Column("platform", Words, nullable=False),
        Column("person", Words, nullable=False),
        Column("topic", Words, nullable=False),
        Column("timezone", Words, nullable=False),
        UniqueConstraint("platform", "person", "topic", name="uq_personal_alerts"),
        sqlite_autoincrement=True,
    )
