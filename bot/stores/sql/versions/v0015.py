"""Let rows share texts: programs before migration 0014 cannot read them."""

from __future__ import annotations

from bot.stores.sql.migrations import Operations

revision = "0015"
down_revision = "0014"


def upgrade(op: Operations) -> None:
    """Change nothing: only the oldest program that can use the tables differs."""
