"""Runs tasks that continue after the handler of an event has returned."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class BackgroundTasks:
    """Keeps references to running tasks, so that they are not garbage-collected."""

    _tasks: set[asyncio.Task[None]] = field(default_factory=set, init=False)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Start a task that runs ``work``."""
        self.add(asyncio.create_task(work))

    def add(self, task: asyncio.Task[None] | None) -> None:
        """Keep a reference to ``task``, which already runs."""
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Wait up to ``seconds`` for the tasks, then cancel those that still run."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
