"""A plugin of coverage that keeps what forked processes have run until they are killed.

Coverage saves its data when a process ends. The bot kills its workers, and tests kill
bots, so each forked process saves five times a second. ``make blackbox-coverage`` uses
this; the usual coverage of the suite counts the processes of the tests alone.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import suppress

import coverage

_PAUSE_SECONDS = 0.2


def coverage_init(*_: object) -> None:
    """Let each process that this one forks save its data often."""
    os.register_at_fork(after_in_child=_save_often)


def _save_often() -> None:
    threading.Thread(target=_save, daemon=True).start()


def _save() -> None:
    while True:
        time.sleep(_PAUSE_SECONDS)
        measuring = coverage.Coverage.current()
        # The measured thread may add lines meanwhile; the next time saves them.
        with suppress(coverage.CoverageException, sqlite3.Error, RuntimeError, OSError):
            if measuring is not None:
                measuring.save()
