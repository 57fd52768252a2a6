"""The command ``sitrep`` on a clock that a test sets, with short pauses between jobs.

``python -m tests.fakes.launcher ARGUMENTS`` runs it as ``python -m bot`` does. The
variable ``CLOCK_OF_TESTS`` names the file with the time. ``READING_SECONDS`` limits the
CPU time for one article, ``LOCK_SECONDS`` the wait for a locked database.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from typing_extensions import override

from bot.bootstrap import app_context, run, runtime
from bot.cli import main
from bot.scheduling import SystemClock, ticking, waking
from bot.stores.sql import database
from bot.workers.adapter import Workers
from bot.workers.pool import WorkerLimits

CLOCK = "CLOCK_OF_TESTS"
READING, LOCK = "READING_SECONDS", "LOCK_SECONDS"
HASTE, LONGEST = 20.0, 1.0
"""By this factor, and to so many seconds, pauses between runs of a job are shortened."""

Job = Callable[[], Awaitable[None]]


class SetClock(SystemClock):
    """Shows the time that is written in a file."""

    @override
    def now(self) -> datetime:
        return datetime.fromisoformat(Path(os.environ[CLOCK]).read_text("ascii"))


def _ticking(
    job: Job, *, seconds: float, **more: Any
) -> AbstractAsyncContextManager[None]:
    return ticking(job, seconds=_short(seconds), **more)


def _waking(
    job: Job, bell: Any, *, seconds: float
) -> AbstractAsyncContextManager[None]:
    return waking(job, bell, seconds=_short(seconds))


def _short(seconds: float) -> float:
    return min(seconds / HASTE, LONGEST)


def _give(module: ModuleType, **values: object) -> None:
    """Let a module of the program have other values than its own."""
    for name, value in values.items():
        assert hasattr(module, name), name
        setattr(module, name, value)


if __name__ == "__main__":
    _give(runtime, SystemClock=SetClock)
    _give(run, ticking=_ticking, waking=_waking)
    if limit := os.environ.get(READING):
        limits = WorkerLimits(seconds=float(limit))
        _give(app_context, Workers=partial(Workers, limits=limits))
    if limit := os.environ.get(LOCK):
        _give(database, LOCK_SECONDS=float(limit))
    main()
