"""Migrates a database to this program's schema.

All migrations run in one write transaction. A killed process leaves the old schema, and
of several processes that start together only one migrates.
"""

from __future__ import annotations

import time
from functools import partial

from sqlalchemy import Connection, inspect, text

from bot.core.domain.errors import StoreError, StoreFault
from bot.stores.sql.database import Database
from bot.stores.sql.database_errors import LOCK_SECONDS
from bot.stores.sql.new_database import create_tables

HEAD = "0021"
"""The last migration of this program."""

FIRST = "0021"
"""The first migration; versions before the first release had migrations of other numbers."""

_WAL_WAIT = 0.05


def schema_version(connection: Connection) -> str | None:
    """Return the last migration of a database; ``None`` if it has no tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(
        text("SELECT version_num FROM alembic_version")
    )
    return version


def upgrade(database: Database) -> tuple[str | None, str]:
    """Run the missing migrations; return the last migration before and after.

    Raises:
        StoreError: a newer program migrated the database, a program from before the first
            release created it, or it cannot be written.
    """
    if database.is_sqlite:
        _use_wal(database)
    before = database.read_now(schema_version)
    if before != HEAD:
        before = database.write_now(
            partial(make_schema, name=database.name), alone=True
        )
    return before, HEAD


def make_schema(
    connection: Connection, name: str, target: str | None = None
) -> str | None:
    """Run the missing migrations up to ``target``; return the last migration before.

    Raises:
        StoreError: a newer program migrated the database, or a program from before the
            first release created it.
    """
    # Another process may have migrated while this one waited for the lock.
    before = schema_version(connection)
    refuse_newer(max(before or HEAD, target or HEAD), name)
    if before is not None and before < FIRST:
        raise StoreError(
            f"{name}: a version from before the first release created its tables: copy them with "
            "`sitrep db backup FILE`, then fill an empty database with `sitrep db restore FILE`"
        )
    if before is None:
        create_tables(connection, FIRST)
    if (before or FIRST) != (target or HEAD):
        # Alembic is slow to import and rarely needed.
        from bot.stores.sql.migrations import migrate  # noqa: PLC0415

        migrate(connection, target or HEAD)
    return before


def refuse_newer(version: str, name: str) -> None:
    """Refuse a database with the migrations of a newer program.

    Raises:
        StoreError: ``version`` is newer than this program.
    """
    if version > HEAD:
        raise StoreError(
            f"{name}: a newer version of Sitrep created its tables (schema {version}; "
            f"this version supports {HEAD}): use that version",
            StoreFault.NEWER_SCHEMA,
        )


def _use_wal(database: Database) -> None:
    """Switch a file to write-ahead logging, so that reads do not wait for writes.

    SQLite does not wait for a lock here, so this retries for a while.
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
