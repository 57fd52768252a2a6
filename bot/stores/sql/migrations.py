"""Runs the migrations in ``versions``; the only module that imports Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

__all__ = ["VERSIONS", "Operations", "migrate"]

VERSIONS = Path(__file__).with_name("versions")


def migrate(connection: Connection, target: str = "head") -> None:
    """Run the missing migrations up to ``target`` in the current transaction."""
    scripts = ScriptDirectory(str(VERSIONS), version_locations=[str(VERSIONS)])
    context = MigrationContext.configure(
        connection,
        opts={"fn": lambda heads, _: scripts._upgrade_revs(target, heads)},  # noqa: SLF001 - as Alembic's own commands do
    )
    context.run_migrations(op=Operations(context))
