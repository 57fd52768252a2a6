"""Migrates a database to this program's schema.

All migrations run in one write transaction. A killed process leaves the old schema, and
of several processes that start together only one migrates. A new database gets the same
tables from one script, which takes milliseconds.
"""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.core.domain.errors import StoreError, StoreFault
from bot.stores.sql.database import Database
from bot.stores.sql.database_errors import LOCK_SECONDS

HEAD = "0020"
"""The last migration of this program."""

OLDEST = "0012"
"""The last migration of the oldest program that works with the present tables.

If a migration removes or renames something, or adds a column without a default to a
table in use, it sets this to its own number.
"""

SHARING = "0015"
"""The last migration of the oldest program that can read shared texts.

Rows share texts only in databases that no older program can use: in new ones, and after
``exclude_older``.
"""

SCRIPTS = Path(__file__).with_name("scripts")
"""Scripts that make the tables of a new database: ``VERSION.KIND.sql``.

``python -m tools.schema`` writes them from the migrations.
"""

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
        StoreError: a newer program migrated the database, or it cannot be written.
    """
    if database.is_sqlite:
        _use_wal(database)
    before = database.read_now(schema_version)
    if before != HEAD:
        if database.read_now(is_newer_and_usable):
            return before, before or HEAD
        before = database.write_now(
            partial(make_schema, name=database.name), alone=True
        )
    return before, HEAD


def make_schema(
    connection: Connection,
    name: str,
    target: str | None = None,
    scripts: Path = SCRIPTS,
) -> str | None:
    """Run the missing migrations up to ``target``; return the last migration before.

    If the database has no tables and a script for ``target`` exists, run that instead.

    Raises:
        StoreError: a newer program migrated the database.
    """
    # Another process may have migrated while this one waited for the lock.
    before = schema_version(connection)
    newest = max(before or HEAD, target or HEAD)
    if newest > HEAD:
        raise StoreError(
            f"{name}: a newer version of Sitrep created its tables (schema {newest}; "
            f"this version supports {HEAD}): use that version",
            StoreFault.NEWER_SCHEMA,
        )
    script = scripts / f"{target or HEAD}.{connection.dialect.name}.sql"
    if before is None and script.exists():
        _run_script(connection, script.read_text("utf8"))
    elif before != (target or HEAD):
        # Alembic is slow to import and rarely needed.
        from bot.stores.sql.migrations import migrate  # noqa: PLC0415

        migrate(connection, target or HEAD)
        is_new = before is None and (target or HEAD) >= SHARING
        _note_oldest(connection, SHARING if is_new else OLDEST)
    return before


def is_newer_and_usable(connection: Connection) -> bool:
    """Return whether a newer program made the tables, and this one works with them."""
    version = schema_version(connection)
    if version is None or version <= HEAD or not _has_note(connection):
        return False
    oldest: str | None = connection.scalar(text("SELECT oldest FROM alembic_version"))
    return oldest is not None and oldest <= HEAD


def exclude_older(connection: Connection) -> None:
    """Make the database unusable for programs that cannot read shared texts."""
    _note_oldest(connection, SHARING)


def shares_texts(connection: Connection) -> bool:
    """Return whether all programs that can use the database read shared texts."""
    noted = text("SELECT oldest FROM alembic_version WHERE oldest >= :oldest")
    return connection.scalar(noted, {"oldest": SHARING}) is not None


def _run_script(connection: Connection, script: str) -> None:
    """Run statements that are separated by empty lines, in the current transaction."""
    for statement in script.split("\n\n"):
        connection.execute(text(statement.replace(":", r"\:")))  # no parameters


def _note_oldest(connection: Connection, oldest: str) -> None:
    """Store which older programs work with these tables.

    After a rollback, an older program checks this before it uses the database.
    """
    if not _has_note(connection):
        connection.execute(text("ALTER TABLE alembic_version ADD oldest VARCHAR(32)"))
    noting = "UPDATE alembic_version SET oldest = :oldest"
    rising = text(f"{noting} WHERE oldest IS NULL OR oldest < :oldest")
    connection.execute(rising, {"oldest": max(oldest, OLDEST)})


def _has_note(connection: Connection) -> bool:
    columns = inspect(connection).get_columns("alembic_version")
    return "oldest" in {column["name"] for column in columns}


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
