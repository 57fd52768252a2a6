"""Builds the statements that differ between SQLite and PostgreSQL.

They are cached, because building a statement takes longer than executing it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    all_,
    any_,
    bindparam,
    literal_column,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

Element = TypeVar("Element")
Insert: TypeAlias = sqlite.Insert | postgresql.Insert

_CHUNK = 500
"""The maximum number of values in a statement; some builds of SQLite allow 999."""


def chunks(
    elements: Collection[Element], most: int = _CHUNK
) -> Iterator[Sequence[Element]]:
    """Split ``elements`` into groups that fit into one statement each."""
    values = tuple(elements)
    for start in range(0, len(values), most):
        yield values[start : start + most]


def constant(value: str | int) -> ColumnElement[Any]:
    """Return a name or number that becomes part of the text of a statement.

    A plan for any parameters can then use an index of only the rows with this value.
    """
    return literal_column(repr(value))


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


def is_one_of(dialect: str, column: Column[Any], name: str) -> ColumnElement[bool]:
    """Build the condition that a column has one of the values of a parameter.

    In PostgreSQL they are one array, so that the statement is planned once.
    """
    if dialect == "sqlite":
        return column.in_(bindparam(name, expanding=True))
    return column == any_(bindparam(name, type_=postgresql.ARRAY(column.type)))


def is_none_of(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Build the condition that a column has none of the values of a parameter.

    Only PostgreSQL has such parameters.
    """
    return column != all_(bindparam(name, type_=postgresql.ARRAY(column.type)))


def insert_missing(
    connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]
) -> None:
    """Insert the rows whose key does not exist."""
    values = [dict(row) for row in rows]
    if values:
        connection.execute(insertion_of_missing(connection.dialect.name, table), values)


def insert_rows(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[Iterable[object]],
) -> None:
    """Insert rows of these columns, as fast as the driver can."""
    dialect = connection.dialect
    types = [table.c[name].type for name in columns]
    converters = [each.dialect_impl(dialect).bind_processor(dialect) for each in types]

    def converted(row: Iterable[object]) -> tuple[object, ...]:
        pairs = zip(converters, row, strict=True)
        return tuple([value if each is None else each(value) for each, value in pairs])

    names = ", ".join(f'"{name}"' for name in columns)
    driver: Any = connection.connection.driver_connection
    if dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        inserting = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of columns
        values = list(map(converted, rows))
        if values:
            connection.exec_driver_sql(inserting, values)
        return
    copying = f'COPY "{table.name}" ({names}) FROM STDIN'
    try:
        with driver.cursor().copy(copying) as copy:
            for row in rows:
                copy.write_row(converted(row))
    except dialect.loaded_dbapi.Error as error:
        raise DBAPIError(copying, None, error) from error
