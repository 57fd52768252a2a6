"""Turns errors of database drivers into one clear sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from sqlalchemy import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from bot.core.domain.errors import StoreError, StoreFault
from bot.core.text.redaction import HIDDEN, SecretFormats, redaction_of
from bot.stores.sql.database_url import hosts

LOCK_SECONDS = 5
"""The maximum number of seconds for which a write waits for another process's lock."""

_LOCKED = f"another process has kept it locked for {LOCK_SECONDS} seconds: try again"
_CONFLICT = "other processes kept changing the same rows: try again"
_DAMAGED = "it is damaged; restore a backup with sitrep db restore"
_NO_WRITES = "the server is read-only: use one that accepts writes"
_UNANSWERED = "no database server answers there: start it, or check DATABASE_URL"
_READ_ONLY = "it is read-only: check the permissions of the file and its folder"
_NOT_GRANTED = (
    "the database user lacks a permission: grant it all rights on the database"
)
_FULL = "the disk is full: free some space"
_NO_HOST = "host not found (DNS): check DATABASE_URL"

_Sentence: TypeAlias = tuple[StoreFault, str]

_BY_SQLITE_CODE: Mapping[int, _Sentence] = {
    sqlite3.SQLITE_PERM: (StoreFault.REFUSED, _READ_ONLY),
    sqlite3.SQLITE_BUSY: (StoreFault.LOCKED, _LOCKED),
    sqlite3.SQLITE_LOCKED: (StoreFault.LOCKED, _LOCKED),
    sqlite3.SQLITE_READONLY: (StoreFault.REFUSED, _READ_ONLY),
    sqlite3.SQLITE_IOERR: (
        StoreFault.DISK,
        "the disk cannot be read or written: check it for errors",
    ),
    sqlite3.SQLITE_CORRUPT: (StoreFault.DAMAGED, _DAMAGED),
    sqlite3.SQLITE_FULL: (StoreFault.DISK, _FULL),
    sqlite3.SQLITE_CANTOPEN: (
        StoreFault.REFUSED,
        "it cannot be opened: check that its folder exists and is writable",
    ),
    sqlite3.SQLITE_NOTADB: (
        StoreFault.NOT_A_DATABASE,
        "the file is not an SQLite database: choose another file",
    ),
}
"""The fault and the sentence for each of SQLite's primary result codes."""

_BY_SQLSTATE: Mapping[str, _Sentence] = {
    "40001": (StoreFault.LOCKED, _CONFLICT),
    "40P01": (StoreFault.LOCKED, _CONFLICT),
    "25006": (StoreFault.REFUSED, _NO_WRITES),
    "25P03": (
        StoreFault.UNREACHABLE,
        "Sitrep did nothing in a transaction for a minute, so the server ended it: check whether this machine is overloaded",
    ),
    "42501": (StoreFault.REFUSED, _NOT_GRANTED),
    "53100": (StoreFault.DISK, _FULL),
    "55P03": (StoreFault.LOCKED, _LOCKED),
}
"""The fault and the sentence for each of PostgreSQL's SQLSTATE codes."""

_CONFLICTS = frozenset({"40001", "40P01"})
"""The SQLSTATE codes of a failed serialization and of a deadlock."""

_BY_WORDS: Sequence[tuple[str, _Sentence]] = (
    (
        "unsupported file format",
        (
            StoreFault.NOT_A_DATABASE,
            "the file is not an SQLite database: choose another file",
        ),
    ),
    (
        "password authentication failed",
        (StoreFault.REFUSED, "the user or password is wrong; check DATABASE_URL"),
    ),
    (
        "no password supplied",
        (StoreFault.REFUSED, "a password is required: write it into DATABASE_URL"),
    ),
    ("permission denied", (StoreFault.REFUSED, _NOT_GRANTED)),
    ("session is read-only", (StoreFault.REFUSED, _NO_WRITES)),
    ("connection refused", (StoreFault.UNREACHABLE, _UNANSWERED)),
    ("could not translate host name", (StoreFault.UNREACHABLE, _NO_HOST)),
    ("failed to resolve host", (StoreFault.UNREACHABLE, _NO_HOST)),
    ("name or service not known", (StoreFault.UNREACHABLE, _NO_HOST)),
    ("timeout expired", (StoreFault.UNREACHABLE, _UNANSWERED)),
    ("no such file or directory", (StoreFault.UNREACHABLE, _UNANSWERED)),
)
"""Words in a driver's message, with the fault and the sentence for each. Errors before
a server answers have no code.
"""


def database_name(url: URL) -> str:
    """Return the name of a database for messages, without its password."""
    if url.get_backend_name() == "sqlite":
        return f"database {url.database}" if url.database else "database in memory"
    places = [place for place in hosts(url) if not place.startswith("/")]
    name = url.database or url.username or "postgres"
    return f"database {name} at {' or '.join(places) or 'this machine'}"


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn a driver's error inside the block into an error that names the database.

    Raises:
        StoreError: the driver raised an error inside the block.
    """
    try:
        yield
    except DBAPIError as error:
        fault, words = _explain(error, url)
        raise StoreError(f"{database_name(url)}: {words}", fault) from error
    except ArgumentError as error:
        raise StoreError(
            f"{database_name(url)}: its URL is not valid; write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"
        ) from error
    except SQLAlchemyError as error:
        said = _without_secrets(_line(error), url)
        raise StoreError(f"{database_name(url)}: {said}") from error


def is_conflict(error: DBAPIError) -> bool:
    """Return whether the server ended a transaction because of a conflict with another.

    The transaction stored nothing, and succeeds when it is repeated.
    """
    return getattr(error.orig, "sqlstate", None) in _CONFLICTS


def _explain(error: DBAPIError, url: URL) -> _Sentence:
    sentence = _by_code(error.orig) or _by_words(str(error.orig).lower())
    if sentence is not None:
        return sentence
    return StoreFault.OTHER, _without_secrets(_line(error.orig or error), url)


def _by_code(error: BaseException | None) -> _Sentence | None:
    if isinstance(error, sqlite3.Error):
        # Only errors that SQLite itself reports have a code; the low byte is primary.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
        return _BY_SQLITE_CODE.get(code & 0xFF)
    return _BY_SQLSTATE.get(getattr(error, "sqlstate", None) or "")


def _by_words(said: str) -> _Sentence | None:
    return next((sentence for sign, sentence in _BY_WORDS if sign in said), None)


def _without_secrets(line: str, url: URL) -> str:
    """Remove the password of ``url`` from ``line``, however short it is."""
    hidden = line.replace(url.password, HIDDEN) if url.password else line
    address = url.render_as_string(hide_password=False)
    return redaction_of({"DATABASE_URL": address}, SecretFormats()).text(hidden)


def _line(error: BaseException) -> str:
    """Return the first line of the error's message, without the server's name."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return line.rpartition("FATAL:")[2].strip()
