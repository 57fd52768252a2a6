"""How much is asked of one server, and for how long."""

from __future__ import annotations

import asyncio

import pytest

from bot.fetching.politeness import Budget, HostSlots


async def occupy(slots: HostSlots, host: str, leave: asyncio.Event) -> None:
    async with slots.slot(host):
        await leave.wait()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_third_request_of_a_host_waits_for_its_turn() -> None:
    slots, leave = HostSlots(2), asyncio.Event()
    busy = [asyncio.create_task(occupy(slots, "a.example", leave)) for _ in range(2)]
    await settle()

    third = asyncio.create_task(occupy(slots, "a.example", leave))
    await settle()

    assert not third.done()
    leave.set()
    await asyncio.gather(*busy, third)


async def test_other_hosts_do_not_wait() -> None:
    slots, leave, free = HostSlots(1), asyncio.Event(), asyncio.Event()
    free.set()
    busy = asyncio.create_task(occupy(slots, "a.example", leave))
    await settle()

    await asyncio.wait_for(occupy(slots, "b.example", free), 5)

    leave.set()
    await busy


async def test_hosts_are_forgotten_when_nobody_asks_them() -> None:
    slots, free = HostSlots(1), asyncio.Event()
    free.set()

    for number in range(50):
        await occupy(slots, f"{number}.example", free)

    assert len(slots._hosts) <= 1


async def test_budget_ends_what_takes_too_long() -> None:
    with pytest.raises(TimeoutError):
        async with Budget(0.01).spending():
            await asyncio.Event().wait()


async def test_budget_is_shared_by_all_parts() -> None:
    budget = Budget(0.02)
    with pytest.raises(TimeoutError):
        async with budget.spending():
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        async with budget.spending():
            await asyncio.sleep(0)


async def test_work_within_the_budget_is_left_alone() -> None:
    async with Budget(5).spending():
        await settle()
