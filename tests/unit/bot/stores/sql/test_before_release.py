"""A database from before the first release is exported and imported."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.core.domain.errors import StoreError
from bot.core.domain.records import Contents
from bot.core.domain.slots import MessageState, SlotState
from bot.stores.sql import open_maintenance, open_store
from bot.stores.sql.database import Database
from bot.stores.sql.dump import copy_rows, data_tables
from tests.contracts.test_bodies import LONG
from tests.fakes.outboxes import DESK, NIGHT, states, take_part
from tests.fakes.records import NOW
from tests.tables import DATA

FULL = Contents(articles=1, items=2, editions=3, sources=2)


def script(kind: str) -> str:
    """The statements that make tables of that time; in SQLite also their rows."""
    return (DATA / f"databases/before_release.{kind}.sql").read_text("utf8")


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A file that a program from before the first release backed up."""
    file = tmp_path / "old.backup"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(script("sqlite"))
    return file


def fill_old(address: str, file: Path) -> None:
    """Make a database of that time with the rows of a file."""
    source, target = Database(f"sqlite:///{file}"), Database(address)
    tables = [each for each in data_tables(source) if "search" not in each.name]

    def copy(rows: Connection) -> None:
        def fill(connection: Connection) -> None:
            for statement in script("postgresql").split("\n\n"):
                connection.execute(text(statement.replace(":", r"\:")))
            copy_rows(rows, connection, tuple(tables))

        target.write_now(fill)

    source.read_now(copy)
    source.close_now()
    target.close_now()


async def assert_carried_over(address: str) -> None:
    """Both digests that waited are sent, with the texts that they had."""
    async with open_store(address) as store:
        parts = [await take_part(store, now=NOW) for _ in (DESK, NIGHT)]
        assert {part.body for part in parts} == {
            f"{LONG} edition of {channel} in {channel}" for channel in (DESK, NIGHT)
        }
        assert await states(store) == [(SlotState.BUILT, (MessageState.SENDING,))] * 2
        (article,) = await store.articles_by_id(["id-ferry"])
        assert article.article.text


@pytest.mark.both_databases
async def test_a_backup_from_before_the_first_release_is_restored(
    new_database: str, old_file: Path
) -> None:
    with open_maintenance(new_database) as maintenance:
        assert maintenance.restore(str(old_file), force=False).contents == FULL

    await assert_carried_over(new_database)


async def test_an_old_server_is_copied_into_a_new_database(
    new_database: str, old_file: Path, tmp_path: Path
) -> None:
    old = new_database
    if new_database.startswith("sqlite"):
        old = f"sqlite:///{old_file}"
    else:
        fill_old(new_database, old_file)

    with open_maintenance(old) as maintenance:
        with pytest.raises(
            StoreError, match="from before the first release created its tables"
        ):
            maintenance.upgrade()
        assert maintenance.backup(str(tmp_path / "copy")) == FULL
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    with open_maintenance(fresh) as maintenance:
        maintenance.restore(str(tmp_path / "copy"), force=False)

    await assert_carried_over(fresh)
