"""The package that stores the bot's data; it imports only the core of the bot.

Only ``bot.bootstrap`` imports it.
"""

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
