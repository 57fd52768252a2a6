"""Row-level security in PostgreSQL: a transaction for a workspace sees its rows only.

The bot's own work, such as planning and sending, is for all workspaces. A command runs
for the workspace of the person who gave it, and the database itself then hides the rows
of all others, even if a query forgets its condition.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Table, text

from bot.core.domain.workspaces import ACTING_FOR
from bot.stores.sql.installation_tables import installations
from bot.stores.sql.tables import metadata

POLICY = "workspace"
"""The name of each policy."""

_SETTING = "sitrep.workspace"
_SCOPE = text(f"SELECT set_config('{_SETTING}', :workspace, true)")
_ANY = f"coalesce((SELECT current_setting('{_SETTING}', true)), '') = ''"
_OWN = f"(SELECT current_setting('{_SETTING}', true))"
_ISOLATED = text("SELECT tablename FROM pg_policies WHERE policyname = :policy")
_BYPASSES = text(
    "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
)


def limit_to_workspace(connection: Connection) -> None:
    """Limit the transaction to the workspace for which this code runs, if any."""
    workspace = ACTING_FOR.get()
    if workspace and connection.dialect.name == "postgresql":
        connection.execute(_SCOPE, {"workspace": workspace})


def conditions() -> Mapping[str, str]:
    """Map each table with rows of workspaces to the condition that a row is visible."""
    owned = {
        table.name: condition
        for table in metadata.sorted_tables
        if (condition := _condition(table)) is not None
    }
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            parent = key.column.table.name
            if table.name not in owned and parent in owned:
                own, of = (
                    f'owner."{key.column.name}"',
                    f'"{table.name}"."{key.parent.name}"',
                )
                rows = f'FROM "{parent}" AS owner WHERE {own} = {of}'
                owned[table.name] = f"EXISTS (SELECT 1 {rows})"
    hidden = dict.fromkeys((installations.name, "paces"), "false")
    return {**owned, "bodies": _BODIES, "locks": _LANES, **hidden}


def isolate(connection: Connection) -> None:
    """Force row-level security on each table with rows of workspaces."""
    if connection.dialect.name != "postgresql":
        return
    done = set(connection.scalars(_ISOLATED, {"policy": POLICY}))
    for name, condition in conditions().items():
        if name not in done:
            for statement in _statements(name, f"{_ANY} OR {condition}"):
                connection.exec_driver_sql(statement)


def bypasses_isolation(connection: Connection) -> bool:
    """Return whether the role of the connection is not subject to the policies."""
    if connection.dialect.name != "postgresql":
        return False
    return connection.scalar(_BYPASSES) is True


def _statements(table: str, condition: str) -> tuple[str, ...]:
    return (
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY {POLICY} ON "{table}" USING ({condition})',
    )


def _condition(table: Table) -> str | None:
    """Return the condition of the rows whose channel or person is of the workspace."""
    if "channel" in table.c:
        return _begins(f'"{table.name}"."channel"', place=2)
    if "person" in table.c:
        return _begins(f'"{table.name}"."person"', place=1)
    return None


def _begins(column: str, *, place: int) -> str:
    """Return the SQL condition that a part of a name is the workspace.

    ``place`` is the number of the part; another part must follow it.
    """
    return (
        f"(split_part({column}, '/', {place}) = {_OWN} "
        f"AND split_part({column}, '/', {place + 1}) <> '')"
    )


_BODIES = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} AS owner WHERE owner.shared = bodies.hash)"  # noqa: S608 - the tables below
    for table in ("outbox", "editions")
)
"""The SQL condition of shared texts that a row of the workspace uses."""

_LANES = f"starts_with(locks.name, 'area ') OR {_begins('locks.name', place=2)}"
"""The SQL condition of the rows that a transaction for a workspace may lock.

They are the rows for areas, and the rows for channels of the workspace.
"""
