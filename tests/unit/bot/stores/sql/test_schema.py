"""Migrations."""

from __future__ import annotations

import multiprocessing
import sqlite3
from contextlib import closing
from functools import partial
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect

from bot.core.domain.errors import StoreError
from bot.stores.sql import database as database_module
from bot.stores.sql import open_maintenance, open_store, schema
from bot.stores.sql.database import Database
from bot.stores.sql.tables import metadata
from tests.fakes.records import make_sighting, show
from tests.fakes.versions import STEP, TODAY, before_tomorrow

OF_POSTGRESQL = {
    "lane",
    "ix_locks_lane",
    "workspace",
    "ix_slots_workspace",
    "ix_slots_turn",
}
"""The generated columns and their indexes, and the index in place of which one is."""


def columns(connection: Connection, table: str) -> set[str]:
    """The names of a table's columns."""
    return {column["name"] for column in inspect(connection).get_columns(table)}


def look(address: str) -> tuple[str | None, set[str]]:
    """The version of a database and the columns of one of its tables."""
    database = Database(address)
    try:
        version = database.read_now(schema.schema_version)
        return version, database.read_now(partial(columns, table="marks"))
    finally:
        database.close_now()


def test_a_new_database_gets_all_tables(new_database: str) -> None:
    with open_maintenance(new_database) as maintenance:
        assert maintenance.upgrade() == (None, schema.HEAD)
        assert maintenance.upgrade() == (schema.HEAD, schema.HEAD)


@pytest.mark.process
def test_the_migrations_create_the_tables_of_the_program(database: str) -> None:
    def is_ours(_: object, name: str | None, *__: object) -> bool:
        name = name or ""
        return name not in OF_POSTGRESQL and "search" not in name

    def differences(connection: Connection) -> list[object]:
        options = {"include_object": is_ours, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))

    opened = Database(database)

    found = opened.read_now(differences)
    opened.close_now()
    assert found == []


async def test_rows_survive_a_migration(new_database: str, tomorrow: Path) -> None:
    with before_tomorrow():
        async with open_store(new_database) as store:
            await show(store, make_sighting("ferry"))

    async with open_store(new_database) as store:
        assert await show(store, make_sighting("ferry")) == 0

    assert look(new_database) == (tomorrow.stem[1:], {"name", "at", "taker"})


@pytest.mark.usefixtures("tomorrow")
async def test_an_older_program_refuses_newer_tables(new_database: str) -> None:
    async with open_store(new_database):
        pass

    with (
        before_tomorrow(),
        pytest.raises(StoreError, match=r"a newer version of Sitrep created"),
    ):
        async with open_store(new_database):
            pass


def test_a_failed_migration_leaves_the_old_schema(
    new_database: str, tomorrow: Path
) -> None:
    tomorrow.write_text(STEP.format(more="op.execute('SELECT nonsense')"))
    with open_maintenance(new_database) as maintenance:
        with before_tomorrow():
            maintenance.upgrade()

        with pytest.raises(StoreError, match="nonsense"):
            maintenance.upgrade()

    assert look(new_database) == (TODAY, {"name", "at"})


def upgrade_with_others(address: str, start: Barrier, told: Pipe) -> None:
    """Migrate a database when all processes are ready, and send the result."""
    with open_maintenance(address) as maintenance:
        start.wait()
        told.send(maintenance.upgrade())


@pytest.mark.slow
def test_processes_that_start_together_make_the_tables_once(new_database: str) -> None:
    context = multiprocessing.get_context("spawn")
    start, (told, tell) = context.Barrier(2), context.Pipe(duplex=False)
    processes = [
        context.Process(target=upgrade_with_others, args=(new_database, start, tell))
        for _ in range(2)
    ]

    for process in processes:
        process.start()
    answers = [told.recv() for _ in processes]

    for process in processes:
        process.join()
    assert sorted(answers, key=str) == [(TODAY, TODAY), (None, TODAY)]


def hold(file: Path) -> closing[sqlite3.Connection]:
    """Lock a file exclusively, as another program could."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    return closing(other)


def test_the_wait_for_a_locked_file_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (database_module, schema):
        monkeypatch.setattr(module, "LOCK_SECONDS", 0.1)
    address = f"sqlite:///{tmp_path / 'news.db'}"
    refused = pytest.raises(StoreError, match="another process has kept it locked")

    with hold(tmp_path / "news.db"), open_maintenance(address) as maintenance, refused:
        maintenance.upgrade()
