"""Store which pages are followed as indexes of articles."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, text

from bot.stores.sql.migrations import Operations

revision = "0004"
down_revision = "0003"


def upgrade(op: Operations) -> None:
    """Add the column; the next poll of a page that changed fills it."""
    followed = Column("followed", Boolean, nullable=False, server_default=text("false"))
    op.add_column("sources", followed)
