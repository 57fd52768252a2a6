"""How workers are started."""

from __future__ import annotations

import os
import sys

import pytest

from bot.workers.processes import _environment, _without_main, count_cores


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
