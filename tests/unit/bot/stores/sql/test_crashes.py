"""A process killed during writes loses no finished transaction."""

from __future__ import annotations

import asyncio
import multiprocessing
from multiprocessing.connection import Connection

import pytest

from bot.stores.sql import open_store
from tests.fakes.records import FEED, NOW, make_sighting, show

ITEMS = 10


def write_polls(address: str, number: int, told: Connection) -> None:
    """Write polls of new items, and report each one when it is stored."""

    async def write() -> None:
        async with open_store(address) as store:
            for poll in range(1_000):
                items = (f"{number} {poll} {item}" for item in range(ITEMS))
                await show(store, *(make_sighting(item) for item in items))
                told.send(poll)

    asyncio.run(write())


@pytest.mark.slow
@pytest.mark.parametrize("kills", [4, pytest.param(20, marks=pytest.mark.long)])
async def test_polls_are_whole_whenever_the_process_is_killed(
    kills: int, database: str
) -> None:
    context = multiprocessing.get_context("spawn")
    context.set_forkserver_preload(["bot.stores.sql", "tests.fakes.records"])
    finished = 0

    for number in range(kills):
        told, tell = context.Pipe(duplex=False)
        process = context.Process(target=write_polls, args=(database, number, tell))
        process.start()
        finished += max(told.recv() for _ in range(1 + number % 3)) + 1
        process.kill()
        process.join()
        async with open_store(database) as store:
            kept = (await store.states())[FEED].items
            waiting = await store.pending(NOW, 100_000)

        assert kept == len(waiting)
        assert kept % ITEMS == 0
        assert kept >= finished * ITEMS
        finished = kept // ITEMS
