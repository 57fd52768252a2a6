"""Store the titles of feeds: the names of papers whose pages do not name them."""

from __future__ import annotations

from sqlalchemy import Column

from bot.stores.sql.columns import Words
from bot.stores.sql.migrations import Operations

revision = "0003"
down_revision = "0002"


def upgrade(op: Operations) -> None:
    """Add the column ``title`` to ``sources``; the next poll of a changed feed fills it."""
    op.add_column("sources", Column("title", Words))
