"""Upgrades, backs up, restores and vacuums databases, and deletes data on request."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Connection, text

from bot.core.domain.errors import StoreError, StoreFault
from bot.core.domain.forget import ForgetRequest, Forgotten
from bot.core.domain.records import Contents, Restored
from bot.core.ports.record import RecordStore
from bot.stores.sql import schema
from bot.stores.sql.chats import has_user_data
from bot.stores.sql.database import Database
from bot.stores.sql.dump import (
    SEARCH,
    clear,
    contents,
    copy_rows,
    data_tables,
    mark_restored,
)
from bot.stores.sql.forget import forget
from bot.stores.sql.record_entries import SqlRecord
from bot.stores.sql.schema import make_schema, refuse_newer, schema_version, upgrade

_SUFFIXES = ("", "-wal", "-shm")
"""The suffixes of the files of an SQLite database."""


class Maintenance:
    """The operations that an operator runs on one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.name = database.name
        self.record: RecordStore = SqlRecord(database)

    def upgrade(self) -> tuple[str | None, str]:
        """Migrate to this program's schema; return the last migration before and after.

        Raises:
            StoreError: the migration fails, or a newer program migrated the database.
        """
        return upgrade(self.database)

    def backup(self, file: str) -> Contents:
        """Copy the database to a file while it is in use; return the record counts.

        The file is an SQLite database, and appears under its name when it is complete.

        Raises:
            StoreError: the database does not exist, or the file exists or cannot be
                written.
        """
        self._must_exist()
        path, part = Path(file), Path(f"{file}.part")
        if path.exists():
            raise StoreError(f"{file} already exists: choose another file")
        try:
            part.unlink(missing_ok=True)
            copied = _copy(self.database, part)
            os.replace(part, path)  # noqa: PTH105 - says in one word what it does
        except OSError as error:
            raise StoreError(f"{file} cannot be written: {error.strerror}") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return copied

    def restore(self, file: str, *, force: bool) -> Restored:
        """Replace the database's contents by a backup's, completely or not at all.

        The bot looks for messages that may have been posted since the backup before it
        posts them again. With ``force`` a copy of the previous contents is kept: beside
        an SQLite database, else beside the backup.

        Raises:
            StoreError: the file is not a complete backup, a process uses the database,
                or, without ``force``, the database is not empty.
        """
        path = Path(self.database.url.database or "")
        with _readable_backup(Path(file)) as backup, self.database.reserved():
            previous = None
            if force and self._is_file:
                previous = set_aside_if_damaged(path)
            upgrade(self.database)
            before = self.database.read_now(contents)
            if before != Contents() or self.database.read_now(has_user_data):
                if not force:
                    raise StoreError(
                        f"{self.name} is not empty: use --force to replace its contents; "
                        "a copy of them is kept"
                    )
                folder = path.parent if self._is_file else Path(file).parent
                previous = _free_name(str(folder / f"{path.name}.replaced"))
                self.backup(str(previous))
            after = self.database.write_now(partial(_replace_all, backup=backup))
        return Restored(after, None if previous is None else str(previous))

    def vacuum(self) -> tuple[int, int]:
        """Return unused space to the disk; return the size in bytes before and after.

        Raises:
            StoreError: the database refuses it, or a process uses the database.
        """
        self._must_exist()
        with self.database.reserved():
            self.upgrade()
            before = self.database.read_now(_size)
            self._erase()
            return before, self.database.read_now(_size)

    def forget(self, request: ForgetRequest, *, is_trial: bool) -> Forgotten:
        """Delete the subject of ``request`` from all tables and from the files.

        Return the numbers of deleted rows. With ``is_trial`` nothing is deleted.

        Raises:
            StoreError: the database refuses it, or a process uses the database.
        """
        self._must_exist()
        with self.database.reserved():
            self.upgrade()
            work = partial(_try if is_trial else forget, request=request)
            forgotten = self.database.write_now(work)
            if not is_trial:
                self._erase()
        return forgotten

    def _erase(self) -> None:
        """Rewrite all files of the database, so that no deleted bytes remain."""
        if self.database.is_sqlite:
            self.database.write_now(_merge_search)
            self.database.command_now("VACUUM")
            self.database.command_now("PRAGMA wal_checkpoint(TRUNCATE)")
            self.database.command_now("PRAGMA optimize")
            return
        self.database.command_now("VACUUM (FULL, ANALYZE)")

    @property
    def _is_file(self) -> bool:
        return self.database.is_sqlite and bool(self.database.url.database)

    def _must_exist(self) -> None:
        if self._is_file and not Path(self.database.url.database or "").is_file():
            raise StoreError(f"{self.name} does not exist: check DATABASE_URL")


@contextmanager
def open_maintenance(address: str) -> Iterator[Maintenance]:
    """Open the database at the URL ``address`` without migrating it.

    Raises:
        ConfigError: the URL is not valid.
    """
    database = Database(address)
    try:
        yield Maintenance(database)
    finally:
        database.close_now()


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{file}")
    try:
        yield database
    finally:
        database.close_now()


def _copy(source: Database, file: Path) -> Contents:
    """Copy a database to a new file; one from before the first release gets today's tables."""
    with _opened(file) as copy:

        def copy_all(connection: Connection) -> Contents:
            version = schema_version(connection)
            if version is None:
                raise StoreError(
                    f"{source.name} has no Sitrep tables: check DATABASE_URL"
                )
            refuse_newer(version, source.name)
            target = schema.HEAD if version < schema.FIRST else version
            copy.write_now(partial(make_schema, name=source.name, target=target))
            tables = data_tables(copy)
            copy.write_now(lambda into: copy_rows(connection, into, tables))
            return contents(connection)

        return source.read_now(copy_all)


@contextmanager
def _readable_backup(file: Path) -> Iterator[Database]:
    """Open a backup with this program's schema; the file itself does not change.

    Raises:
        StoreError: the file is not a backup, or a newer program made it.
    """
    if not file.is_file():
        raise StoreError(f"{file} does not exist: check the path of the backup")
    with _opened(file) as original:
        if _is_damaged(original):
            raise StoreError(
                f"{file} is damaged: use another backup; the database is unchanged"
            )
        version = original.read_now(schema_version)
        if version is None:
            raise StoreError(
                f"{file} is not a backup of Sitrep: choose a file that `sitrep db backup` made"
            )
        if version == schema.HEAD:
            yield original
            return
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder, "backup.db")
        if version < schema.FIRST:
            with _opened(file) as original:
                _copy(original, copied)
        else:
            shutil.copy(file, copied)
        with _opened(copied) as older:
            older.write_now(partial(make_schema, name=f"backup {file}"))
            yield older


def _replace_all(target: Connection, backup: Database) -> Contents:
    tables = data_tables(backup)
    clear(target, tables)
    backup.read_now(lambda source: copy_rows(source, target, tables))
    mark_restored(target)
    return contents(target)


def _try(connection: Connection, request: ForgetRequest) -> Forgotten:
    """Return what ``forget`` would delete for ``request``; undo the deletion."""
    trial = connection.begin_nested()
    forgotten = forget(connection, request)
    trial.rollback()
    return forgotten


def _merge_search(connection: Connection) -> None:
    connection.execute(text(f"INSERT INTO {SEARCH} ({SEARCH}) VALUES ('optimize')"))  # noqa: S608 - the name of a table


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    else:
        size = "SELECT pg_database_size(current_database())"
    return int(connection.scalar(text(size)) or 0)


def _is_damaged(database: Database) -> bool:
    """Return whether an SQLite database has damaged pages.

    Raises:
        StoreError: the database cannot be read for another reason.
    """
    try:
        return database.read_now(_quick_check) != "ok"
    except StoreError as error:
        if error.reason is StoreFault.DAMAGED:
            return True
        raise


def set_aside_if_damaged(file: Path) -> Path | None:
    """Rename a database file that is damaged or not a database, with its log files.

    Return the new name, or ``None`` if the file is intact, locked or missing.
    """
    if not file.is_file() or not _is_unusable(file):
        return None
    aside = _free_name(f"{file}.damaged")
    for suffix in _SUFFIXES:
        with suppress(FileNotFoundError):
            Path(f"{file}{suffix}").replace(f"{aside}{suffix}")
    return aside


def _free_name(name: str) -> Path:
    """Return ``name`` if no such file exists, else ``name-2``, ``name-3`` and so on."""
    numbered = (Path(f"{name}-{number}") for number in count(2))
    return next(path for path in chain([Path(name)], numbered) if not path.exists())


def _is_unusable(file: Path) -> bool:
    database = Database(f"sqlite:///{file}")
    try:
        return _is_damaged(database)
    except StoreError as error:
        return error.reason is StoreFault.NOT_A_DATABASE
    finally:
        database.close_now()


def _quick_check(connection: Connection) -> str | None:
    result: str | None = connection.scalar(text("PRAGMA quick_check(1)"))
    return result
