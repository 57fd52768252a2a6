"""Store which process evaluates alerts, when it used them, and what they left."""

from __future__ import annotations

from sqlalchemy import Column, Integer, column, func, select, table, update

from bot.stores.sql.columns import Moment, Words
from bot.stores.sql.migrations import Operations

revision = "0009"
down_revision = "0008"

_ALERTS = table("alerts", column("used", Moment))
_ARTICLES = table("articles", column("seen", Moment))


def upgrade(op: Operations) -> None:
    """Create the tables; all alerts count as last used when the last article came."""
    op.add_column("alerts", Column("used", Moment))
    last = select(func.max(_ARTICLES.c.seen)).scalar_subquery()
    op.execute(update(_ALERTS).values(used=last))
    op.create_table(
        "alert_leases",
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("owner", Words, nullable=False),
        Column("lease_until", Moment, nullable=False),
        Column("term", Integer, nullable=False),
    )
    op.create_table(
        "alert_left",
        Column("alert", Words, primary_key=True, nullable=False),
        Column("channel", Words, primary_key=True, nullable=False),
        Column("article", Words, primary_key=True, nullable=False),
        Column("at", Moment, nullable=False, index=True),
        sqlite_with_rowid=False,
    )
