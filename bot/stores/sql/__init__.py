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
from bot.stores.sql.store import SqlStore, open_store

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
    "wrong_database",
]
