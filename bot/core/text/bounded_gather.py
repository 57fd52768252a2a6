"""Doing many pieces of work, some at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

Job = TypeVar("Job")


async def in_turns(
    jobs: Iterable[Job], work: Callable[[Job], Awaitable[object]], *, at_once: int
) -> None:
    """Do the work for each job, ``at_once`` at a time, in the order given.

    The first error ends the work that has begun, begins no other, and is raised.
    """
    queue = iter(jobs)
    failed = False

    async def take() -> None:
        nonlocal failed
        try:
            for job in queue:
                if failed:
                    return
                await work(job)
        except BaseException:
            failed = True
            raise

    tasks = [asyncio.create_task(take()) for _ in range(at_once)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
