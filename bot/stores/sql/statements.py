"""Statements that each kind of database words in its own way.

They are built once: that takes longer than a database needs to carry them out.
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
"""How many values are asked for at once; SQLite may allow as few as 999."""


def chunks(elements: Collection[Element]) -> Iterator[Sequence[Element]]:
    """The elements in groups that one statement takes."""
    row = tuple(elements)
    for start in range(0, len(row), _CHUNK):
        yield row[start : start + _CHUNK]


def insertion(dialect: str, table: Table) -> Insert:
    """An insertion that can say what happens to rows that are there."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def insertion_of_missing(dialect: str, table: Table) -> Insert:
    """An insertion that leaves rows alone that are there."""
    return insertion(dialect, table).on_conflict_do_nothing()


@cache
def upsertion(dialect: str, table: Table, changed: tuple[str, ...]) -> Insert:
    """An insertion that changes these columns of a row that has the primary key."""
    inserted = insertion(dialect, table)
    return inserted.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: inserted.excluded[name] for name in changed},
    )


def insert_missing(
    connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]
) -> None:
    """Add the rows whose key is not there."""
    given = [dict(row) for row in rows]
    if given:
        connection.execute(insertion_of_missing(connection.dialect.name, table), given)
