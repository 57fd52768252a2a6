"""Finds damaged SQLite files and renames them."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Connection, text

from bot.core.domain.errors import StoreError, StoreFault
from bot.stores.sql.database import Database

_PARTS = ("", "-wal", "-shm")
"""The suffixes of the files of an SQLite database."""


def is_damaged(database: Database) -> bool:
    """Tell whether an SQLite database has damaged pages.

    Raises:
        StoreError: it cannot be read for another reason.
    """
    try:
        return database.read_now(_quick_check) != "ok"
    except StoreError as error:
        if error.reason is StoreFault.DAMAGED:
            return True
        raise


def set_aside_if_damaged(file: Path) -> Path | None:
    """Rename a file that is damaged or not a database, together with its log.

    Return the new name, or ``None`` if the file is intact, locked or missing.
    """
    if not file.is_file() or not _is_unusable(file):
        return None
    aside = free_name(f"{file}.damaged")
    for part in _PARTS:
        with suppress(FileNotFoundError):
            Path(f"{file}{part}").replace(f"{aside}{part}")
    return aside


def free_name(name: str) -> Path:
    """Return the name if no file has it, else the name with the first free number."""
    numbered = (Path(f"{name}-{number}") for number in count(2))
    return next(path for path in chain([Path(name)], numbered) if not path.exists())


def _is_unusable(file: Path) -> bool:
    database = Database(f"sqlite:///{file}")
    try:
        return is_damaged(database)
    except StoreError as error:
        return error.reason is StoreFault.NOT_A_DATABASE
    finally:
        database.close_now()


def _quick_check(connection: Connection) -> str | None:
    result: str | None = connection.scalar(text("PRAGMA quick_check(1)"))
    return result
