"""Loads modules and engine in the fork server, which alone imports this module.

Workers forked from it start in milliseconds and share the language model's memory.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from types import TracebackType

from bot.workers.calls import Preload

VARIABLE = "SITREP_WORKER_PRELOAD"
"""The environment variable that passes the fork server its ``Preload`` as JSON."""


def to_json(preload: Preload) -> str:
    """The value of the environment variable."""
    return json.dumps([preload.modules, preload.engine])


def load(value: str) -> None:
    """Load what the variable's value lists."""
    modules, engine = json.loads(value)
    try:
        Preload(tuple(modules), engine).apply()
    except Exception:  # noqa: BLE001
        # Each worker repeats the error, and its caller reads it.
        return
    # A garbage collection writes to every object, which would unshare its memory.
    gc.freeze()


def print_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Print an uncaught error of a worker, except those of a bot that just ended.

    A worker that starts while its bot ends finds the bot's pipes and files gone.
    """
    if not issubclass(kind, FileNotFoundError | EOFError):
        sys.__excepthook__(kind, error, trace)


if VARIABLE in os.environ:
    sys.excepthook = print_uncaught
    load(os.environ[VARIABLE])
