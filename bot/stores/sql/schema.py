"""Bringing a database to the schema that this program works with.

All steps are made in one transaction, of which a database takes one at a time: there is
no half-made schema, and of processes that start together one makes the steps.
"""

from __future__ import annotations

import time

from sqlalchemy import Connection, inspect, text

from bot.core.domain.errors import StoreError, StoreFault
from bot.stores.sql.database import Database
from bot.stores.sql.failures import LOCK_SECONDS

HEAD = "0001"
"""The last step that this program knows."""

_WAL_WAIT = 0.05


def schema_version(connection: Connection) -> str | None:
    """The last step that was made; ``None`` in a new database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(
        text("SELECT version_num FROM alembic_version")
    )
    return found


def upgrade(database: Database) -> tuple[str | None, str]:
    """Make the steps that were not made; the last one before, and now.

    Raises:
        StoreError: a newer program made the schema, or the database does not do it.
    """
    if database.is_sqlite:
        _use_wal(database)
    before = database.read_now(schema_version)
    if before != HEAD:
        before = database.write_now(make_schema, database.name)
    return before, HEAD


def make_schema(
    connection: Connection, name: str, target: str | None = None
) -> str | None:
    """Make the steps up to a target; the last one before.

    Raises:
        StoreError: a newer program made the schema.
    """
    # Asked again: another process may have made them while this one waited.
    before = schema_version(connection)
    newest = max(before or HEAD, target or HEAD)
    if newest > HEAD:
        raise StoreError(
            f"{name}: a newer version of Sitrep created its tables (step {newest}; "
            f"this one knows {HEAD}): use that version",
            StoreFault.NEWER_SCHEMA,
        )
    if before != (target or HEAD):
        # Alembic takes long to import and is needed once.
        from bot.stores.sql.migrations import migrate  # noqa: PLC0415

        migrate(connection, target or HEAD)
    return before


def _use_wal(database: Database) -> None:
    """Let readers and a writer of a file not wait for each other, from now on.

    SQLite does not wait for others when it changes this; so it is tried for a while.
    """
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            database.command_now("PRAGMA journal_mode=WAL")
        except StoreError as error:
            is_locked = error.reason is StoreFault.LOCKED
            if not is_locked or time.monotonic() > end:
                raise
            time.sleep(_WAL_WAIT)
        else:
            return
