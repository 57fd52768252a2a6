"""Work shared by callers that ask for the same key."""

from __future__ import annotations

import asyncio

from bot.fetching.single_flight import SingleFlight


class Work:
    """Work that ends when it is told to, and counts how often it was begun."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun = 0
        self.cancelled = 0
        self.end = asyncio.Event()
        self._error = error

    async def __call__(self) -> int:
        self.begun += 1
        try:
            await self.end.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self._error is not None:
            raise self._error
        return self.begun


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def ask(
    requests: SingleFlight[int], work: Work, number: int
) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(requests.do("a", work)) for _ in range(number)]
    await settle()
    return tasks


async def test_one_who_gives_up_leaves_the_others_alone() -> None:
    requests, work = SingleFlight[int](), Work()
    first, second = await ask(requests, work, 2)

    first.cancel()
    await settle()
    work.end.set()

    assert await second == 1
    assert first.cancelled()


async def test_work_ends_when_all_have_given_up() -> None:
    requests, work = SingleFlight[int](), Work()

    for task in await ask(requests, work, 2):
        task.cancel()
    await settle()

    assert work.cancelled == 1
    assert not requests._calls
