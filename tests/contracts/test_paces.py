"""Processes on one PostgreSQL database share the pace of requests to a platform."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.platforms.pacing import Pace, Reservations, Reserve
from bot.stores.sql import SqlStore, open_store, shared_reserve
from bot.stores.sql.paces import delete_paces, paces
from tests.fakes.postgresql import Server

INTERVAL, LONGEST = 0.05, 1.0


@pytest.fixture(autouse=True)
def nothing_reserved(postgresql: Server, postgresql_tables: str) -> None:
    postgresql.clear(postgresql_tables)


def reserve_in(store: SqlStore) -> Reserve:
    reserve = shared_reserve(store)
    assert reserve is not None
    return reserve


async def test_requests_of_two_processes_follow_each_other(
    postgresql_tables: str,
) -> None:
    async with (
        open_store(postgresql_tables) as one,
        open_store(postgresql_tables) as other,
    ):
        paced = [
            Pace(INTERVAL, Reservations(reserve_in(store))) for store in (one, other)
        ]

        async def turn(pace: Pace) -> float:
            await pace.turn("bot")
            return asyncio.get_running_loop().time()

        turns = await asyncio.gather(*(turn(pace) for pace in paced * 6))

    # A process hears of its turn some milliseconds after the server's clock gave it.
    assert max(turns) - min(turns) >= 11 * INTERVAL - 0.04


async def test_what_would_wait_too_long_is_not_reserved(postgresql_tables: str) -> None:
    async with open_store(postgresql_tables) as store:
        reserve = reserve_in(store)
        assert await reserve("bot", 60.0, LONGEST) == 0

        waits = [await reserve("bot", 60.0, LONGEST) for _ in range(3)]

    assert all(59 < wait <= 60 for wait in waits)


async def test_paces_that_delay_no_request_are_deleted(postgresql_tables: str) -> None:
    async with open_store(postgresql_tables) as store:
        reserve = reserve_in(store)
        await reserve("old", 0.001, LONGEST)
        await reserve("new", 60.0, LONGEST)
        await asyncio.sleep(0.01)

        await store.database.write(delete_paces)

        assert await reserve("new", 60.0, LONGEST) > 0
        assert await store.database.read(
            lambda connection: len(connection.execute(paces.select()).all()) == 1
        )
