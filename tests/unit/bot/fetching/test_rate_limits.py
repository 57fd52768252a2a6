"""Limits on concurrent requests and their duration."""

from __future__ import annotations

import asyncio

from bot.fetching.rate_limits import HostLimiter, RequestLimiter


async def occupy(slots: HostLimiter, host: str, leave: asyncio.Event) -> None:
    async with slots.slot(host):
        await leave.wait()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_third_request_of_a_host_waits_for_its_turn() -> None:
    slots, leave = HostLimiter(2), asyncio.Event()
    busy = [asyncio.create_task(occupy(slots, "a.example", leave)) for _ in range(2)]
    await settle()

    third = asyncio.create_task(occupy(slots, "a.example", leave))
    await settle()

    assert not third.done()
    leave.set()
    await asyncio.gather(*busy, third)


async def take_turn(turns: RequestLimiter, host: str, leave: asyncio.Event) -> None:
    async with turns.slot(host):
        await leave.wait()


async def test_only_so_many_requests_run_at_all() -> None:
    turns, leave, free = (
        RequestLimiter(at_once=2, per_host=1),
        asyncio.Event(),
        asyncio.Event(),
    )
    free.set()
    busy = [asyncio.create_task(take_turn(turns, host, leave)) for host in "ab"]
    await settle()

    third = asyncio.create_task(take_turn(turns, "c", free))
    await settle()

    assert not third.done()
    leave.set()
    await asyncio.gather(*busy, third)


async def test_turn_that_is_given_up_is_free_again() -> None:
    turns, leave, free = (
        RequestLimiter(at_once=1, per_host=1),
        asyncio.Event(),
        asyncio.Event(),
    )
    free.set()
    tasks = [asyncio.create_task(take_turn(turns, "a", leave)) for _ in range(2)]
    await settle()

    for task in tasks:
        task.cancel()
    await settle()

    await asyncio.wait_for(take_turn(turns, "a", free), 5)
