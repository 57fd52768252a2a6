from __future__ import annotations

import asyncio

import pytest

from bot.core.text.bounded_gather import bounded_gather


class Work:
    """Remembers what was begun and ended; waits at each job until it is let go."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.cancelled: list[int] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.errors: dict[int, BaseException] = {}

    async def __call__(self, job: int) -> None:
        self.begun.append(job)
        try:
            await self.gates.setdefault(job, asyncio.Event()).wait()
        except asyncio.CancelledError:
            self.cancelled.append(job)
            raise
        if job in self.errors:
            raise self.errors[job]
        self.ended.append(job)

    def let_go(self, *jobs: int) -> None:
        """Let these jobs end."""
        for job in jobs:
            self.gates.setdefault(job, asyncio.Event()).set()


async def settle() -> None:
    """Let everything happen that can."""
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def work() -> Work:
    return Work()


async def test_every_job_is_done_once_and_begun_in_order(work: Work) -> None:
    work.let_go(*range(50))

    await bounded_gather(range(50), work, limit=7)

    assert work.begun == [*range(50)]
    assert sorted(work.ended) == [*range(50)]


async def test_no_more_are_done_at_once_than_may_be(work: Work) -> None:
    task = asyncio.create_task(bounded_gather(range(9), work, limit=3))
    await settle()
    first = [*work.begun]
    work.let_go(1)
    await settle()

    assert first == [0, 1, 2]
    assert work.begun == [0, 1, 2, 3]
    work.let_go(*range(9))
    await task


async def test_the_first_error_ends_what_has_begun_and_is_raised(work: Work) -> None:
    work.errors[1] = ValueError("one")
    task = asyncio.create_task(bounded_gather(range(9), work, limit=3))
    await settle()
    work.let_go(1)

    with pytest.raises(ValueError, match="one"):
        await task

    assert work.begun == [0, 1, 2]
    assert work.cancelled == [0, 2]


async def test_cancelling_leaves_no_task_behind(work: Work) -> None:
    before = asyncio.all_tasks()
    task = asyncio.create_task(bounded_gather(range(9), work, limit=3))
    await settle()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task

    assert asyncio.all_tasks() == before
    assert work.cancelled == work.begun == [0, 1, 2]
