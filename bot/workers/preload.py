"""Imported by the fork server alone: does once what every worker would do.

Workers then start in milliseconds and share the language model's memory.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from types import TracebackType

from bot.workers.calls import Warmth

VARIABLE = "SITREP_WORKER_WARMTH"
"""Where the fork server is told what to do, as JSON."""


def described(warmth: Warmth) -> str:
    """The warmth as the variable's value."""
    return json.dumps([warmth.modules, warmth.engine])


def preload(value: str) -> None:
    """Do what the variable's value says."""
    modules, engine = json.loads(value)
    try:
        Warmth(tuple(modules), engine).apply()
    except Exception:  # noqa: BLE001
        # What fails here fails again in a worker, where somebody reads the error.
        return
    # The collector would write to every object it looks at, and so unshare it.
    gc.freeze()


def tell_death(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Tell what a worker died of, unless its bot ended while it began.

    Such a worker finds nothing that the bot left for it, and nobody waits for it.
    """
    if not issubclass(kind, FileNotFoundError | EOFError):
        sys.__excepthook__(kind, error, trace)


if VARIABLE in os.environ:
    sys.excepthook = tell_death
    preload(os.environ[VARIABLE])
