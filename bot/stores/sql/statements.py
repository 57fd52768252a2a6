"""Statements that each kind of database words in its own way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Element = TypeVar("Element")
Insert: TypeAlias = sqlite.Insert | postgresql.Insert

_CHUNK = 500
"""How many values are asked for at once; SQLite may allow as few as 999."""


def chunks(elements: Collection[Element]) -> Iterator[Sequence[Element]]:
    """The elements in groups that one statement takes."""
    row = tuple(elements)
    for start in range(0, len(row), _CHUNK):
        yield row[start : start + _CHUNK]


def insert_into(connection: Connection, table: Table) -> Insert:
    """An insertion that can say what happens to rows that are there."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def insert_missing(
    connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]
) -> None:
    """Add the rows whose key is not there."""
    given = [dict(row) for row in rows]
    if given:
        connection.execute(
            insert_into(connection, table).on_conflict_do_nothing(), given
        )


def upsert(
    connection: Connection,
    table: Table,
    values: Mapping[str, object] | None = None,
    *,
    key: Sequence[str] = (),
    changed: Mapping[str, object],
) -> Insert:
    """Add a row, or change the one that has its key: the primary one by default."""
    statement = insert_into(connection, table)
    if values is not None:
        statement = statement.values(dict(values))
    columns = key or [column.name for column in table.primary_key]
    return statement.on_conflict_do_update(index_elements=columns, set_=dict(changed))
