from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from bot.core.commands.coalescing_cache import FRESH, CoalescingCache
from bot.core.domain.errors import FetchTimeoutError
from tests.fakes.ports import FakeClock


@dataclass(slots=True)
class Work:
    """Gives its number; waits for ``go``, and fails while there are ``errors``."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    errors: list[Exception] = field(default_factory=list)
    done: int = 0

    async def __call__(self) -> int:
        await self.go.wait()
        self.done += 1
        if self.errors:
            raise self.errors.pop()
        return self.done


def ready() -> Work:
    """Work that waits for nothing."""
    work = Work()
    work.go.set()
    return work


async def test_all_who_ask_at_once_share_one_flight() -> None:
    work, flights = Work(), CoalescingCache[int](FakeClock(), 5)
    waiting = [asyncio.create_task(flights.get("a", work)) for _ in range(20)]
    await asyncio.sleep(0)

    work.go.set()

    assert await asyncio.gather(*waiting) == [1] * 20


async def test_a_result_is_given_again_for_a_minute() -> None:
    clock, work = FakeClock(), ready()
    flights = CoalescingCache[int](clock, 5)
    await flights.get("a", work)

    clock.move(FRESH - timedelta(seconds=1))
    assert await flights.get("a", work) == 1
    clock.move(timedelta(seconds=1))
    assert await flights.get("a", work) == 2


async def test_a_failure_is_told_to_all_and_not_kept() -> None:
    work, flights = ready(), CoalescingCache[int](FakeClock(), 5)
    work.errors.append(FetchTimeoutError("too slow"))
    both = asyncio.gather(
        flights.get("a", work), flights.get("a", work), return_exceptions=True
    )

    told = await both

    assert [type(one) for one in told] == [FetchTimeoutError] * 2
    assert await flights.get("a", work) == 2
