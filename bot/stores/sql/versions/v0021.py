"""The first migration: ``create_tables`` makes its tables, without Alembic, which is slow to import."""

from __future__ import annotations

from bot.stores.sql.migrations import Operations

revision = "0021"
down_revision = None


def upgrade(op: Operations) -> None:
    """Do nothing: a database that Alembic migrates has these tables."""
