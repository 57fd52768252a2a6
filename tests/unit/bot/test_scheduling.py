from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from typing_extensions import override

from bot.core.ports.metrics import HistogramName
from bot.scheduling import (
    MAX_LAG_SECONDS,
    FixedClock,
    SystemClock,
    ticking,
    waking,
    watch_loop,
)
from tests.fakes.metrics import FakeMetrics
from tests.fakes.ports import FakeJournal


def test_the_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_fixed_clock_tells_its_moment_in_utc_until_it_is_moved() -> None:
    clock = FixedClock(datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=9))))

    before = (clock.now(), clock.now())
    clock.move(timedelta(days=1))

    assert before == (datetime(2026, 3, 2, tzinfo=UTC),) * 2
    assert before[0].tzinfo is UTC
    assert clock.now() == datetime(2026, 3, 3, tzinfo=UTC)


async def test_it_ticks_again_and_again() -> None:
    ticks: asyncio.Queue[None] = asyncio.Queue()

    async with asyncio.timeout(10), ticking(lambda: ticks.put(None), seconds=0.01):
        for _ in range(3):
            await ticks.get()


async def test_the_first_tick_comes_at_once() -> None:
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()

    async with asyncio.timeout(10), ticking(tick, seconds=3600):
        await ticked.wait()


async def test_the_first_tick_may_come_later() -> None:
    ticks: list[str] = []
    quick = asyncio.Event()

    async def late() -> None:
        ticks.append("late")

    async def soon() -> None:
        quick.set()

    async with (
        asyncio.timeout(10),
        ticking(late, seconds=3600, at_once=False),
        ticking(soon, seconds=3600),
    ):
        await quick.wait()

    assert ticks == []


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


async def test_ticks_that_may_overlap_do_not_wait_for_each_other() -> None:
    ticks: asyncio.Queue[None] = asyncio.Queue()

    async def never_ends() -> None:
        ticks.put_nowait(None)
        await asyncio.Event().wait()

    async with (
        asyncio.timeout(10),
        ticking(never_ends, seconds=0.001, overlapping=True),
    ):
        for _ in range(5):
            await ticks.get()


async def test_at_the_end_ticks_that_overlap_are_all_ended() -> None:
    begun: asyncio.Queue[None] = asyncio.Queue()
    ended: asyncio.Queue[None] = asyncio.Queue()

    async def never_ends() -> None:
        begun.put_nowait(None)
        try:
            await asyncio.Event().wait()
        finally:
            ended.put_nowait(None)

    async with asyncio.timeout(10):
        async with ticking(never_ends, seconds=0.001, overlapping=True):
            for _ in range(3):
                await begun.get()
        for _ in range(3):
            await ended.get()


async def test_a_tick_that_takes_long_is_nothing_to_warn_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    others: asyncio.Queue[None] = asyncio.Queue()

    async def never_ends() -> None:
        await asyncio.Event().wait()

    async with (
        asyncio.timeout(10),
        ticking(never_ends, seconds=0.001),
        ticking(lambda: others.put(None), seconds=0.01),
    ):
        for _ in range(5):
            await others.get()

    assert [one for one in caplog.records if one.levelname == "WARNING"] == []


async def test_nothing_ticks_afterwards() -> None:
    ticks: list[None] = []

    async def tick() -> None:
        ticks.append(None)

    async with ticking(tick, seconds=3600):
        pass

    assert ticks == []


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


class Listener(FakeJournal):
    """Remembers what it was told, and says so when a warning came."""

    def __init__(self) -> None:
        super().__init__()
        self.warned = asyncio.Event()

    @override
    def warning(self, event: str, **facts: str | float) -> None:
        super().warning(event, **facts)
        self.warned.set()


async def test_a_loop_that_answers_late_is_reported() -> None:
    event_log = Listener()
    watch = asyncio.create_task(watch_loop(event_log))
    await asyncio.sleep(0)

    threading.Event().wait(2 * MAX_LAG_SECONDS)
    async with asyncio.timeout(10):
        await event_log.warned.wait()
    watch.cancel()
    await asyncio.gather(watch, return_exceptions=True)

    assert event_log.events("warning") == [
        "Sitrep did not react for some time, because its event loop was blocked; its answers may be late"
    ]
    assert event_log.events("info") == [
        "longest block of the event loop since the start"
    ]


async def test_every_answer_of_the_loop_is_measured() -> None:
    metrics = FakeMetrics()
    lags: asyncio.Queue[float] = asyncio.Queue()
    watch = asyncio.create_task(
        watch_loop(FakeJournal(), metrics, lagged=lags.put_nowait)
    )

    async with asyncio.timeout(10):
        lag = await lags.get()
    watch.cancel()
    await asyncio.gather(watch, return_exceptions=True)

    assert metrics.times[0] == (HistogramName.LOOP_LAG, lag)
