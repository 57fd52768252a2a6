"""The store in SQLite or PostgreSQL, through SQLAlchemy."""

from __future__ import annotations

from bot.stores.sql.database_url import (
    VARIABLE,
    database_url,
    is_shared,
    wrong_database,
)
from bot.stores.sql.installations import SqlInstallations, open_installations
from bot.stores.sql.maintenance import Maintenance, open_maintenance
from bot.stores.sql.paces import shared_reserve
from bot.stores.sql.store import SqlStore, open_store
from bot.stores.sql.wakeups import open_wakeups

__all__ = [
    "VARIABLE",
    "Maintenance",
    "SqlInstallations",
    "SqlStore",
    "database_url",
    "is_shared",
    "open_installations",
    "open_maintenance",
    "open_store",
    "open_wakeups",
    "shared_reserve",
    "wrong_database",
]
