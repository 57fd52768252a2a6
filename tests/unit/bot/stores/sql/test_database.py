"""Transactions, threads, and the errors of databases."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import OperationalError

from bot.core.domain.errors import StoreError, StoreFault
from bot.stores.sql import SqlStore, open_store
from bot.stores.sql import database as module
from bot.stores.sql.database import Database
from bot.stores.sql.database_errors import explained
from tests.fakes.postgresql import Server
from tests.fakes.records import NOW, make_sighting, show


def add_slot(connection: Connection, key: str) -> None:
    """Write a row."""
    connection.execute(text(f"INSERT INTO marks VALUES ('{key}', 0)"))  # noqa: S608


async def kept(store: SqlStore) -> set[str]:
    """Return the names in the rows."""

    def read(connection: Connection) -> set[str]:
        return set(connection.scalars(text("SELECT name FROM marks")))

    return await store.database.read(read)


async def test_a_failed_transaction_changes_no_row(store: SqlStore) -> None:
    def half(connection: Connection) -> None:
        add_slot(connection, "first")
        raise KeyError

    with pytest.raises(KeyError):
        await store.database.write(half)

    assert await kept(store) == set()


async def test_a_cancelled_transaction_is_finished(store: SqlStore) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        add_slot(connection, "first")
        begun.set()
        go_on.wait()
        add_slot(connection, "second")

    writing = asyncio.create_task(store.database.write(slow))
    await asyncio.to_thread(begun.wait)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    go_on.set()

    await store.database.write(partial(add_slot, key="third"))
    assert await kept(store) == {"first", "second", "third"}


async def test_the_wait_for_a_lock_is_limited(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOCK_SECONDS", 0.1)
    async with open_store(database) as one, open_store(database) as two:
        begun, go_on = threading.Event(), threading.Event()

        def hold(connection: Connection) -> None:
            add_slot(connection, "first")
            begun.set()
            go_on.wait()

        holding = asyncio.create_task(one.database.write(hold))
        await asyncio.to_thread(begun.wait)
        with pytest.raises(
            StoreError, match="has kept it locked for 5 seconds: try again"
        ):
            await two.database.write(partial(add_slot, key="first"))
        go_on.set()
        await holding


async def test_a_full_disk_is_reported_and_the_transaction_rolled_back(
    tmp_path: Path,
) -> None:
    async with open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        await store.database.write(
            lambda c: c.execute(text("PRAGMA max_page_count = 80"))
        )
        many = [make_sighting(f"item {number}") for number in range(2_000)]

        with pytest.raises(StoreError, match="the disk is full"):
            await show(store, *many)

        assert await store.pending(NOW, 10) == ()


class DriverError(Exception):
    """An error of PostgreSQL's driver; without a code if no server answered."""

    def __init__(self, said: str, sqlstate: str | None = None) -> None:
        super().__init__(said)
        self.sqlstate = sqlstate


def explain(error: Exception) -> StoreError:
    """Return the error made of a driver's error."""
    url = make_url("postgresql://u:hunter2@h:5433/news")
    with pytest.raises(StoreError) as caught, explained(url):
        raise OperationalError("SELECT 1", {}, error)
    return caught.value


@pytest.mark.parametrize(
    ("code", "reason", "told"),
    [
        (
            "25006",
            StoreFault.REFUSED,
            "the server is read-only: use one that accepts writes",
        ),
        (
            "42501",
            StoreFault.REFUSED,
            "the database user lacks a permission: grant it all rights on the database",
        ),
        (
            "25P03",
            StoreFault.UNREACHABLE,
            "Sitrep did nothing in a transaction for a minute, so the server ended it: check whether this machine is overloaded",
        ),
        ("53100", StoreFault.DISK, "the disk is full: free some space"),
        ("55P03", StoreFault.LOCKED, "has kept it locked for 5 seconds: try again"),
        ("42P01", StoreFault.OTHER, 'relation "locked" is damaged'),
    ],
)
def test_an_error_of_the_server_is_known_by_its_code(
    code: str, reason: StoreFault, told: str
) -> None:
    error = explain(DriverError('relation "locked" is damaged\nHINT: x', code))

    assert error.reason is reason
    assert str(error).startswith("database news at h:5433: ")
    assert str(error).endswith(told)


@pytest.mark.parametrize("idle", [0.0, 60.0])
async def test_a_lost_connection_is_made_again(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch, idle: float
) -> None:
    monkeypatch.setattr(module, "_IDLE_SECONDS", idle)
    address = postgresql.url(postgresql.create())
    ending = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    async with open_store(address) as store:
        await show(store, make_sighting("ferry"))
        postgresql.run(address, ending)

        assert await show(store, make_sighting("ferry")) == 0
        postgresql.run(address, ending)
        assert await store.database.look(lambda c: c.scalar(text("SELECT 7"))) == 7


def test_a_server_that_acknowledges_early_is_asked_to_be_durable(
    postgresql: Server,
) -> None:
    address = postgresql.url(postgresql.create())
    setting = text("SHOW synchronous_commit")
    database = Database(address)

    used = database.read_now(lambda connection: connection.scalar(setting))

    assert (postgresql.run(address, str(setting)), used) == ("off", "on")
    database.close_now()


async def test_a_transaction_that_stands_still_is_ended_so_that_others_go_on(
    postgresql_tables: str, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgresql.clear(postgresql_tables)
    short = "-c idle_in_transaction_session_timeout=200ms"
    monkeypatch.setattr(module, "_OPTIONS", short)
    async with (
        open_store(postgresql_tables) as one,
        open_store(postgresql_tables) as two,
    ):
        begun, go_on = threading.Event(), threading.Event()

        def hold(connection: Connection) -> None:
            add_slot(connection, "first")
            begun.set()
            go_on.wait()

        holding = asyncio.create_task(one.database.write(hold))
        await asyncio.to_thread(begun.wait)
        await two.database.write(partial(add_slot, key="first"))
        go_on.set()
        with pytest.raises(
            StoreError, match="did nothing in a transaction for a minute"
        ):
            await holding

        assert await kept(one) == {"first"}
