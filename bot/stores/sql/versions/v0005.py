"""Store the splits and merges of stories that channels make."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Text, UniqueConstraint

from bot.stores.sql.columns import NUMBER, Moment, Names, Words
from bot.stores.sql.migrations import Operations

revision = "0005"
down_revision = "0004"


def upgrade(op: Operations) -> None:
    """Create the table ``story_edits``."""
    op.create_table(
        "story_edits",
        Column("id", NUMBER, primary_key=True),
        Column("channel", Words, nullable=False),
        Column("number", Integer, nullable=False),
        Column("kind", Text, nullable=False),
        Column("first", Names, nullable=False),
        Column("second", Names, nullable=False),
        Column("title", Words, nullable=False),
        Column("by", Words, nullable=False),
        Column("since", Moment, nullable=False),
        UniqueConstraint("channel", "number", name="uq_story_edits"),
        sqlite_autoincrement=True,
    )
