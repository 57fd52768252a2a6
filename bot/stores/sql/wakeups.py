"""Wake-ups between the processes on a PostgreSQL database, by LISTEN and NOTIFY."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from secrets import token_hex

from typing_extensions import override

from bot.core.domain.errors import StoreError
from bot.core.ports.wakeups import LocalWakeups, Wakeups, Work
from bot.stores.sql.database import NOTICING, Database, SqlAdapter

_CHANNEL = "sitrep_work"
_AGAIN_SECONDS = 1.0
"""The pause before a lost connection is opened again."""


@asynccontextmanager
async def open_wakeups(store: SqlAdapter) -> AsyncIterator[Wakeups]:
    """Yield the wake-ups of a store's database; on SQLite, those of this process."""
    if store.database.is_sqlite:
        yield LocalWakeups()
        return
    wakeups = PostgresWakeups(store.database)
    try:
        yield wakeups
    finally:
        await wakeups.finish()


class PostgresWakeups(LocalWakeups):
    """Sends wake-ups to the other processes, and runs the functions that wait for them.

    It opens a connection of its own to listen, as soon as a function waits.
    """

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._name = token_hex(4)
        self._untold: set[Work] = set()
        self._telling: asyncio.Task[None] | None = None
        self._listening: asyncio.Task[None] | None = None

    @override
    def on(self, work: Work, call: Callable[[], None]) -> None:
        super().on(work, call)
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())

    @override
    def wake(self, work: Work) -> None:
        self.wake_here(work)
        self._untold.add(work)
        if self._telling is None:
            self._telling = asyncio.create_task(self._tell())

    async def _listen(self) -> None:
        """Listen to the other processes, until cancelled; connect again when necessary."""
        # Not loaded for a database that is a file.
        from psycopg import AsyncConnection, Error  # noqa: PLC0415

        url = self._database.url
        _, address = url.get_dialect()().create_connect_args(url)
        settings = {**NOTICING, **address, "autocommit": True}
        while True:
            with suppress(Error):
                async with await AsyncConnection.connect(**settings) as connection:
                    await connection.execute(f"LISTEN {_CHANNEL}")
                    self._hear_all()
                    while True:
                        async for notice in connection.notifies(timeout=0):
                            self._hear(notice.payload)
                        # The driver itself would look ten times a second.
                        await _readable(connection.fileno())
            await asyncio.sleep(_AGAIN_SECONDS)

    async def finish(self) -> None:
        """Stop listening, and wait until all notifications are sent."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        if self._telling is not None:
            await self._telling

    async def _tell(self) -> None:
        """Notify the other processes.

        One notification covers all wake-ups that happened meanwhile.
        """
        try:
            while self._untold:
                works, self._untold = self._untold, set()
                text = f"{self._name} {' '.join(sorted(works))}"
                with suppress(StoreError):
                    await asyncio.to_thread(
                        self._database.command_now, f"NOTIFY {_CHANNEL}, '{text}'"
                    )
        finally:
            self._telling = None

    def _hear(self, text: str) -> None:
        name, *works = text.split()
        if name != self._name:
            for work in works:
                self._hear_one(work)

    def _hear_one(self, name: str) -> None:
        # A process of a later version may know more kinds of work.
        with suppress(ValueError):
            self.wake_here(Work(name))

    def _hear_all(self) -> None:
        """Call all waiting functions, because wake-ups may have been lost."""
        for work in Work:
            self.wake_here(work)


async def _readable(connection: int) -> None:
    """Wait until a connection has received something, or was closed."""
    loop, received = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(connection, received.set)
    try:
        await received.wait()
    finally:
        loop.remove_reader(connection)
