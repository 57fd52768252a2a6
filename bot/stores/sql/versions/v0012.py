"""Create the tables of reminders."""

from __future__ import annotations

from bot.stores.sql.migrations import Operations

# A later migration that changes these tables first copies them here as they are.
from bot.stores.sql.reminder_tables import TABLES
from bot.stores.sql.tables import metadata

revision = "0012"
down_revision = "0011"


def upgrade(op: Operations) -> None:
    """Create the tables of reminders."""
    metadata.create_all(op.get_bind(), TABLES)
