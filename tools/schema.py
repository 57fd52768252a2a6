"""Writes the scripts of the schema: ``python -m tools.schema``.

A new database gets its tables from ``bot/stores/sql/scripts/VERSION.KIND.sql``, not from
the migrations, which take a second. Run this after a new migration and commit the
scripts. A test compares them with the migrations.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.stores.sql import schema
from bot.stores.sql.database import Database
from bot.stores.sql.database_url import parse_url
from tests.fakes.postgresql import running_server, server_programs

# Comments, settings and sequences of the dump, and its guards against hostile dumps.
_UNWANTED = re.compile(r"^(--.*|SET .*;|SELECT pg_catalog\..*;|\\.*)\n", re.MULTILINE)


def main() -> None:
    """Write both scripts, and delete those of earlier schemas."""
    scripts = {"sqlite": sqlite_script(), "postgresql": postgresql_script()}
    for old in schema.SCRIPTS.glob("*.sql"):
        old.unlink()
    schema.SCRIPTS.mkdir(exist_ok=True)
    for kind, script in scripts.items():
        (schema.SCRIPTS / f"{schema.HEAD}.{kind}.sql").write_text(script, "utf8")


def sqlite_script() -> str:
    """Return the statements that make what the migrations make in SQLite."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tables.db"
        migrate(f"sqlite:///{file}")
        with closing(sqlite3.connect(file)) as connection:
            return _joined(_sqlite_statements(connection))


def _sqlite_statements(connection: sqlite3.Connection) -> Iterator[str]:
    # SQLite makes its own tables and those behind a full-text index itself.
    yield from (
        sql
        for (sql,) in connection.execute(
            """SELECT sql FROM sqlite_master JOIN pragma_table_list USING (name)
            WHERE pragma_table_list.type IN ('table', 'virtual')
            AND name NOT LIKE 'sqlite_%' ORDER BY name"""
        )
    )
    yield from (
        sql
        for (sql,) in connection.execute(
            """SELECT sql FROM sqlite_master
            WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY name"""
        )
    )
    version, oldest = connection.execute("SELECT * FROM alembic_version").fetchone()
    yield f"INSERT INTO alembic_version VALUES ('{version}', '{oldest}')"  # noqa: S608 - our own


def postgresql_script() -> str:
    """Return the statements that make what the migrations make in PostgreSQL."""
    with running_server() as server:
        address = server.url(server.create())
        migrate(address)
        url = parse_url(address)
        command = (
            *(
                server_programs() / "pg_dump",
                "--inserts",
                "--no-owner",
                "--no-comments",
            ),
            *("-d", url.database, "-h", url.query["host"], "-U", url.username),
        )
        dump = subprocess.run(
            [str(word) for word in command], capture_output=True, check=True, text=True
        ).stdout
    return _joined(_postgresql_statements(dump))


def _postgresql_statements(dump: str) -> Iterator[str]:
    """Split a dump; the tables belong into the schema that the connection chooses."""
    kept = _UNWANTED.sub("", dump.replace("public.", ""))
    for part in re.split(r"\n{2,}", kept):
        if part.strip():
            yield part.strip().removesuffix(";")


def _joined(statements: Iterator[str]) -> str:
    """Join statements by empty lines; none has an empty line of its own."""
    lines = (re.sub(r"\s*\n(\s*\n)*", "\n", each.strip()) for each in statements)
    return ";\n\n".join(each.expandtabs(2) for each in lines) + ";\n"


def migrate(address: str) -> None:
    """Run all migrations on an empty database."""
    database = Database(address)
    make = partial(schema.make_schema, name="new", scripts=schema.SCRIPTS / "none")
    database.write_now(make, alone=True)
    database.close_now()


if __name__ == "__main__":
    main()
