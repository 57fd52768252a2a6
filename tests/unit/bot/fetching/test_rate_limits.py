"""Limits on concurrent requests and their duration."""

from __future__ import annotations

import asyncio

import pytest

from bot.fetching import rate_limits
from bot.fetching.rate_limits import CrawlDelay, HostLimiter, RequestLimiter, TimeBudget


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


async def test_other_hosts_do_not_wait() -> None:
    slots, leave, free = HostLimiter(1), asyncio.Event(), asyncio.Event()
    free.set()
    busy = asyncio.create_task(occupy(slots, "a.example", leave))
    await settle()

    await asyncio.wait_for(occupy(slots, "b.example", free), 5)

    leave.set()
    await busy


async def test_hosts_are_forgotten_when_nobody_asks_them() -> None:
    slots, free = HostLimiter(1), asyncio.Event()
    free.set()

    for number in range(50):
        await occupy(slots, f"{number}.example", free)

    assert len(slots._hosts) <= 1


async def test_budget_ends_what_takes_too_long() -> None:
    with pytest.raises(TimeoutError):
        async with TimeBudget(0.01).spend():
            await asyncio.Event().wait()


async def test_budget_is_shared_by_all_parts() -> None:
    budget = TimeBudget(0.02)
    with pytest.raises(TimeoutError):
        async with budget.spend():
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        async with budget.spend():
            await asyncio.sleep(0)


async def test_work_within_the_budget_is_left_alone() -> None:
    async with TimeBudget(5).spend():
        await settle()


async def take_turn(turns: RequestLimiter, host: str, leave: asyncio.Event) -> None:
    async with turns.slot(host):
        await leave.wait()


async def test_only_so_many_requests_run_at_all() -> None:
    turns, leave = RequestLimiter(at_once=2, per_host=1), asyncio.Event()
    tasks = [asyncio.create_task(take_turn(turns, host, leave)) for host in "abc"]
    await settle()

    assert turns._all.locked()

    leave.set()
    await asyncio.gather(*tasks)
    assert not turns._all.locked()


async def test_those_that_wait_for_a_slow_host_take_no_room() -> None:
    turns, leave, free = (
        RequestLimiter(at_once=2, per_host=1),
        asyncio.Event(),
        asyncio.Event(),
    )
    free.set()
    slow = [asyncio.create_task(take_turn(turns, "slow", leave)) for _ in range(5)]
    await settle()

    await asyncio.wait_for(take_turn(turns, "quick", free), 5)

    leave.set()
    await asyncio.gather(*slow)


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


async def test_first_request_does_not_wait() -> None:
    pace = CrawlDelay()

    await asyncio.wait_for(pace.wait("a.example", 1_000), 5)

    assert pace._next_start["a.example"] > asyncio.get_running_loop().time() + 900


async def test_next_request_waits_for_its_time() -> None:
    pace = CrawlDelay()
    await pace.wait("a.example", 1_000)

    waiting = asyncio.create_task(pace.wait("a.example", 1_000))
    await settle()

    assert not waiting.done()
    waiting.cancel()


async def test_site_that_asks_for_nothing_is_not_remembered() -> None:
    pace = CrawlDelay()

    for _ in range(3):
        await pace.wait("a.example", 0)

    assert not pace._next_start


async def test_hosts_whose_time_has_come_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rate_limits, "_MAX_HOSTS", 5)
    pace = CrawlDelay()

    for number in range(50):
        await pace.wait(f"{number}.example", 1e-9)

    assert len(pace._next_start) <= 7
