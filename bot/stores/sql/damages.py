"""SQLite files that are damaged."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Connection, text

from bot.core.domain.errors import StoreError, StoreFault
from bot.stores.sql.database import Database

_PARTS = ("", "-wal", "-shm")
"""What the names of an SQLite database's files end in."""


def is_damaged(database: Database) -> bool:
    """Whether a file has pages that make no sense.

    Raises:
        StoreError: it cannot be read at all, for another reason.
    """
    try:
        return database.read_now(_faults) != "ok"
    except StoreError as error:
        if error.reason is StoreFault.DAMAGED:
            return True
        raise


def set_aside_if_damaged(file: Path) -> Path | None:
    """Rename a file, with its log, that is damaged or no database at all.

    Return its new name, or ``None`` if the file is sound, locked or missing.
    """
    if not file.is_file() or not _is_unusable(file):
        return None
    aside = free_name(f"{file}.damaged")
    for part in _PARTS:
        with suppress(FileNotFoundError):
            Path(f"{file}{part}").replace(f"{aside}{part}")
    return aside


def free_name(name: str) -> Path:
    """The name itself, or with the first number from 2 on that makes it free."""
    numbered = (Path(f"{name}-{number}") for number in count(2))
    return next(path for path in chain([Path(name)], numbered) if not path.exists())


def _is_unusable(file: Path) -> bool:
    database = Database(f"sqlite:///{file}")
    try:
        return is_damaged(database)
    except StoreError as error:
        # One that is locked or may not be read is no worse for that.
        return error.reason is StoreFault.NOT_A_DATABASE
    finally:
        database.close_now()


def _faults(connection: Connection) -> str | None:
    found: str | None = connection.scalar(text("PRAGMA quick_check(1)"))
    return found
