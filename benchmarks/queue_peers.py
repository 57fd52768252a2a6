"""Job queues that others wrote, each behind the same few methods.

``benchmarks.queues`` compares them. A job belongs to a channel and has a number; jobs of
one channel are to run one after the other, in the order of their numbers. Workers note
what they begin and end in one file, with the machine's monotonic clock.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import LiteralString, NamedTuple, TypeAlias

import asyncpg
import procrastinate
import psycopg
from pgqueuer import PgQueuer, Queries
from pgqueuer.models import Job as PgJob
from psycopg_pool import AsyncConnectionPool
from typing_extensions import override

from bot.core.domain.slots import PlannedSlot
from bot.core.ports.outbox import Outbox
from bot.core.ports.wakeups import Work
from bot.scheduling import SystemClock
from bot.stores.sql import open_store, open_wakeups
from bot.stores.sql.batches import Batches
from tests.fakes.outboxes import make_key, make_parts

PATIENCE = timedelta(seconds=10)
"""How long a worker may be silent before its jobs go to others."""

PARTS = 2
"""The messages of a job."""

_POLL_SECONDS = 0.5
_CLAIM = (
    "UPDATE parts SET state = 'sending', owner = %s, lease = now() + interval '1 min' "
    "WHERE (channel, number, part) = (%s, %s, %s) "
    "AND (state = 'new' OR state = 'sending' AND lease < now())"
)
_BATCH = 50
_CLAIM_MANY = (
    "UPDATE naive SET state = 'taken' WHERE id IN (SELECT id FROM naive AS next"
    " WHERE state = 'new' AND NOT EXISTS (SELECT 1 FROM naive AS earlier"
    " WHERE earlier.channel = next.channel AND earlier.id < next.id"
    " AND earlier.state <> 'done') ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)"
    " RETURNING id, channel, number"
)
_MARK_MANY = "UPDATE naive SET state = 'done' WHERE id = ANY(%s)"
_ASKED = (
    "UPDATE parts SET {} FROM unnest(%s::int[], %s::int[], %s::int[])"
    " AS asked (channel, number, part) WHERE (parts.channel, parts.number, parts.part)"
    " = (asked.channel, asked.number, asked.part) AND {} RETURNING parts.*"
)
_CLAIM_PARTS = _ASKED.format(
    "state = 'sending', owner = %s, lease = now() + interval '1 min'",
    "(state = 'new' OR state = 'sending' AND lease < now())",
)
_MARK_PARTS = _ASKED.format("state = 'sent'", "owner = %s")
_MARK = (
    "UPDATE parts SET state = 'sent' "
    "WHERE (channel, number, part) = (%s, %s, %s) AND owner = %s"
)


class Job(NamedTuple):
    """A job: the number of its channel, and its number in the channel."""

    channel: int
    number: int


@dataclass(frozen=True, slots=True)
class Notes:
    """What workers do: each job ``lasts`` so many seconds, and is noted in a file."""

    path: Path
    lasts: float = 0.0

    async def do(self, job: Job) -> None:
        """Do a job."""
        self._note("begun", job)
        if self.lasts:
            await asyncio.sleep(self.lasts)
        self._note("done", job)

    def read(self) -> list[tuple[str, Job, float, int]]:
        """Return all notes: what, the job, when in seconds, and the worker's process."""
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        found = [line.split() for line in lines]
        return [
            (what, Job(int(channel), int(number)), float(at), int(process))
            for what, channel, number, at, process in found
        ]

    def count(self) -> int:
        """Return how many jobs are done."""
        text = self.path.read_text() if self.path.exists() else ""
        return text.count("done")

    def begun(self, job: Job) -> list[tuple[float, int]]:
        """Return when a job was begun, and by which process."""
        notes = self.read()
        return [
            (at, who) for what, one, at, who in notes if (what, one) == ("begun", job)
        ]

    def _note(self, what: str, job: Job) -> None:
        line = f"{what} {job.channel} {job.number} {time.monotonic()} {os.getpid()}\n"
        with self.path.open("a") as file:
            file.write(line)


Part: TypeAlias = tuple[int, int, int]
"""A message: its channel, the number of its job, and its own in the job."""

Do = Callable[[Job], Awaitable[None]]
Add = Callable[[Sequence[Job]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Change:
    """Claims and marks messages; each method returns whether it could."""

    pool: AsyncConnectionPool

    async def claim_one(self, part: Part) -> bool:
        return await self._one(_CLAIM, (os.getpid(), *part))

    async def mark_one(self, part: Part) -> bool:
        return await self._one(_MARK, (*part, os.getpid()))

    async def claim(self, parts: Sequence[Part]) -> Sequence[bool]:
        columns = map(list, zip(*parts, strict=True))
        return await self._many(_CLAIM_PARTS, (os.getpid(), *columns), parts)

    async def mark(self, parts: Sequence[Part]) -> Sequence[bool]:
        columns = map(list, zip(*parts, strict=True))
        return await self._many(_MARK_PARTS, (*columns, os.getpid()), parts)

    async def _one(self, statement: LiteralString, given: Sequence[object]) -> bool:
        async with self.pool.connection() as connection:
            return (await connection.execute(statement, given)).rowcount > 0

    async def _many(
        self,
        statement: LiteralString,
        given: Sequence[object],
        parts: Sequence[Part],
    ) -> Sequence[bool]:
        async with self.pool.connection() as connection:
            rows = await (await connection.execute(statement, given)).fetchall()
        changed = {row[:3] for row in rows}
        return [part in changed for part in parts]


@dataclass(frozen=True, slots=True)
class Rows:
    """The messages of each job as rows, which alone say what was posted.

    That is the least that a queue leaves to do: no lease is checked before a post. With
    ``batches`` one statement claims, or marks, what came while the last one ran.
    """

    address: str
    batches: bool = False

    async def install(self) -> None:
        """Make the table."""
        async with await self._connect() as connection:
            await connection.execute(
                "CREATE TABLE parts (channel int, number int, part int, owner int,"
                " state text NOT NULL DEFAULT 'new', lease timestamptz,"
                " PRIMARY KEY (channel, number, part))"
            )

    async def add(self, jobs: Sequence[Job]) -> None:
        """Add the messages of jobs."""
        async with await self._connect() as connection, connection.cursor() as cursor:
            rows = [(*job, part) for job in jobs for part in range(PARTS)]
            insert = "INSERT INTO parts (channel, number, part) VALUES (%s, %s, %s)"
            await cursor.executemany(insert, rows)

    @asynccontextmanager
    async def doing(self, do: Do, concurrency: int) -> AsyncIterator[Do]:
        """Yield what does each message of a job, and marks it."""
        pool = AsyncConnectionPool(
            self.address,
            min_size=concurrency,
            max_size=concurrency,
            open=False,
            kwargs={"autocommit": True},
        )
        change = _Change(pool)
        claim: Callable[[Part], Awaitable[bool]] = change.claim_one
        mark: Callable[[Part], Awaitable[bool]] = change.mark_one
        if self.batches:
            claim, mark = Batches(change.claim).add, Batches(change.mark).add

        async def do_parts(job: Job) -> None:
            for number in range(PARTS):
                part = (*job, number)
                if await claim(part):
                    await do(job)
                    await mark(part)

        async with pool:
            yield do_parts

    async def _connect(self) -> psycopg.AsyncConnection[tuple[int, ...]]:
        return await psycopg.AsyncConnection.connect(self.address, autocommit=True)


@dataclass(frozen=True, slots=True)
class Queue(ABC):
    """A queue in the PostgreSQL database at ``address``."""

    address: str

    @abstractmethod
    async def install(self) -> None:
        """Make the queue's tables."""

    @abstractmethod
    def adding(self) -> AbstractAsyncContextManager[Add]:
        """Connect, and yield what adds jobs, in their order."""

    async def add(self, jobs: Sequence[Job]) -> None:
        """Add jobs, in this order."""
        async with self.adding() as add:
            await add(jobs)

    @abstractmethod
    async def work(self, do: Do, concurrency: int) -> None:
        """Do jobs, so many at a time, until the process ends."""


class Naive(Queue):
    """A table whose rows are taken with SKIP LOCKED, and nothing else."""

    @override
    async def install(self) -> None:
        async with await self._connect() as connection:
            await connection.execute(
                "CREATE TABLE naive (id bigserial PRIMARY KEY, channel int, number int,"
                " state text NOT NULL DEFAULT 'new')"
            )
            await connection.execute(
                "CREATE INDEX ON naive (id) WHERE state = 'new'",
            )

    @override
    @asynccontextmanager
    async def adding(self) -> AsyncIterator[Add]:
        async with await self._connect() as connection, connection.cursor() as cursor:
            insert = "INSERT INTO naive (channel, number) VALUES (%s, %s)"
            yield lambda jobs: cursor.executemany(insert, jobs)

    @override
    async def work(self, do: Do, concurrency: int) -> None:
        await asyncio.gather(*(self._work(do) for _ in range(concurrency)))

    async def _work(self, do: Do) -> None:
        async with await self._connect() as connection:
            while True:
                cursor = await connection.execute(
                    "UPDATE naive SET state = 'taken' WHERE id = (SELECT id FROM naive"
                    " WHERE state = 'new' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)"
                    " RETURNING id, channel, number"
                )
                row = await cursor.fetchone()
                if row is None:
                    await asyncio.sleep(_POLL_SECONDS)
                    continue
                await do(Job(*row[1:]))
                await connection.execute(
                    "UPDATE naive SET state = 'done' WHERE id = %s", row[:1]
                )

    async def _connect(self) -> psycopg.AsyncConnection[tuple[int, ...]]:
        return await psycopg.AsyncConnection.connect(self.address, autocommit=True)


class ManyAtOnce(Naive):
    """The same table, but one statement claims the next job of many channels.

    A job is claimed when all earlier ones of its channel are done. One statement marks
    what was done meanwhile.
    """

    @override
    async def install(self) -> None:
        await super().install()
        async with await self._connect() as connection:
            await connection.execute(
                "CREATE INDEX ON naive (channel, id) WHERE state <> 'done'"
            )

    @override
    async def work(self, do: Do, concurrency: int) -> None:
        async with await self._connect() as connection:
            while True:
                cursor = await connection.execute(_CLAIM_MANY, (_BATCH,))
                rows = await cursor.fetchall()
                if not rows:
                    await asyncio.sleep(_POLL_SECONDS / 10)
                    continue
                await asyncio.gather(*(do(Job(*row[1:])) for row in rows))
                await connection.execute(_MARK_MANY, ([row[0] for row in rows],))


class Procrastinate(Queue):
    """procrastinate; the lock of a channel keeps its jobs in order."""

    locked = True

    @override
    async def install(self) -> None:
        async with self._app().open_async() as app:
            await app.schema_manager.apply_schema_async()

    @override
    @asynccontextmanager
    async def adding(self) -> AsyncIterator[Add]:
        async with self._app().open_async() as app:

            async def add(jobs: Sequence[Job]) -> None:
                by_channel: dict[int, list[Job]] = {}
                for job in jobs:
                    by_channel.setdefault(job.channel, []).append(job)
                for channel, those in by_channel.items():
                    lock = str(channel) if self.locked else None
                    deferrer = app.configure_task("job", lock=lock)
                    await deferrer.batch_defer_async(*(job._asdict() for job in those))

            yield add

    @override
    async def work(self, do: Do, concurrency: int) -> None:
        app = self._app()

        @app.task(name="job")
        async def run(channel: int, number: int) -> None:
            await do(Job(channel, number))

        async with app.open_async():
            rescuing = asyncio.create_task(self._rescue(app))
            await app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                delete_jobs="always",
                update_heartbeat_interval=PATIENCE.total_seconds() / 4,
                stalled_worker_timeout=PATIENCE.total_seconds(),
            )
            rescuing.cancel()

    async def _rescue(self, app: procrastinate.App) -> None:
        """Queue the jobs of dead workers again; the library leaves that to its user."""
        manager = app.job_manager
        seconds = PATIENCE.total_seconds()
        while True:
            await asyncio.sleep(seconds / 4)
            for job in await manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
                await manager.retry_job(job)

    def _app(self) -> procrastinate.App:
        connector = procrastinate.PsycopgConnector(conninfo=self.address)
        return procrastinate.App(connector=connector)


class ProcrastinateUnordered(Procrastinate):
    """procrastinate without locks."""

    locked = False


class PgQueuerBare(Queue):
    """pgqueuer as it comes, without an order in channels."""

    batch = 10

    @override
    async def install(self) -> None:
        connection = await asyncpg.connect(self.address)
        await Queries.from_asyncpg_connection(connection).install()
        await connection.close()

    @override
    @asynccontextmanager
    async def adding(self) -> AsyncIterator[Add]:
        connection = await asyncpg.connect(self.address)
        queries = Queries.from_asyncpg_connection(connection)

        async def add(jobs: Sequence[Job]) -> None:
            names = [self.name(job.channel) for job in jobs]
            bodies = [f"{job.channel} {job.number}".encode() for job in jobs]
            await queries.enqueue(names, [*bodies], [0] * len(jobs))

        yield add
        await connection.close()

    @override
    async def work(self, do: Do, concurrency: int) -> None:
        connection = await asyncpg.connect(self.address)
        app = PgQueuer.from_asyncpg_connection(connection)

        async def run(job: PgJob) -> None:
            channel, number = (job.payload or b"").split()
            await do(Job(int(channel), int(number)))

        self.register(app, run)
        await app.run(
            dequeue_timeout=timedelta(seconds=_POLL_SECONDS * 10),
            batch_size=self.batch,
            max_concurrent_tasks=max(concurrency, 2 * self.batch),
            heartbeat_timeout=PATIENCE,
        )

    def name(self, channel: int) -> str:  # noqa: ARG002 - all channels are one
        """Return the entry point of a channel's jobs."""
        return "job"

    def register(self, app: PgQueuer, run: Callable[[PgJob], Awaitable[None]]) -> None:
        """Name what runs the jobs."""
        app.entrypoint("job")(run)


class PgQueuerByChannel(PgQueuerBare):
    """pgqueuer with an entry point for each channel, which runs one job at a time."""

    channels = 200

    @override
    def name(self, channel: int) -> str:
        return f"job{channel}"

    @override
    def register(self, app: PgQueuer, run: Callable[[PgJob], Awaitable[None]]) -> None:
        for channel in range(self.channels):
            app.entrypoint(self.name(channel), concurrency_limit=1)(run)


class Claims(Queue):
    """The outbox of Sitrep: a job is a message of a slot, claimed and marked as sent."""

    @override
    async def install(self) -> None:
        async with open_store(self.address):
            """Its tables are made when it is opened."""

    @override
    @asynccontextmanager
    async def adding(self) -> AsyncIterator[Add]:
        async with open_store(self.address) as store, open_wakeups(store) as wakeups:

            async def add(jobs: Sequence[Job]) -> None:
                now = SystemClock().now()
                keys = [make_key(f"x/{job.channel}", index=job.number) for job in jobs]
                await store.plan([PlannedSlot(key, now) for key in keys], None)
                while slot := await store.claim_slot("builder", now, PATIENCE):
                    await store.store_messages(slot, None, make_parts(1))
                wakeups.wake(Work.SEND)

            yield add

    @override
    async def work(self, do: Do, concurrency: int) -> None:
        async with open_store(self.address) as store, open_wakeups(store) as wakeups:
            bells = [asyncio.Event() for _ in range(concurrency)]
            for bell in bells:
                wakeups.on(Work.SEND, bell.set)
            await asyncio.gather(*(self._work(store, do, bell) for bell in bells))

    async def _work(self, store: Outbox, do: Do, bell: asyncio.Event) -> None:
        owner = str(os.getpid())
        while True:
            now = SystemClock().now()
            message = await store.claim_message(owner, now, PATIENCE)
            if message is None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(bell.wait(), _POLL_SECONDS)
                bell.clear()
                continue
            channel = int(message.slot.channel.partition("/")[2])
            await do(Job(channel, message.slot.index))
            await store.mark_sent(message, owner, "id")


QUEUES: dict[str, type[Queue]] = {
    "naive": Naive,
    "batches": ManyAtOnce,
    "procrastinate": ProcrastinateUnordered,
    "procrastinate_lock": Procrastinate,
    "pgqueuer": PgQueuerBare,
    "pgqueuer_by_channel": PgQueuerByChannel,
    "claims": Claims,
}
"""Every queue that is compared, by name."""

logging.getLogger("procrastinate").setLevel(logging.ERROR)
logging.getLogger("pgqueuer").setLevel(logging.ERROR)
