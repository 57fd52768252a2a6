"""What an operator does with a database: upgrade, backup, restore, vacuum."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, text
from typing_extensions import override

from bot.core.domain.errors import StoreError
from bot.core.domain.records import Contents, Restored
from bot.core.ports.stores import Upkeep
from bot.stores.sql import schema
from bot.stores.sql.chats import has_wishes
from bot.stores.sql.copies import clear, contents, copy_rows, data_tables
from bot.stores.sql.damages import free_name, is_damaged, set_aside_if_damaged
from bot.stores.sql.database import Database
from bot.stores.sql.restores import doubt
from bot.stores.sql.schema import make_schema, schema_version, upgrade


class SqlUpkeep(Upkeep):
    """One database in the hands of its operator."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.name = database.name

    @override
    def upgrade(self) -> tuple[str | None, str]:
        return upgrade(self._database)

    @override
    def backup(self, file: str) -> Contents:
        self._must_exist()
        path, part = Path(file), Path(f"{file}.part")
        if path.exists():
            raise StoreError(f"{file} is there already: name another file")
        try:
            part.unlink(missing_ok=True)
            copied = self._copy_to(part)
            os.replace(part, path)  # noqa: PTH105 - says in one word what it does
        except OSError as error:
            raise StoreError(f"{file} cannot be written: {error.strerror}") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return copied

    @override
    def restore(self, file: str, *, force: bool) -> Restored:
        path = Path(self._database.url.database or "")
        with _readable_backup(Path(file)) as backup, self._database.reserved():
            previous = None
            if force and self._is_file:
                previous = set_aside_if_damaged(path)
            upgrade(self._database)
            there = self._database.read_now(contents)
            if there != Contents() or self._database.read_now(has_wishes):
                if not force:
                    raise StoreError(
                        f"{self.name} is not empty ({there.articles} articles, "
                        f"{there.items} items): --force replaces all of it"
                    )
                folder = path.parent if self._is_file else Path(file).parent
                previous = free_name(str(folder / f"{path.name}.replaced"))
                self.backup(str(previous))
            restored = self._database.write_now(_replace_all, backup)
        return Restored(restored, None if previous is None else str(previous))

    @override
    def vacuum(self) -> tuple[int, int]:
        self._must_exist()
        with self._database.reserved():
            self.upgrade()
            before = self._database.read_now(_size)
            if self._database.is_sqlite:
                self._database.write_now(_merge_search)
                self._database.command_now("VACUUM")
                self._database.command_now("PRAGMA wal_checkpoint(TRUNCATE)")
                self._database.command_now("PRAGMA optimize")
            else:
                self._database.command_now("VACUUM (FULL, ANALYZE)")
            return before, self._database.read_now(_size)

    @property
    def _is_file(self) -> bool:
        return self._database.is_sqlite and bool(self._database.url.database)

    def _must_exist(self) -> None:
        if self._is_file and not Path(self._database.url.database or "").is_file():
            raise StoreError(f"there is no {self.name}")

    def _copy_to(self, part: Path) -> Contents:
        with _opened(part) as copy:

            def fill(source: Connection) -> Contents:
                version = schema_version(source)
                if version is None:
                    raise StoreError(f"{self.name} holds nothing of Sitrep")
                copy.write_now(make_schema, self.name, version)
                tables = data_tables(copy)
                copy.write_now(lambda target: copy_rows(source, target, tables))
                return contents(source)

            return self._database.read_now(fill)


@contextmanager
def open_upkeep(address: str) -> Iterator[SqlUpkeep]:
    """A database by its address, as it is.

    Raises:
        StoreError: the address is none.
    """
    database = Database(address)
    try:
        yield SqlUpkeep(database)
    finally:
        database.close_now()


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{file}")
    try:
        yield database
    finally:
        database.close_now()


@contextmanager
def _readable_backup(file: Path) -> Iterator[Database]:
    """A backup as a database with this program's schema; the file stays as it is.

    Raises:
        StoreError: it is none, or a newer program's.
    """
    if not file.is_file():
        raise StoreError(f"there is no file {file}")
    with _opened(file) as given:
        if is_damaged(given):
            raise StoreError(f"{file} is damaged: take another backup")
        version = given.read_now(schema_version)
        if version is None:
            raise StoreError(f"{file} is no backup of Sitrep")
        if version == schema.HEAD:
            yield given
            return
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(shutil.copy(file, folder))
        with _opened(copied) as older:
            older.write_now(make_schema, f"backup {file}")
            yield older


def _replace_all(target: Connection, backup: Database) -> Contents:
    tables = data_tables(backup)
    clear(target, tables)
    backup.read_now(copy_rows, target, tables)
    doubt(target)
    return contents(target)


def _merge_search(connection: Connection) -> None:
    connection.execute(
        text("INSERT INTO article_search (article_search) VALUES ('optimize')")
    )


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    else:
        size = "SELECT pg_database_size(current_database())"
    return int(connection.scalar(text(size)) or 0)
