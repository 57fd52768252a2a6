"""What the fork server does before it forks."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from bot.workers.calls import Preload
from bot.workers.processes import load, print_uncaught, to_json


@pytest.fixture(autouse=True)
def _thaw() -> object:
    yield
    gc.unfreeze()


def test_described_preload_is_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)

    load(to_json(Preload(("colorsys",))))

    assert "colorsys" in sys.modules
    assert gc.get_freeze_count() > 0


def test_what_cannot_be_imported_is_left_to_the_workers() -> None:
    # Python 3.12 starts with some frozen objects of its own.
    before = gc.get_freeze_count()

    load(to_json(Preload(("no_such_module_of_ours",), "fast")))

    assert gc.get_freeze_count() == before


def test_unknown_engine_is_left_to_the_workers() -> None:
    load(to_json(Preload((), "no-such-engine")))


def test_a_worker_whose_bot_ended_dies_in_silence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_uncaught(FileNotFoundError, FileNotFoundError(2, "No such file"), None)

    assert capsys.readouterr().err == ""


def test_what_else_a_worker_dies_of_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    print_uncaught(ZeroDivisionError, ZeroDivisionError("by zero"), None)

    assert "ZeroDivisionError: by zero" in capsys.readouterr().err


@pytest.mark.parametrize("engine", ["fast", "luhn"])
def test_no_engine_but_spacy_loads_the_packages_of_spacy(engine: str) -> None:
    program = (
        "import sys\n"
        "from bot.workers.processes import load, to_json\n"
        "from bot.workers.calls import Preload\n"
        f"load(to_json(Preload((), {engine!r})))\n"
        "print({'spacy', 'thinc'} & sys.modules.keys())\n"
    )

    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout == "set()\n"
