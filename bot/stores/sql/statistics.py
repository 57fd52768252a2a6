"""Deletes the statistics that PostgreSQL keeps of emptied tables.

ANALYZE samples values of each column. For a table without rows it keeps the old
samples, so a deleted name would stay in `pg_statistic`. An ordinary user can delete
samples only by setting the type of a column. PostgreSQL refuses that for a column that
a generated column uses, so the generated column is dropped first and added again. It
also refuses that for the columns of a partition, so empty ones are dropped before, and
for a day and a state on which partitions and triggers depend: their samples stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, text

from bot.stores.sql.isolation import isolate, lift_isolation

_COLUMNS = text("""
    SELECT format('%I', c.relname), format('%I', a.attname),
           format_type(a.atttypid, a.atttypmod) ||
               CASE o.collname WHEN 'C' THEN ' COLLATE "C"' ELSE '' END,
           pg_get_expr(d.adbin, d.adrelid)
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_collation o ON o.oid = a.attcollation
    LEFT JOIN pg_attrdef d
        ON d.adrelid = c.oid AND d.adnum = a.attnum AND a.attgenerated <> ''
    WHERE c.relnamespace = current_schema()::regnamespace
        AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND NOT EXISTS (SELECT FROM pg_partitioned_table p
                        WHERE p.partrelid = c.oid AND a.attnum = ANY (p.partattrs))
        AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_trigger'::regclass
                            AND d.refobjid = c.oid AND d.refobjsubid = a.attnum)
        AND EXISTS (SELECT FROM pg_stats s
                    WHERE s.schemaname = current_schema() AND s.tablename = c.relname)
    ORDER BY c.relname, a.attnum""")
_INDEXES = text("""
    SELECT replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ') FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace
        AND c.relkind IN ('i', 'I') AND NOT c.relispartition""")


class _Column(NamedTuple):
    """A column; ``formula`` gives the values of a generated one."""

    table: str
    name: str
    type: str
    formula: str | None


def delete_statistics(connection: Connection) -> None:
    """Delete the statistics of all tables without rows."""
    # While a policy uses a column, PostgreSQL refuses to set its type, and hides the
    # statistics from a role that the policy limits.
    is_isolated = lift_isolation(connection)
    columns = [_Column(*row) for row in connection.execute(_COLUMNS)]
    for table in dict.fromkeys(column.table for column in columns):
        if connection.scalar(text(f"SELECT EXISTS (SELECT FROM {table})")):  # noqa: S608 - a quoted name
            continue
        for statement in _statements(
            connection, [column for column in columns if column.table == table]
        ):
            connection.exec_driver_sql(statement)
    if is_isolated:
        isolate(connection)


def _statements(connection: Connection, columns: list[_Column]) -> Iterator[str]:
    """Yield the statements that set the types of all columns.

    They drop the generated columns before, and add them again after.
    """
    before = frozenset(connection.scalars(_INDEXES))
    generated = [column for column in columns if column.formula]
    for column in generated:
        yield f"ALTER TABLE {column.table} DROP COLUMN {column.name}"
    lost = before.difference(connection.scalars(_INDEXES))
    for column in columns:
        if not column.formula:
            yield (
                f"ALTER TABLE {column.table}"
                f" ALTER COLUMN {column.name} TYPE {column.type}"
            )
    for column in generated:
        yield (
            f"ALTER TABLE {column.table} ADD COLUMN {column.name} {column.type}"
            f" GENERATED ALWAYS AS ({column.formula}) STORED"
        )
    yield from sorted(lost)
