"""What databases say when something is wrong, in one clear sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from bot.core.domain.errors import StoreError
from bot.core.text.redaction import HIDDEN, redaction

LOCK_SECONDS = 5
"""How long a write waits for another's."""

_REASONS = (
    ("file is not a database", "the file is no database"),
    ("unsupported file format", "the file is no database"),
    ("malformed", "it is damaged; a backup can be put back by sitrep db restore"),
    ("disk is full", "the disk is full"),
    ("no space left", "the disk is full"),
    ("disk i/o error", "the disk cannot be read or written"),
    ("locked", f"another process has kept it locked for {LOCK_SECONDS} seconds"),
    ("lock timeout", f"another process has kept it locked for {LOCK_SECONDS} seconds"),
    ("readonly", "it may not be written"),
    ("read-only", "it may not be written"),
    ("permission denied", "its user lacks the permission"),
    ("unable to open", "it cannot be opened: is its folder there, and may we write?"),
    ("password authentication failed", "user and password do not fit"),
    ("no password supplied", "it asks for a password"),
    ("connection refused", "no server answers there"),
    ("could not translate host name", "there is no host of that name"),
    ("failed to resolve host", "there is no host of that name"),
    ("name or service not known", "there is no host of that name"),
    ("timeout expired", "no server answers there"),
    ("no such file or directory", "no server answers there"),
)


def database_name(url: URL) -> str:
    """What a person is told to know the database by; never a password."""
    if url.get_backend_name() == "sqlite":
        return f"database {url.database}" if url.database else "database in memory"
    host = url.host or "this machine"
    port = "" if url.port is None else f":{url.port}"
    return f"database {url.database or url.username or 'postgres'} at {host}{port}"


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn what goes wrong inside into a sentence that names the database.

    Raises:
        StoreError: anything did.
    """
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"{database_name(url)}: {_reason(error, url)}") from error
    except ArgumentError as error:
        raise StoreError(f"{database_name(url)}: its address is wrong") from error
    except SQLAlchemyError as error:
        said = _without_secrets(_line(error), url)
        raise StoreError(f"{database_name(url)}: {said}") from error


def _reason(error: DBAPIError, url: URL) -> str:
    said = str(error.orig)
    lower = said.lower()
    for sign, reason in _REASONS:
        if sign in lower:
            return reason
    return _without_secrets(_line(error.orig or error), url)


def _without_secrets(line: str, url: URL) -> str:
    """The line without the address's password, however short and in any form."""
    hidden = line.replace(url.password, HIDDEN) if url.password else line
    address = url.render_as_string(hide_password=False)
    return redaction({"DATABASE_URL": address}).text(hidden)


def _line(error: BaseException) -> str:
    """The first line of what was said, without where the server is."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return line.rpartition("FATAL:")[2].strip()
