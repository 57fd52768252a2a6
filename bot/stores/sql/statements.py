"""Builds the statements that differ between SQLite and PostgreSQL.

They are cached, because building a statement takes longer than executing it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Element = TypeVar("Element")
Insert: TypeAlias = sqlite.Insert | postgresql.Insert

_CHUNK = 500
"""The maximum number of values in a statement; some builds of SQLite allow 999."""


def chunks(elements: Collection[Element]) -> Iterator[Sequence[Element]]:
    """Split ``elements`` into groups that fit into one statement each."""
    values = tuple(elements)
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def insertion(dialect: str, table: Table) -> Insert:
    """Build an insertion that can have an ON CONFLICT clause."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def insertion_of_missing(dialect: str, table: Table) -> Insert:
    """Build an insertion that skips rows whose key exists."""
    return insertion(dialect, table).on_conflict_do_nothing()


@cache
def upsertion(dialect: str, table: Table, changed: tuple[str, ...]) -> Insert:
    """Build an insertion that updates the columns ``changed`` of existing rows."""
    inserted = insertion(dialect, table)
    return inserted.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: inserted.excluded[name] for name in changed},
    )


def insert_missing(
    connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]
) -> None:
    """Insert the rows whose key does not exist."""
    values = [dict(row) for row in rows]
    if values:
        connection.execute(insertion_of_missing(connection.dialect.name, table), values)
