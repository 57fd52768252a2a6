"""The store in SQLite or PostgreSQL, through SQLAlchemy."""

from __future__ import annotations

from bot.stores.sql.addresses import database_url
from bot.stores.sql.store import SqlStore, open_store

__all__ = ["SqlStore", "database_url", "open_store"]
