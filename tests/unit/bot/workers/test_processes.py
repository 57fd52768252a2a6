"""How workers are started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from multiprocessing import forkserver

import pytest

from bot.workers.processes import (
    _environment,
    _interrupts_blocked,
    _without_main,
    count_cores,
)


def test_there_is_a_core() -> None:
    assert 1 <= count_cores() <= (os.cpu_count() or 1)


def test_environment_is_changed_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITREP_TEST_OLD", "old")
    monkeypatch.delenv("SITREP_TEST_NEW", raising=False)

    with _environment({"SITREP_TEST_OLD": "1", "SITREP_TEST_NEW": "2"}):
        inside = (os.environ["SITREP_TEST_OLD"], os.environ["SITREP_TEST_NEW"])

    assert inside == ("1", "2")
    assert os.environ["SITREP_TEST_OLD"] == "old"
    assert "SITREP_TEST_NEW" not in os.environ


def test_main_module_comes_back() -> None:
    main = sys.modules["__main__"]

    with _without_main():
        assert sys.modules["__main__"] is not main
    assert sys.modules["__main__"] is main


def test_ctrl_c_does_not_reach_what_was_started_interrupts_blocked() -> None:
    tells = "import signal; print(signal.pthread_sigmask(signal.SIG_BLOCK, []))"

    with _interrupts_blocked():
        forkserver.ensure_running()
        told = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", tells], capture_output=True, check=True, text=True
        )

    assert "SIGINT" in told.stdout
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
