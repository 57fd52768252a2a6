"""Create the rows that transactions lock, and the texts that rows share.

In PostgreSQL, let tables whose rows change often be cleaned often: each message is
changed twice, which leaves two dead rows.
"""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, text

from bot.stores.sql.columns import Moment, SortedWords, Words
from bot.stores.sql.migrations import Operations

revision = "0015"
down_revision = "0014"

_HOT = (
    *("slots", "outbox", "sources", "items", "told_articles"),
    *("alert_leases", "marks", "chat_events", "notices"),
)
_CLEANED = (
    "autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500, "
    "autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.05"
)


def upgrade(op: Operations) -> None:
    """Create the tables ``locks`` and ``bodies``; both are empty at first."""
    op.create_table("locks", Column("name", SortedWords, primary_key=True))
    op.create_table(
        "bodies",
        Column("hash", LargeBinary, primary_key=True),
        Column("text", Words, nullable=False),
        Column("used", Moment, nullable=False),
    )
    for table in ("outbox", "editions"):
        op.add_column(table, Column("shared", LargeBinary))
        has_body = text("shared IS NOT NULL")
        op.create_index(
            f"ix_{table}_shared",
            table,
            ["shared"],
            sqlite_where=has_body,
            postgresql_where=has_body,
        )
    op.add_column("outbox", Column("edition", Words))
    if op.get_bind().dialect.name == "postgresql":
        for table in _HOT:
            op.execute(f"ALTER TABLE {table} SET ({_CLEANED})")
