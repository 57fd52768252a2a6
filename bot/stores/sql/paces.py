"""Lets the processes on a PostgreSQL database share the pace of requests to a platform.

The times are those of the server, so the clocks of the processes do not matter. Only one
process uses an SQLite database, so it keeps its paces in memory.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from sqlalchemy import Column, Connection, Table, text

from bot.core.platforms.pacing import Reserve
from bot.stores.sql.batches import Batches
from bot.stores.sql.columns import Moment, SortedWords
from bot.stores.sql.database import Database, SqlAdapter
from bot.stores.sql.tables import metadata

paces = Table(
    "paces",
    metadata,
    Column("name", SortedWords, primary_key=True),
    Column("next_at", Moment, nullable=False),
)
"""The time from which on a platform admits the next request under a name.

The table has only hashes of names. So the rows of a workspace that leaves cannot be
found by its name; instead, all rows whose time has passed are deleted.
"""

_SECOND, _LENGTH = 1_000_000, 32
_NOW = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)"
_RESERVING = text(
    f"INSERT INTO paces (name, next_at) SELECT name, {_NOW} + :interval "  # noqa: S608 - a constant
    "FROM unnest(CAST(:names AS text[])) AS asked (name) "
    f"ON CONFLICT (name) DO UPDATE SET next_at = greatest(paces.next_at, {_NOW}) "
    f"+ :interval WHERE paces.next_at <= {_NOW} + :longest "
    f"RETURNING name, next_at - :interval - {_NOW} AS wait"
)
_DELETING = text(f"DELETE FROM paces WHERE next_at < {_NOW}")  # noqa: S608 - a constant
_QUICKLY = text("SELECT set_config('synchronous_commit', 'off', true)")
"""Makes a commit not wait for the disk, so that a process gets its turn sooner.

A crash of the server may lose the last paces, but the server takes longer to start than
they last.
"""

_ASKING = text(
    f"SELECT name, next_at - {_NOW} AS wait FROM paces WHERE name = ANY(:names)"  # noqa: S608 - a constant
)


def shared_reserve(store: SqlAdapter) -> Reserve | None:
    """Return the function that reserves requests for all processes on a database.

    Return ``None`` if the database is not shared.
    """
    return None if store.database.is_sqlite else SqlPaces(store.database).reserve


def delete_paces(connection: Connection) -> None:
    """Delete the paces that delay no request any more."""
    if connection.dialect.name != "sqlite":
        connection.execute(_DELETING)


@dataclass(frozen=True, slots=True)
class _Request:
    """A request to reserve; ``interval`` and ``longest`` are in microseconds."""

    name: str
    interval: int
    longest: int

    def kind(self) -> Hashable:
        """Return a key; one statement serves the waiting requests with the same key."""
        return self.interval, self.longest


class SqlPaces(SqlAdapter):
    """Reserves requests; one transaction serves all reservations that wait together."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._requests: Batches[_Request, float] = Batches(
            lambda requests: database.claim(partial(_reserve, requests=requests)),
            _Request.kind,
        )

    async def reserve(self, name: str, interval: float, longest: float) -> float:
        """Reserve a request, as ``Reserve`` describes.

        Raises:
            StoreError: the database cannot be written.
        """
        return await self._requests.add(
            _Request(
                *(_hashed(name), round(interval * _SECOND)), round(longest * _SECOND)
            )
        )


def _hashed(name: str) -> str:
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _reserve(connection: Connection, requests: Sequence[_Request]) -> Sequence[float]:
    """Reserve requests of one kind; no statement has a name twice."""
    waits: dict[int, float] = {}
    connection.execute(_QUICKLY)
    while len(waits) < len(requests):
        asked = {
            request.name: number
            for number, request in reversed(list(enumerate(requests)))
            if number not in waits
        }
        # Processes lock the names in the same order, so that none waits for another.
        reserved = _reserve_names(connection, sorted(asked), requests[0])
        waits |= {asked[name]: wait for name, wait in reserved.items()}
    return [waits[number] for number in range(len(requests))]


def _reserve_names(
    connection: Connection, names: Sequence[str], request: _Request
) -> dict[str, float]:
    """Return, for each name, the seconds until its request.

    If they are more than the longest wait of ``request``, nothing is reserved.
    """
    times = {"interval": request.interval, "longest": request.longest}
    rows = [*connection.execute(_RESERVING, {"names": names, **times})]
    reserved = {row.name for row in rows}
    left = [name for name in names if name not in reserved]
    if left:
        rows += connection.execute(_ASKING, {"names": left})
    return {row.name: max(0, row.wait) / _SECOND for row in rows}
