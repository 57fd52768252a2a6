"""How workers are started."""

from __future__ import annotations

import signal
import subprocess
import sys
from multiprocessing import forkserver

import pytest

from bot.workers.processes import (
    _interrupts_blocked,
)

pytestmark = pytest.mark.process


def test_ctrl_c_does_not_reach_what_was_started_interrupts_blocked() -> None:
    tells = "import signal; print(signal.pthread_sigmask(signal.SIG_BLOCK, []))"

    with _interrupts_blocked():
        forkserver.ensure_running()
        told = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", tells], capture_output=True, check=True, text=True
        )

    assert "SIGINT" in told.stdout
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
