"""The URL of the database, from the environment or the configuration's folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.core.domain.errors import ConfigError

VARIABLE = "DATABASE_URL"
FILE = "sitrep.db"

_LAST_PORT = 65535
_IN_MEMORY = "/:memory:"
_POSTGRESQL = frozenset({"postgres", "postgresql"})
_WRONG = (
    f"{VARIABLE} is not the address of a database: "
    "write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"
)


def database_url(environment: Mapping[str, str], configuration: Path) -> str:
    """Return the URL of the database: the value of ``DATABASE_URL``.

    If the variable is not set, return the URL of ``sitrep.db`` beside
    ``configuration``.
    """
    given = environment.get(VARIABLE, "").strip()
    return given or f"sqlite:///{configuration.parent / FILE}"


def wrong_database(environment: Mapping[str, str]) -> str | None:
    """Return a problem with the database's URL in the environment, or ``None``.

    This does not connect to the database.
    """
    given = environment.get(VARIABLE, "").strip()
    if not given:
        return None
    try:
        url = parse_url(given)
    except ConfigError as error:
        return str(error)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    folder = Path(url.database).parent
    return (
        None if folder.is_dir() else f"{VARIABLE}: the folder {folder} does not exist"
    )


def is_shared(address: str) -> bool:
    """Return whether several machines can use the database: it is on a server.

    Raises:
        ConfigError: the URL is not valid.
    """
    return parse_url(address).get_backend_name() == "postgresql"


def parse_url(address: str) -> URL:
    """Parse the URL of a database, and select the driver for it.

    Raises:
        ConfigError: the URL is not valid, or is that of an unsupported database.
    """
    scheme, mark, rest = address.partition("://")
    kind = scheme.partition("+")[0]
    if mark and kind == "sqlite" and (not rest or rest.startswith("/")):
        # The rest of the URL is the path; it may contain any character.
        path = "" if rest == _IN_MEMORY else rest[1:]
        return URL.create("sqlite+pysqlite", database=path or None)
    if not mark or kind not in _POSTGRESQL:
        raise ConfigError(_WRONG)
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise ConfigError(_WRONG) from error
    if url.port is not None and not 0 < url.port <= _LAST_PORT:
        raise ConfigError(_WRONG)
    return url
