"""The command ``sitrep`` on a clock that a test sets, with short pauses between jobs.

``python -m tests.fakes.launcher ARGUMENTS`` runs it as ``python -m bot`` does. The
variable ``CLOCK_OF_TESTS`` names the file with the time.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot.bootstrap import run, runtime
from bot.cli import main
from bot.scheduling import SystemClock, ticking, waking

CLOCK = "CLOCK_OF_TESTS"
HASTE = 20.0
"""By this factor the pauses between two runs of a periodic job are shorter."""

Job = Callable[[], Awaitable[None]]


class SetClock(SystemClock):
    """Shows the time that is written in a file."""

    @override
    def now(self) -> datetime:
        return datetime.fromisoformat(Path(os.environ[CLOCK]).read_text("ascii"))


def _ticking(
    job: Job, *, seconds: float, **more: Any
) -> AbstractAsyncContextManager[None]:
    return ticking(job, seconds=seconds / HASTE, **more)


def _waking(
    job: Job, bell: Any, *, seconds: float
) -> AbstractAsyncContextManager[None]:
    return waking(job, bell, seconds=seconds / HASTE)


if __name__ == "__main__":
    runtime.SystemClock = SetClock  # type: ignore[misc]
    run.ticking, run.waking = _ticking, _waking
    main()
