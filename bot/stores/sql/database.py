"""Connections and threads: each piece of work is one transaction in a thread.

Writes are made one after the other in every kind of database, by one lock over all
processes, so that each sees what the last one left and none can fail half-way. Work that
nobody waits for any more is still done whole.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from bot.core.domain.errors import StoreError, StoreFault
from bot.stores.sql.addresses import parse_url
from bot.stores.sql.failures import LOCK_SECONDS, database_name, explained
from bot.stores.sql.usage import UsageFile, wait_until

Done = TypeVar("Done")
Given = ParamSpec("Given")
Work = Callable[Concatenate[Connection, Given], Done]

_WRITES: Final = "sitrep_writes"
_BARE: Final = "sitrep_bare"
_LOCK = 7_483_669
"""The number of the lock that all writers of a PostgreSQL database take."""

_USAGE_LOCK = 7_483_670
"""The number of the lock that tells whether a PostgreSQL database is in use."""

_END_SECONDS = 2.0
"""How long a server may take to notice that a process was killed."""

_READERS = 3
_KEEPALIVES: Final = (
    "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
)
"""Lets the server notice within a minute that a client's machine is gone."""

_DURABLE: Final = (
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') = 'off'"
)


class Database:
    """A database that is open; ``in_use`` keeps ``reserved`` from succeeding.

    Raises:
        ConfigError: the address is none.
        StoreError: its driver is not installed.
    """

    def __init__(self, address: str, *, in_use: bool = False) -> None:
        self.url = parse_url(address)
        self.name = database_name(self.url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._usage = (
            UsageFile(self.url.database)
            if self.is_sqlite and self.url.database
            else None
        )
        with explained(self.url):
            self._engine = _make_engine(self)
        self._writing = self._engine.execution_options(**{_WRITES: True})
        self._writer = ThreadPoolExecutor(1, "store-writer")
        self._readers = (
            ThreadPoolExecutor(_READERS, "store-reader")
            if self.url.database or not self.is_sqlite
            else self._writer
        )
        if in_use:
            event.listen(self._engine, "connect", self._mark_in_use)

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
        with self._bare() as connection:
            connection.exec_driver_sql(statement)

    @contextmanager
    def reserved(self) -> Iterator[None]:
        """Keep every process from using the database until the end of the block.

        Raises:
            StoreError: a process uses it.
        """
        if self.is_sqlite:
            with self._reserved_file():
                yield
            return
        with self._bare() as connection:
            lock = text(f"SELECT pg_try_advisory_lock({_USAGE_LOCK})")
            if not wait_until(lambda: connection.scalar(lock) is True, _END_SECONDS):
                raise self._in_use()
            try:
                yield
            finally:
                # The session would keep the lock in the pool.
                connection.invalidate()

    def close_now(self) -> None:
        """Let what was begun end, and close all connections."""
        self._writer.shutdown()
        self._readers.shutdown()
        self._engine.dispose()
        if self._usage is not None:
            self._usage.unlock()

    @contextmanager
    def _bare(self) -> Iterator[Connection]:
        """A connection without a transaction."""
        options: dict[str, bool | str] = {_BARE: True}
        if not self.is_sqlite:
            options["isolation_level"] = "AUTOCOMMIT"
        engine = self._engine.execution_options(**options)
        with explained(self.url), engine.connect() as connection:
            yield connection

    @contextmanager
    def _reserved_file(self) -> Iterator[None]:
        if self._usage is None:
            yield
            return
        if not self._usage.lock(alone=True, seconds=_END_SECONDS):
            raise self._in_use()
        try:
            yield
        finally:
            self._usage.unlock()

    def _in_use(self) -> StoreError:
        return StoreError(
            f"{self.name}: a bot or another sitrep command is using it; stop it, then "
            "try again",
            StoreFault.IN_USE,
        )

    def _mark_in_use(self, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        """Hold a shared lock: PostgreSQL's with each connection, SQLite's once."""
        if not self.is_sqlite:
            cursor = connection.cursor()
            cursor.execute(f"SELECT pg_advisory_lock_shared({_USAGE_LOCK})")
            cursor.close()
            connection.commit()
            return
        if self._usage is None or self._usage.lock(seconds=LOCK_SECONDS):
            return
        raise StoreError(
            f"{self.name}: sitrep db restore or db vacuum is working on it; try again "
            "when it has ended",
            StoreFault.IN_USE,
        )


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
                "options": f"-c lock_timeout={LOCK_SECONDS}s {_KEEPALIVES}",
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
