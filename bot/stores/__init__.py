"""What the bot remembers."""

from __future__ import annotations

from bot.stores.sql import (
    VARIABLE,
    SqlStore,
    database_url,
    open_store,
    open_upkeep,
    wrong_database,
)

__all__ = [
    "VARIABLE",
    "SqlStore",
    "database_url",
    "open_store",
    "open_upkeep",
    "wrong_database",
]
