"""Runs many jobs with limited concurrency."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

Job = TypeVar("Job")


async def bounded_gather(
    jobs: Iterable[Job], work: Callable[[Job], Awaitable[object]], *, limit: int
) -> None:
    """Call ``work`` for each job, at most ``limit`` at a time, in the order given.

    The first error cancels the running jobs, starts no others and is raised.
    """
    queue = iter(jobs)
    failed = False

    async def run_jobs() -> None:
        nonlocal failed
        try:
            for job in queue:
                if failed:
                    return
                await work(job)
        except BaseException:
            failed = True
            raise

    tasks = [asyncio.create_task(run_jobs()) for _ in range(limit)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
