"""Store alerts: since when they exist, and the stories on which they have posted."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, Text, text

from bot.stores.sql.columns import NUMBER, Moment, Words
from bot.stores.sql.migrations import Operations

revision = "0006"
down_revision = "0005"


def upgrade(op: Operations) -> None:
    """Create the tables of alerts, and add the column ``kind`` to ``editions``."""
    kind = Column("kind", Text, nullable=False, server_default=text("'digest'"))
    op.add_column("editions", kind)
    op.create_table(
        "alerts",
        Column("alert", Words, primary_key=True, nullable=False),
        Column("channel", Words, primary_key=True, nullable=False),
        Column("since", Moment, nullable=False),
    )
    _stories(op)
    story = ForeignKey("alert_stories.id", ondelete="CASCADE")
    op.create_table(
        "alert_articles",
        Column("story", NUMBER, story, primary_key=True, nullable=False),
        Column("article", Words, primary_key=True, nullable=False),
        sqlite_with_rowid=False,
    )


def _stories(op: Operations) -> None:
    op.create_table(
        "alert_stories",
        Column("id", NUMBER, primary_key=True),
        Column("alert", Words, nullable=False),
        Column("channel", Words, nullable=False),
        Column("story", Words, nullable=False),
        Column("posts", Integer, nullable=False),
        Column("first", Moment, nullable=False),
        Column("at", Moment, nullable=False),
        Column("papers", Integer, nullable=False),
        Column("deaths", Float, nullable=False),
        Column("slot", NUMBER, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alert_stories", "alert_stories", ["channel", "at", "alert"])
