"""How workers are started."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from multiprocessing import forkserver
from pathlib import Path

import pytest

from bot.workers.processes import (
    _interrupts_blocked,
)
from tests.fakes.command import surroundings

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


def test_files_of_the_working_folder_are_never_imported(tmp_path: Path) -> None:
    script = tmp_path / "bin/sitrep.py"
    script.parent.mkdir()
    script.write_text("from bot.cli import main; main()")
    for name in ("bot", "summarizers", "pebble", "pickle"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('shadowed')")
    article = {"id": "1", "text": "The harbour closed on Monday, the mayor said."}
    (tmp_path / "in.jsonl").write_text(json.dumps(article))

    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, script, "brief", "--jsonl", "in.jsonl"],
        capture_output=True,
        cwd=tmp_path,
        env=surroundings({}),
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.count('"summary"')) == (0, 1)
    assert "shadowed" not in done.stderr
