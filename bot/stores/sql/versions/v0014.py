"""Store the app's installations in workspaces."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Text

from bot.stores.sql.columns import Moment
from bot.stores.sql.migrations import Operations

revision = "0014"
down_revision = "0013"


def upgrade(op: Operations) -> None:
    """Create the table ``installations``."""
    op.create_table(
        "installations",
        Column("key", LargeBinary, primary_key=True),
        Column("platform", Text, nullable=False),
        Column("at", Moment, nullable=False),
        Column("sealed", Text, nullable=False),
        Column("expires", Moment),
        Column("lease_until", Moment),
    )
