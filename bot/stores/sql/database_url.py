"""The URL of the database, from the environment or the configuration's folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.core.domain.errors import ConfigError

VARIABLE = "DATABASE_URL"
FILE = "sitrep.db"

_PORT, _LAST_PORT = 5432, 65535
_IN_MEMORY = "/:memory:"
_POSTGRESQL = frozenset({"postgres", "postgresql"})
_WRONG = (
    f"{VARIABLE} is not the address of a database: "
    "write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"
)
_WRITABLE: Final = {"target_session_attrs": "read-write"}
"""The option with which the driver skips servers that refuse writes."""


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
        url = _server_url(address).set(drivername="postgresql+psycopg")
        is_valid = all(map(_is_valid_port, _ports(url)))
    except (ArgumentError, ValueError) as error:
        raise ConfigError(_WRONG) from error
    if not is_valid:
        raise ConfigError(_WRONG)
    return url


def hosts(url: URL) -> tuple[str, ...]:
    """Return the hosts of a server's URL as they are written there, with their ports."""
    listed = url.query.get("host", ())
    given = listed.split(",") if isinstance(listed, str) else listed
    if url.host is None:
        return tuple(given)
    return (url.host if url.port is None else f"{url.host}:{url.port}",)


def _ports(url: URL) -> Iterator[int]:
    """Yield the ports in a server's URL.

    Raises:
        ValueError: a port is not a number.
    """
    for place in hosts(url):
        _, mark, port = place.rpartition(":")
        if mark and not place.endswith("]"):
            yield int(port)


def _is_valid_port(port: int) -> bool:
    return 0 < port <= _LAST_PORT


def _server_url(address: str) -> URL:
    """Parse a PostgreSQL URL; of several hosts, the one that accepts writes is used.

    Raises:
        ArgumentError: the URL is not valid.
    """
    start, mark, rest = address.partition("://")
    authority, slash, tail = rest.partition("/")
    user, at, written = authority.rpartition("@")
    listed = written.split(",")
    if len(listed) > 1:
        # SQLAlchemy does not know this form of libpq, and wants all ports or none.
        url = make_url(f"{start}{mark}{user}{at}{slash}{tail}")
        each = [place if ":" in place else f"{place}:{_PORT}" for place in listed]
        url = url.update_query_dict({"host": each})
    else:
        url = make_url(address)
    if len(hosts(url)) > 1 and not _WRITABLE.keys() & url.query.keys():
        url = url.update_query_dict(_WRITABLE)
    return url
