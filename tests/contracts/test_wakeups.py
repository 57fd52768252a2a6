"""Wake-ups between processes: stores that are opened apart stand for these."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import pytest

from bot.core.ports.wakeups import Wakeups, Work
from bot.stores.sql import open_store, open_wakeups
from tests.fakes.postgresql import running_server

PATIENCE = 10.0


@dataclass(slots=True)
class Process:
    """Hears of work; ``calls`` are all calls."""

    wakeups: Wakeups
    calls: asyncio.Queue[Work] = field(default_factory=asyncio.Queue[Work])

    def __post_init__(self) -> None:
        for work in Work:
            self.wakeups.on(work, partial(self.calls.put_nowait, work))

    async def heard(self) -> Work:
        """Return the next call."""
        async with asyncio.timeout(PATIENCE):
            return await self.calls.get()

    async def ready(self) -> None:
        """Wait until it listens: then it is told of everything, once."""
        for _ in Work:
            await self.heard()


@asynccontextmanager
async def open_process(address: str) -> AsyncIterator[Process]:
    async with open_store(address) as store, open_wakeups(store) as wakeups:
        yield Process(wakeups)


async def test_a_process_is_woken_by_itself(database: str) -> None:
    async with open_process(database) as one:
        one.wakeups.wake(Work.SEND)

        assert one.calls.get_nowait() is Work.SEND


async def test_every_other_process_is_woken_once(postgresql_tables: str) -> None:
    async with (
        open_process(postgresql_tables) as one,
        open_process(postgresql_tables) as other,
        open_process(postgresql_tables) as third,
    ):
        for process in (one, other, third):
            await process.ready()
        one.wakeups.wake(Work.SEND)

        assert await one.heard() is Work.SEND
        assert await other.heard() is Work.SEND
        assert await third.heard() is Work.SEND
        other.wakeups.wake(Work.BUILD)
        assert await one.heard() is Work.BUILD
        assert [process.calls.qsize() for process in (one, other)] == [0, 1]


async def test_many_wakeups_at_once_are_told_together(postgresql_tables: str) -> None:
    async with (
        open_process(postgresql_tables) as one,
        open_process(postgresql_tables) as other,
    ):
        await other.ready()
        for _ in range(100):
            one.wakeups.wake(Work.SEND)
        one.wakeups.wake(Work.BUILD)

        heard = [await other.heard()]
        while heard[-1] is not Work.BUILD:
            heard.append(await other.heard())
        assert len(heard) <= 3


async def test_what_ends_right_after_a_wakeup_has_told_it(
    postgresql_tables: str,
) -> None:
    async with open_process(postgresql_tables) as other:
        await other.ready()
        async with open_process(postgresql_tables) as one:
            one.wakeups.wake(Work.SEND)

        assert await other.heard() is Work.SEND


@pytest.mark.process
@pytest.mark.slow
async def test_after_a_failure_of_the_server_everything_is_looked_for() -> None:
    with running_server() as server:
        async with open_process(server.url(server.create())) as one:
            await one.ready()
            with server.down():
                one.wakeups.wake(Work.SEND)
                assert await one.heard() is Work.SEND

            assert {await one.heard(), await one.heard()} == set(Work)
