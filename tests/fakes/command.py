"""The real command, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.core.messages.briefing_json import JsonObject

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


@asynccontextmanager
async def running(path: Path, environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """``sitrep run`` with a configuration, killed at the end if it has not ended."""
    process = await asyncio.create_subprocess_exec(
        *SITREP,
        "run",
        "--config",
        path,
        stdout=PIPE,
        stderr=PIPE,
        env=surroundings(environment),
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def event_log(process: Process) -> AsyncIterator[JsonObject]:
    """What a running command tells, from here on.

    Raises:
        AssertionError: a line is no event of the journal, such as why it ended.
    """
    assert process.stderr is not None
    while line := await process.stderr.readline():
        assert line.startswith(b"{"), line.decode()
        event: JsonObject = json.loads(line)
        yield event
