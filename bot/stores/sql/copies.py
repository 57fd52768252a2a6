"""Copying all rows from one database to another, whatever kinds they are.

A backup is an SQLite file with the tables of its original; so that one can be put back
into either kind of database.
"""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, Table, delete, func, insert, select, text

from bot.core.domain.records import Contents
from bot.stores.sql.database import Database

_ROWS = 1_000
"""How many rows are in memory at once."""

_SEARCH = "article_search"
_VERSION = "alembic_version"


def contents(connection: Connection) -> Contents:
    """Count what a person knows of."""
    names = ("articles", "items", "editions", "sources")
    counts = [connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in names]  # noqa: S608 - the names above
    return Contents(*(count or 0 for count in counts))


def data_tables(file: Database) -> tuple[Table, ...]:
    """The tables with data of an SQLite database, those that others refer to first."""
    metadata = MetaData()

    def is_data(name: str, _: MetaData) -> bool:
        return not name.startswith(_SEARCH) and name != _VERSION

    file.read_now(lambda connection: metadata.reflect(connection, only=is_data))
    return tuple(metadata.sorted_tables)


def copy_rows(
    source: Connection, target: Connection, tables: tuple[Table, ...]
) -> None:
    """Add all rows of the source to the target."""
    for table in tables:
        stream = source.execution_options(yield_per=_ROWS)
        for rows in stream.execute(select(table)).mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])
    if target.dialect.name == "postgresql":
        _continue_numbers(target, tables)


def clear(target: Connection, tables: tuple[Table, ...]) -> None:
    """Remove all rows."""
    for table in reversed(tables):
        target.execute(delete(table))


def _continue_numbers(target: Connection, tables: tuple[Table, ...]) -> None:
    """Let new rows get numbers after those that were copied."""
    for table in tables:
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        highest = select(func.max(column)).scalar_subquery()
        target.execute(
            select(
                func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))
            )
        )
