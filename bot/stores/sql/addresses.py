"""Which database: the environment's, else a file beside the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.core.errors import StoreError

VARIABLE = "DATABASE_URL"
FILE = "sitrep.db"

_POSTGRESQL = frozenset({"postgres", "postgresql"})
_WRONG = (
    f"{VARIABLE} is not the address of a database: "
    "write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"
)


def database_url(environment: Mapping[str, str], configuration: Path) -> str:
    """The address in the environment, or of the file beside the configuration."""
    given = environment.get(VARIABLE, "").strip()
    return given or f"sqlite:///{configuration.parent / FILE}"


def is_shared(address: str) -> bool:
    """Whether the database is a server that several machines may use.

    Raises:
        StoreError: the address is not that of a database.
    """
    return parse_url(address).get_backend_name() == "postgresql"


def parse_url(address: str) -> URL:
    """The address with the driver that is used for it.

    Raises:
        StoreError: it is not that of a database that can be used.
    """
    scheme, mark, rest = address.partition("://")
    kind = scheme.partition("+")[0]
    if mark and kind == "sqlite" and (not rest or rest.startswith("/")):
        # The rest is a path as it is, whatever characters are in it.
        return URL.create("sqlite+pysqlite", database=rest[1:] or None)
    if not mark or kind not in _POSTGRESQL:
        raise StoreError(_WRONG)
    try:
        return make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise StoreError(_WRONG) from error
