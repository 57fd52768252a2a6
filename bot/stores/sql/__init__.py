"""The store in SQLite or PostgreSQL, through SQLAlchemy."""

from __future__ import annotations

from bot.stores.sql.addresses import (
    VARIABLE,
    database_url,
    is_shared,
    wrong_database,
)
from bot.stores.sql.store import SqlStore, open_store
from bot.stores.sql.upkeep import open_upkeep

__all__ = [
    "VARIABLE",
    "SqlStore",
    "database_url",
    "is_shared",
    "open_store",
    "open_upkeep",
    "wrong_database",
]
