from __future__ import annotations

import asyncio

from bot.scheduling import (
    ticking,
    waking,
)


async def test_a_tick_is_never_made_twice_at_a_time() -> None:
    now, most = 0, 0
    done: asyncio.Queue[None] = asyncio.Queue()

    async def tick() -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        for _ in range(50):
            await asyncio.sleep(0)
        now -= 1
        await done.put(None)

    async with asyncio.timeout(10), ticking(tick, seconds=0.001):
        for _ in range(3):
            await done.get()

    assert most == 1


async def test_a_bell_calls_at_once_and_the_interval_without_it() -> None:
    bell: asyncio.Event = asyncio.Event()
    calls: asyncio.Queue[None] = asyncio.Queue()

    async with asyncio.timeout(10), waking(lambda: calls.put(None), bell, seconds=3600):
        await calls.get()
        for _ in range(3):
            bell.set()
            await calls.get()
    async with asyncio.timeout(10), waking(lambda: calls.put(None), bell, seconds=0.01):
        for _ in range(3):
            await calls.get()


async def test_a_bell_during_a_call_leads_to_another_call() -> None:
    bell, calls, let = asyncio.Event(), asyncio.Queue[None](), asyncio.Semaphore(0)

    async def tick() -> None:
        calls.put_nowait(None)
        await let.acquire()

    async with asyncio.timeout(10), waking(tick, bell, seconds=3600):
        await calls.get()
        bell.set()
        let.release()
        await calls.get()


async def test_the_end_cancels_a_call_and_waits_for_it() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def never_ends() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with waking(never_ends, asyncio.Event(), seconds=3600):
        await begun.wait()

    assert ended.is_set()
