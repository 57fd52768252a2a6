"""Create the times from which platforms admit the next request of all processes."""

from __future__ import annotations

from sqlalchemy import Column

from bot.stores.sql.columns import Moment, SortedWords
from bot.stores.sql.migrations import Operations

revision = "0016"
down_revision = "0015"


def upgrade(op: Operations) -> None:
    """Create the table ``paces``, which is empty at first."""
    op.create_table(
        "paces",
        Column("name", SortedWords, primary_key=True),
        Column("next_at", Moment, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Its few rows change with each request.
        op.execute("ALTER TABLE paces SET (fillfactor = 50)")
