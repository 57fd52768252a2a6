"""A pool of workers, each of which can be ended: the sole owner of Pebble."""

from __future__ import annotations

import threading
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar

from pebble import CONSTS, ProcessExpired, ProcessPool

from bot.core.domain.errors import BotError, ParseCrashedError, ParseTimeoutError
from bot.workers.calls import Call, Warmth, run
from bot.workers.processes import count_cores, limit_worker, start_server

Result = TypeVar("Result")

# Who tells the bot to end does not wait for a worker that no signal reaches.
CONSTS.term_timeout = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take: seconds, and bytes of address space.

    The default engine needs 300 MB of address space with a short article.
    """

    seconds: float = 5.0
    memory: int = 1_500_000_000


class Pool:
    """Worker processes; a piece of work that takes too long ends its process only."""

    def __init__(
        self, size: int | None = None, *, warmth: Warmth, limits: Limits
    ) -> None:
        self.size = size or count_cores()
        self.limits = limits
        self._warmth = warmth
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
        """Have a worker make the call; cancelling the future ends the worker.

        ``seconds`` is what it may take where that is more than an article's share.
        After the end of the pool, work is cancelled at once.
        """
        with self._lock:
            if self._closed:
                return _cancelled()
            work = self._running().schedule(
                run,
                args=(call, *arguments),
                timeout=seconds or self.limits.seconds,
            )
            self._unfinished.add(work)
        work.add_done_callback(self._unfinished.discard)
        return work

    def close(self) -> None:
        """End all workers at once, busy or not; unfinished work is cancelled."""
        with self._lock:
            self._closed = True
            processes, self._processes = self._processes, None
            for work in tuple(self._unfinished):
                work.cancel()
        if processes is not None:
            _end(processes)

    def _running(self) -> ProcessPool:
        """The live pool: Pebble gives up when an idle worker dies; we start anew."""
        if self._processes is not None and self._processes.active:
            return self._processes
        if self._processes is not None:
            _end(self._processes)
        self._processes = ProcessPool(
            max_workers=self.size,
            initializer=_prepare,
            initargs=(self.limits.memory, self._warmth),
            context=start_server(self._warmth),
        )
        return self._processes


def failure(error: BaseException, seconds: float) -> BotError | None:
    """The bot's error for work that its worker did not survive, if it is that."""
    match error:
        case TimeoutError():
            return ParseTimeoutError(f"it took longer than {seconds:g} seconds to read")
        case MemoryError():
            return ParseCrashedError("it takes too much memory to read")
        case ProcessExpired() | BrokenExecutor():
            return ParseCrashedError("the process that read it died")
        case _:
            return None


def _end(processes: ProcessPool) -> None:
    processes.stop()  # type: ignore[no-untyped-call] # Pebble types half of it
    processes.join()


def _cancelled() -> Future[Result]:
    work: Future[Result] = Future()
    work.cancel()
    work.set_running_or_notify_cancel()
    return work


def _prepare(memory: int, warmth: Warmth) -> None:
    """The first thing that a worker does."""
    limit_worker(memory)
    with suppress(ImportError):
        warmth.apply()
