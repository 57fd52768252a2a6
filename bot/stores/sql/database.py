"""Connections and threads: each piece of work is one transaction in a thread.

Writes are made one after the other in every kind of database, by one lock over all
processes, so that each sees what the last one left and none can fail half-way. Work that
nobody waits for any more is still done whole.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from bot.core.domain.errors import StoreError
from bot.stores.sql.addresses import parse_url
from bot.stores.sql.failures import LOCK_SECONDS, database_name, explained

Done = TypeVar("Done")
Given = ParamSpec("Given")
Work = Callable[Concatenate[Connection, Given], Done]

_WRITES: Final = "sitrep_writes"
_BARE: Final = "sitrep_bare"
_LOCK = 7_483_669
"""The number of the lock that all writers of a PostgreSQL database take."""
_READERS = 3
_DURABLE: Final = (
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') = 'off'"
)


class Database:
    """A database that is open.

    Raises:
        ConfigError: the address is none.
        StoreError: its driver is not installed.
    """

    def __init__(self, address: str) -> None:
        self.url = parse_url(address)
        self.name = database_name(self.url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        with explained(self.url):
            self._engine = _make_engine(self)
        self._writing = self._engine.execution_options(**{_WRITES: True})
        self._writer = ThreadPoolExecutor(1, "store-writer")
        self._readers = (
            ThreadPoolExecutor(_READERS, "store-reader")
            if self.url.database or not self.is_sqlite
            else self._writer
        )

    async def read(
        self,
        work: Work[Given, Done],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Done:
        """Do what only reads, on one state of the database.

        Raises:
            StoreError: the database cannot be read.
        """
        job = partial(self.read_now, work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._readers, job)

    async def write(
        self,
        work: Work[Given, Done],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Done:
        """Do something whole or not at all, while nobody else writes.

        Raises:
            StoreError: the database cannot be written.
        """
        job = partial(self.write_now, work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._writer, job)

    def read_now(
        self,
        work: Work[Given, Done],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Done:
        """The same as ``read``, in this thread.

        Raises:
            StoreError: the database cannot be read.
        """
        with explained(self.url), self._engine.begin() as connection:
            return work(connection, *args, **kwargs)

    def write_now(
        self,
        work: Work[Given, Done],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Done:
        """The same as ``write``, in this thread.

        Raises:
            StoreError: the database cannot be written.
        """
        with explained(self.url), self._writing.begin() as connection:
            return work(connection, *args, **kwargs)

    def command_now(self, statement: str) -> None:
        """Do what no transaction may be around.

        Raises:
            StoreError: the database does not do it.
        """
        options: dict[str, bool | str] = {_BARE: True}
        if not self.is_sqlite:
            options["isolation_level"] = "AUTOCOMMIT"
        engine = self._engine.execution_options(**options)
        with explained(self.url), engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def close_now(self) -> None:
        """Let what was begun end, and close all connections."""
        self._writer.shutdown()
        self._readers.shutdown()
        self._engine.dispose()


def _make_engine(database: Database) -> Engine:
    if database.is_sqlite:
        return _sqlite_engine(database)
    return _postgresql_engine(database)


def _sqlite_engine(database: Database) -> Engine:
    timeout = {"timeout": LOCK_SECONDS}
    if database.url.database:
        engine = create_engine(database.url, connect_args=timeout)
    else:
        shared = {"check_same_thread": False}
        engine = create_engine(database.url, connect_args=shared, poolclass=StaticPool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        raise TypeError(type(connection))
    # Otherwise the driver would begin transactions by its own rules.
    connection.isolation_level = None
    for setting in ("foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(_BARE):
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN"
        )


def _postgresql_engine(database: Database) -> Engine:
    try:
        engine = create_engine(
            database.url,
            pool_pre_ping=True,
            pool_size=_READERS + 1,
            connect_args={
                "connect_timeout": 2 * LOCK_SECONDS,
                "options": f"-c lock_timeout={LOCK_SECONDS}s",
            },
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            f"{database.name}: the driver is missing; install Sitrep with [postgres]"
        ) from error
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_postgresql(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let what is done outlive the server, even where others may lose a little.

    Or else a part could be posted whose claim is forgotten when the server dies.
    """
    cursor = connection.cursor()
    cursor.execute(_DURABLE)
    cursor.close()
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_WRITES):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    elif not options.get(_BARE):
        connection.exec_driver_sql(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
        )
