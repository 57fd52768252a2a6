"""The real command, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SITREP = (sys.executable, "-m", "bot")
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it said."""

    status: int
    output: str
    messages: str


def surroundings(changes: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without what could change an output, and changed."""
    colours = ("FORCE_COLOR", "NO_COLOR", "PY_COLORS", "GITHUB_ACTIONS")
    unwanted = (*colours, "COLUMNS", "DATABASE_URL", "SITREP_CONFIG")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    root = str(Path(__file__).parents[2])
    return {**kept, "PYTHONPATH": root, **changes}


def sitrep(
    *arguments: str | Path,
    given: bytes = b"",
    place: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Done:
    """Run ``sitrep`` in a folder to its end, with this on standard input."""
    done = subprocess.run(  # noqa: S603 - our own command
        [*SITREP, *map(str, arguments)],
        input=given,
        capture_output=True,
        cwd=place,
        env=surroundings(environment or {}),
        timeout=SECONDS,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())
