"""Opens the database, and runs each of its operations as a transaction in a thread.

SQLite lets one transaction write at a time. In PostgreSQL, transactions lock the rows
that they change, or a row of ``locks``. If the server ends a transaction because it
conflicts with another one, the transaction is repeated. So an operation must have no
effect outside the database.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial, wraps
from typing import Concatenate, Final, ParamSpec, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, Transaction, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, StaticPool

from bot.core.domain.errors import StoreError, StoreFault
from bot.stores.sql.database_errors import (
    LOCK_SECONDS,
    database_name,
    explained,
    is_conflict,
)
from bot.stores.sql.database_url import parse_url
from bot.stores.sql.isolation import limit_to_workspace
from bot.stores.sql.usage import UsageFile, wait_until

Done = TypeVar("Done")
Given = ParamSpec("Given")
Adapter = TypeVar("Adapter", bound="SqlAdapter")
Work: TypeAlias = Callable[[Connection], Done]

_WRITES: Final = "sitrep_writes"
_ALONE: Final = "sitrep_alone"
_CLAIMS: Final = "sitrep_claims"
_BARE: Final = "sitrep_bare"
_USED: Final = "sitrep_used"
_WRITE_LOCK = 7_483_669
"""The key of the advisory lock that every write to a PostgreSQL database shares.

Migrations and the removal of a workspace take it alone.
"""

_USAGE_LOCK = 7_483_670
"""The key of the advisory lock that shows whether a PostgreSQL database is in use."""

_END_SECONDS = 2.0
"""The maximum number of seconds in which a server notices that a process was killed."""

_TRIES = 8
"""The maximum number of times that a transaction is tried.

It is repeated if the server ends it because of a conflict with another one.
"""

_PAUSE = 0.01
"""The pause after try number ``n`` is at most this many seconds times ``2 ** n``."""

_IDLE_SECONDS = 1.0
"""The idle time in seconds from which on a connection is tested before its next use."""

_READERS = 3
_WRITERS = 1

_PREPARED_AFTER = 1
"""A query of a claim is prepared when it runs a second time on a connection.

The server then keeps the query's plan. Making a plan takes about 5 ms.
"""

_STATEMENTS = 500
"""The number of other statements to keep compiled, as by default."""

CLAIM_STATEMENTS = 24
"""The number of statements of claims to keep, compiled by this process and prepared.

Each takes 0.3 MB.
"""

_OPTIONS: Final = (
    "-c idle_in_transaction_session_timeout=60s "
    "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
)
"""The connection options for clients that no longer respond.

With them the server notices within a minute that a client's machine is gone, or that a
client is suspended in a transaction whose locks others need.
"""

_PLANNER: Final = (
    "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
)
"""The options by which PostgreSQL plans the short queries of a bot.

Compiling such a query, or starting more processes for it, takes longer than the query
itself. With the usual cost of a page, PostgreSQL would read whole tables instead of a
thousand rows.
"""

NOTICING: Final = {
    "connect_timeout": 2 * LOCK_SECONDS,
    "tcp_user_timeout": 2_000 * LOCK_SECONDS,
    "keepalives_idle": LOCK_SECONDS,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
"""The options of the driver for a server that no longer responds.

With them the driver notices within ten seconds that the server's machine is gone.
Otherwise a connection would hang for fifteen minutes after a failover.
"""

_SQLITE_SETTINGS: Final = (
    *("foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY"),
    # The database gets the pages of 16 MB of the log at once, many of which changed
    # more than once: recording articles then writes 40 % as much.
    "wal_autocheckpoint=4000",
    # Otherwise the log stays as large as the longest read or migration made it.
    "journal_size_limit=4194304",
)

_ISOLATION: Final = "-c default_transaction_isolation=read\\ committed"
"""The isolation level of transactions: read committed.

After a statement waited for a row, it sees what was committed meanwhile.
"""

_PLANS: Final = (
    "set_config('plan_cache_mode', 'force_generic_plan', true), "
    + ", ".join(
        f"set_config('{name}', 'off', true)"
        for name in ("enable_seqscan", "enable_sort", "enable_incremental_sort")
    )
)
"""The settings for claims, whose queries take longer to plan than to run.

All these queries have indexes in the order that they need. But the planner expects that
the policies of workspaces hide nearly all rows; without the settings it would read and
sort all rows.
"""

_DURABLE: Final = (
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') IN ('off', 'local')"
)


class Database:
    """An open database.

    With ``in_use`` the database is marked as used, so that ``reserved`` fails in other
    processes.

    Raises:
        ConfigError: the URL of the database is not valid.
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
            # Claims have a connection of their own, which keeps the plans of their queries.
            self._claim_engine = self._engine if self.is_sqlite else _claim_engine(self)
        self._looking = self._engine.execution_options(**{_BARE: True})
        self._writing = self._engine.execution_options(**{_WRITES: True})
        self._alone = self._writing.execution_options(**{_ALONE: True})
        options = {_WRITES: True, _CLAIMS: True}
        self._claiming = self._claim_engine.execution_options(**options)
        self._writer = ThreadPoolExecutor(1, "store-writer")
        self._claimer = (
            self._writer if self.is_sqlite else ThreadPoolExecutor(1, "store-claimer")
        )
        self._readers = (
            ThreadPoolExecutor(_READERS, "store-reader")
            if self.url.database or not self.is_sqlite
            else self._writer
        )
        if in_use:
            for engine in {self._engine, self._claim_engine}:
                event.listen(engine, "connect", self._mark_in_use)

    async def read(self, work: Work[Done]) -> Done:
        """Run ``work`` in a thread, as a read-only transaction on one snapshot.

        Raises:
            StoreError: the database cannot be read.
        """
        return await self._run(self._readers, self.read_now, work)

    async def look(self, query: Work[Done]) -> Done:
        """Run a single query in a thread, without a transaction.

        Raises:
            StoreError: the database cannot be read.
        """
        return await self._run(self._readers, self._look_now, query)

    async def write(self, work: Work[Done], *, alone: bool = False) -> Done:
        """Run ``work`` as a transaction in the thread of writes, one after the other.

        A transaction that has begun is finished, even if its caller is cancelled. With
        ``alone`` no other transaction of any process writes at the same time.

        Raises:
            StoreError: the database cannot be written.
        """
        writing = partial(self.write_now, alone=alone)
        return await self._run(self._writer, writing, work)

    async def claim(self, work: Work[Done]) -> Done:
        """Run ``work`` as ``write`` does, but in a thread of its own.

        So a claim does not wait for long writes of this process.

        Raises:
            StoreError: the database cannot be written.
        """
        claiming = partial(self._repeated, self._claiming)
        return await self._run(self._claimer, claiming, work)

    def read_now(self, work: Work[Done]) -> Done:
        """Run ``work`` as ``read`` does, but in the thread of the caller.

        Raises:
            StoreError: the database cannot be read.
        """
        with explained(self.url):
            return _transact(self._engine, work)

    def _look_now(self, query: Work[Done]) -> Done:
        if self.is_sqlite:
            return self.read_now(query)
        with explained(self.url):
            try:
                with self._looking.connect() as connection:
                    return query(connection)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
            # The connection was lost since its last use.
            with self._looking.connect() as connection:
                return query(connection)

    def write_now(self, work: Work[Done], *, alone: bool = False) -> Done:
        """Run ``work`` as ``write`` does, but in the thread of the caller.

        With ``alone`` no other transaction of any process writes at the same time.

        Raises:
            StoreError: the database cannot be written.
        """
        return self._repeated(self._alone if alone else self._writing, work)

    def _repeated(self, engine: Engine, work: Work[Done]) -> Done:
        """Run a transaction; repeat it if the server ends it because of a conflict."""
        with explained(self.url):
            for attempt in range(1, _TRIES):
                try:
                    return _transact(engine, work)
                except DBAPIError as error:
                    if not is_conflict(error):
                        raise
                # Two that met must not meet again.
                time.sleep(random.uniform(0, _PAUSE * 2**attempt))  # noqa: S311 - no secret
            return _transact(engine, work)

    def command_now(self, statement: str) -> None:
        """Run an SQL statement that databases do not allow inside a transaction.

        Raises:
            StoreError: the database refuses the statement.
        """
        with self._bare() as connection:
            connection.exec_driver_sql(statement)

    async def command(self, statement: str) -> None:
        """Run an SQL statement as ``command_now`` does, but in the thread of writes.

        Raises:
            StoreError: the database refuses the statement.
        """
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._writer, self.command_now, statement)

    @contextmanager
    def reserved(self) -> Iterator[None]:
        """Keep every other process from using the database until the end of the block.

        Raises:
            StoreError: another process uses the database.
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
                # In the pool, the connection would keep the lock.
                connection.invalidate()

    def close_now(self) -> None:
        """Finish running transactions, and close all connections."""
        self._writer.shutdown()
        self._claimer.shutdown()
        self._readers.shutdown()
        self._engine.dispose()
        self._claim_engine.dispose()
        if self._usage is not None:
            self._usage.unlock()

    async def _run(
        self,
        executor: ThreadPoolExecutor,
        run: Callable[[Work[Done]], Done],
        work: Work[Done],
    ) -> Done:
        """Run ``work`` in a thread that knows for which workspace the caller runs."""
        loop, context = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(executor, context.run, run, work)

    @contextmanager
    def _bare(self) -> Iterator[Connection]:
        """Open a connection without a transaction; close it when the block ends."""
        with explained(self.url), self._looking.connect() as connection:
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
        """Take the shared lock that marks the database as used, if it is not taken yet.

        In PostgreSQL each connection holds the lock; for SQLite the process holds it
        once.

        Raises:
            StoreError: ``db restore`` or ``db vacuum`` holds the exclusive lock.
        """
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


def _transact(engine: Engine, work: Work[Done]) -> Done:
    connection, transaction = _begin(engine)
    with connection, transaction:
        limit_to_workspace(connection)
        return work(connection)


def _begin(engine: Engine) -> tuple[Connection, Transaction]:
    """Begin a transaction; try again if the connection was lost since its last use."""
    connection = engine.connect()
    try:
        return connection, connection.begin()
    except DBAPIError as error:
        connection.close()
        if not error.connection_invalidated:
            raise
    # The other connections of the pool were closed with the lost one.
    connection = engine.connect()
    try:
        return connection, connection.begin()
    except BaseException:
        connection.close()
        raise


async def unless_locked(work: Coroutine[None, None, None]) -> bool:
    """Run work that can be done later; return ``False`` if others hold its locks.

    Raises:
        StoreError: the database cannot be written for another reason.
    """
    try:
        await work
    except StoreError as error:
        if error.reason is not StoreFault.LOCKED:
            raise
        return False
    return True


class SqlAdapter:
    """Base class of the store's adapters; each of their methods is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database


def reads(
    method: Callable[Concatenate[Adapter, Connection, Given], Done],
) -> Callable[Concatenate[Adapter, Given], Coroutine[None, None, Done]]:
    """Make a method run in ``Database.read``, which passes it a connection."""
    return _transaction(method, Database.read)


def writes(
    method: Callable[Concatenate[Adapter, Connection, Given], Done],
) -> Callable[Concatenate[Adapter, Given], Coroutine[None, None, Done]]:
    """Make a method run in ``Database.write``, which passes it a connection."""
    return _transaction(method, Database.write)


def claims(
    method: Callable[Concatenate[Adapter, Connection, Given], Done],
) -> Callable[Concatenate[Adapter, Given], Coroutine[None, None, Done]]:
    """Make a method run in ``Database.claim``, which passes it a connection."""
    return _transaction(method, Database.claim)


def _transaction(
    method: Callable[Concatenate[Adapter, Connection, Given], Done],
    run: Callable[[Database, Work[Done]], Coroutine[None, None, Done]],
) -> Callable[Concatenate[Adapter, Given], Coroutine[None, None, Done]]:
    @wraps(method)
    async def wrapped(
        adapter: Adapter, /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Done:
        return await run(
            adapter.database,
            lambda connection: method(adapter, connection, *args, **kwargs),
        )

    return wrapped


def _make_engine(database: Database) -> Engine:
    if database.is_sqlite:
        return _sqlite_engine(database)
    return _postgresql_engine(database, _READERS + _WRITERS)


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
        raise TypeError(f"unknown database driver: {type(connection).__name__}")
    # Keep the driver from beginning transactions on its own.
    connection.isolation_level = None
    for setting in _SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(_BARE):
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN"
        )


def _claim_engine(database: Database) -> Engine:
    prepared = {"prepare_threshold": _PREPARED_AFTER}
    engine = _postgresql_engine(database, 1, CLAIM_STATEMENTS, **prepared)
    event.listen(engine, "connect", _keep_few_prepared)
    return engine


def _keep_few_prepared(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.prepared_max = CLAIM_STATEMENTS


def _postgresql_engine(
    database: Database,
    connections: int,
    statements: int = _STATEMENTS,
    **driver_options: int,
) -> Engine:
    """Make an engine with a pool; ``statements`` is how many it keeps compiled."""
    try:
        engine = create_engine(
            database.url,
            query_cache_size=statements,
            # A transaction begins by a statement of ours, which also says what it is for.
            isolation_level="AUTOCOMMIT",
            pool_use_lifo=True,
            pool_size=connections,
            connect_args={
                **NOTICING,
                **driver_options,
                "options": f"-c lock_timeout={LOCK_SECONDS}s {_ISOLATION} {_OPTIONS} {_PLANNER}",
            },
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            f"{database.name}: the driver for PostgreSQL is not installed: run pip install 'sitrep-bot[postgres]'"
        ) from error
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "checkout", _test_idle)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_postgresql(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Make commits durable, even if the server is set to lose some in a crash.

    If the server has a synchronous standby, a commit waits for it, too. Otherwise a
    message could be posted whose lease is lost when the server dies.
    """
    cursor = connection.cursor()
    cursor.execute(_DURABLE)
    cursor.close()
    connection.commit()


def _test_idle(
    connection: DBAPIConnection, entry: ConnectionPoolEntry, _: PoolProxiedConnection
) -> None:
    """Check that the server still answers on a connection that was idle.

    Raises:
        InvalidatePoolError: it does not; the pool then opens a new connection.
    """
    now = time.monotonic()
    used, entry.info[_USED] = entry.info.get(_USED, now), now
    if now - used < _IDLE_SECONDS:
        return
    try:
        cursor = connection.cursor()
        cursor.execute("SELECT")
        cursor.close()
    except Exception as error:
        raise InvalidatePoolError("the connection was lost") from error


def _begin_postgresql(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_WRITES):
        shared = "" if options.get(_ALONE) else "_shared"
        lock = f"pg_advisory_xact_lock{shared}({_WRITE_LOCK})"
        plans = f", {_PLANS}" if options.get(_CLAIMS) else ""
        connection.exec_driver_sql(f"BEGIN; SELECT {lock}{plans}")
    elif not options.get(_BARE):
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
