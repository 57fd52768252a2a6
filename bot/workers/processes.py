"""Starts worker processes from a fork server that has imported their modules.

This replaces a killed worker within milliseconds; a new interpreter would import the
parsers for a second. The server has a single thread, so that forking it is safe.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import (
    connection,
    forkserver,
    parent_process,
    resource_tracker,
)
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType, TracebackType

from typing_extensions import override

from bot.workers.calls import Call, Preload, Result, run

VARIABLE = "SITREP_WORKER_PRELOAD"
"""The environment variable that tells the fork server what to preload, as JSON."""


def to_json(preload: Preload) -> str:
    """Encode ``preload`` for the environment variable that the fork server reads."""
    return json.dumps([preload.modules, preload.engine])


def load(value: str) -> None:
    """Load the modules and the engine in ``value``, which ``to_json`` encoded."""
    modules, engine = json.loads(value)
    try:
        Preload(tuple(modules), engine).apply()
    except Exception:  # noqa: BLE001
        # Each worker repeats the error, and its caller reads it.
        return
    # A garbage collection writes to every object, which would copy shared memory.
    gc.freeze()


def print_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Print the uncaught error of a worker, unless its bot has just ended.

    A worker that starts while its bot ends does not find the bot's pipes and files.
    """
    if not issubclass(kind, FileNotFoundError | EOFError):
        sys.__excepthook__(kind, error, trace)


# numpy reads these when it is imported. The server must have a single thread when it
# forks, and with one worker per core more threads would not help.
SINGLE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}

# A file such as bot.py in the working folder must not be imported as a package.
_SAFE_PATH = {"PYTHONSAFEPATH": "1"}
_starting = threading.Lock()

NICENESS = 5
"""The ``nice`` value that workers add to the bot's.

A platform waits 3 seconds for an acknowledgement, and people a minute for a briefing.
When the event loop and a worker compete for a core, this value gives the worker a
quarter of it. With a higher value good pages would time out on a busy machine.
"""


class _Process(ForkServerProcess):
    """A worker process that does not import the program's main module again."""

    @override
    def start(self) -> None:
        with _starting, _without_main():
            super().start()


class WorkerContext(ForkServerContext):
    """Starts workers from the fork server."""

    Process = _Process


def start_fork_server(preload: Preload) -> WorkerContext:
    """Start the fork server and have it load ``preload``, unless it runs already."""
    context = WorkerContext()
    context.set_forkserver_preload(["bot.workers.preloading"])
    environment = {**SINGLE_THREAD, **_SAFE_PATH, VARIABLE: to_json(preload)}
    with _starting, _without_main(), _environment(environment), _interrupts_blocked():
        forkserver.ensure_running()
    return context


def set_up_worker(memory: int) -> None:
    """Set up a new worker: limit its memory, lower its priority, end it with the bot.

    The function also restores the default action of SIGTERM, which kills the process at
    once. Pebble handles SIGTERM in Python code, which does not run until C code
    returns, even if the signal should stop that C code.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(NICENESS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    threading.Thread(target=_end_with_parent, daemon=True).start()


OUT_OF_TIME = -int(signal.SIGPROF)
"""The exit code of a worker that used up the CPU time of a task."""


def run_limited(seconds: float, call: Call[..., Result], *arguments: object) -> Result:
    """Run the call; the kernel kills the process after ``seconds`` of CPU time.

    The signal also ends C code, because its default action needs no Python code.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return run(call, *arguments)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _end_with_parent() -> None:
    """Exit when the bot's process is killed, even if the worker is busy."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def count_cores() -> int:
    """Return the number of cores that this process may use."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block SIGINT for processes started here; a terminal sends it to all processes.

    The bot receives SIGINT and stops these processes. A fork server interrupted during
    its imports would print a traceback.
    """
    # The server needs the tracker; if it started later, it would unblock SIGINT.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _without_main() -> Iterator[None]:
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _environment(changes: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
