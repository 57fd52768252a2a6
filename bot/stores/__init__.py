"""Stores the bot's data; imports only the core, and only bootstrap imports it."""

from __future__ import annotations

from bot.stores.sql import (
    VARIABLE,
    Maintenance,
    SqlStore,
    database_url,
    open_maintenance,
    open_store,
    wrong_database,
)

__all__ = [
    "VARIABLE",
    "Maintenance",
    "SqlStore",
    "database_url",
    "open_maintenance",
    "open_store",
    "wrong_database",
]
