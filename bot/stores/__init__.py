"""What the bot remembers."""

from __future__ import annotations

from bot.stores.sql import SqlStore, database_url, open_store

__all__ = ["SqlStore", "database_url", "open_store"]
