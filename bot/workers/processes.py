"""How worker processes are started: forked from a small server that holds the imports.

A worker that is ended is replaced in some milliseconds, where a new interpreter would
import the parsers for a second. The server has one thread, so that forking it is safe.
"""

from __future__ import annotations

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
from types import ModuleType

from typing_extensions import override

from bot.workers.calls import Warmth
from bot.workers.preload import VARIABLE, described

# numpy reads these when it is imported. The server must have no second thread when it
# forks, and as many workers as cores need no more of them.
_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
_starting = threading.Lock()

KINDNESS = 5
"""How much later than the event loop's a worker's turn comes, in steps of ``nice``.

People wait for an acknowledgement for three seconds, and for a briefing for a minute.
Where both want a core, a worker gets a quarter of it; more steps would let good pages
take too long on a machine that has other things to do.
"""


class _Process(ForkServerProcess):
    """A worker that does not run the program's main module once more."""

    @override
    def start(self) -> None:
        with _starting, _without_main():
            super().start()


class Context(ForkServerContext):
    """Starts workers from the fork server."""

    Process = _Process


def start_server(warmth: Warmth) -> Context:
    """Start the fork server, warm, unless it runs already."""
    context = Context()
    context.set_forkserver_preload([described.__module__])
    environment = {**_ONE_THREAD, VARIABLE: described(warmth)}
    with _starting, _without_main(), _environment(environment), _unstopped():
        forkserver.ensure_running()
    return context


def limit_worker(memory: int) -> None:
    """Prepare a new worker: at most ``memory`` bytes of address space, and last in line.

    Pebble's own handler of SIGTERM is Python code, and so waits for the very C code
    that the signal is to end: three seconds until SIGKILL. The default action is at
    once.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(KINDNESS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End a busy worker whose bot was killed, which nobody else would do."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def count_cores() -> int:
    """How many cores this process may use."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _unstopped() -> Iterator[None]:
    """Let what starts here never hear Ctrl-C, which a terminal tells to all processes.

    The bot hears it, and ends them. The server would while it imports, and show where.
    """
    # The tracker, which the server needs, would let the signal through when it starts.
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
