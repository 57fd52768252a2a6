"""A pool of killable worker processes; the only module that imports Pebble."""

from __future__ import annotations

import threading
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar

from pebble import CONSTS, ProcessExpired, ProcessPool

from bot.core.domain.errors import BotError, ParseCrashedError, ParseTimeoutError
from bot.workers import processes
from bot.workers.calls import Call, Preload
from bot.workers.processes import (
    count_cores,
    run_limited,
    set_up_worker,
    start_fork_server,
)

Result = TypeVar("Result")

PATIENCE = 6
"""A task may take this many times its limit of CPU time in real time.

A busy machine slows a good page down, and a task that waits for ever uses no CPU time.
"""

# Seconds from SIGTERM to SIGKILL. A worker in C code may not react to SIGTERM.
CONSTS.term_timeout = 0.5

# Seconds between two looks of Pebble's threads at the workers. With its 0.1 seconds they
# take a fifth of the CPU time of a bot at rest. A worker that ends too late or that a
# cancelled task leaves may live so much longer; results do not wait for it.
CONSTS.sleep_unit = 0.3


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """Limits of one task: ``seconds`` of CPU time, and ``memory`` in bytes.

    In real time a task may take ``PATIENCE`` times as many seconds, since the machine
    may be busy. ``memory`` limits the address space.
    """

    seconds: float = 5.0
    memory: int = 1_500_000_000


class Pool:
    """Runs tasks in worker processes.

    If a task takes too long, only its own process is killed.
    """

    def __init__(
        self, size: int | None = None, *, preload: Preload, limits: WorkerLimits
    ) -> None:
        self.size = size or count_cores()
        self.limits = limits
        self._preload = preload
        self._lock = threading.Lock()
        self._processes: ProcessPool | None = None
        self._closed = False
        self._unfinished: set[Future[object]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def submit(
        self,
        call: Call[..., Result],
        *arguments: object,
        seconds: float | None = None,
    ) -> Future[Result]:
        """Run the call in a worker; cancelling the future kills the worker.

        ``seconds`` replaces the CPU time limit of the pool. A closed pool returns a
        cancelled future.
        """
        limit = seconds or self.limits.seconds
        with self._lock:
            if self._closed:
                return _cancelled()
            future = self._live_pool().schedule(
                run_limited,
                args=(limit, call, *arguments),
                timeout=PATIENCE * limit,
            )
            self._unfinished.add(future)
        future.add_done_callback(self._unfinished.discard)
        return future

    def rest(self) -> bool:
        """End all workers if no task runs; return whether no worker is left.

        The next task starts new workers.
        """
        with self._lock:
            if self._unfinished:
                return False
            processes, self._processes = self._processes, None
        if processes is not None:
            _stop(processes)
        return True

    def close(self) -> None:
        """Kill all workers at once, busy or not, and cancel unfinished tasks."""
        with self._lock:
            self._closed = True
            processes, self._processes = self._processes, None
            for future in tuple(self._unfinished):
                future.cancel()
        if processes is not None:
            _stop(processes)

    def _live_pool(self) -> ProcessPool:
        """Return Pebble's running pool; start a new one if the last one has stopped."""
        if self._processes is not None and self._processes.active:
            return self._processes
        if self._processes is not None:
            _stop(self._processes)
        self._processes = ProcessPool(
            max_workers=self.size,
            initializer=_set_up,
            initargs=(self.limits.memory, self._preload),
            context=start_fork_server(self._preload),
        )
        return self._processes


def worker_error(error: BaseException, seconds: float) -> BotError | None:
    """Return the bot's error for the error of a worker that was killed or crashed.

    Return ``None`` for any other ``error``. ``seconds`` is the task's time limit.
    """
    match error:
        case TimeoutError() | ProcessExpired(exitcode=processes.OUT_OF_TIME):
            return ParseTimeoutError(
                f"reading the document took longer than {seconds:g} seconds"
            )
        case MemoryError():
            return ParseCrashedError("reading the document took too much memory")
        case ProcessExpired() | BrokenExecutor():
            return ParseCrashedError("the worker process ended unexpectedly")
        case _:
            return None


def _stop(processes: ProcessPool) -> None:
    processes.stop()  # type: ignore[no-untyped-call] # Pebble types half of it
    processes.join()


def _cancelled() -> Future[Result]:
    future: Future[Result] = Future()
    future.cancel()
    future.set_running_or_notify_cancel()
    return future


def _set_up(memory: int, preload: Preload) -> None:
    """Set up a new worker process, and load its modules and engine."""
    set_up_worker(memory)
    with suppress(ImportError):
        preload.apply()
