"""The real command, in a process of its own."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import subprocess
import sys
from _socket import socket
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, AnyStr, TypeAlias

from typing_extensions import override

from tests.fakes import fork_client

ROOT = Path(__file__).parents[2]
SITREP = (sys.executable, "-m", "bot")
SECONDS = 120
FORK_SERVER = "FORK_SERVER_OF_TESTS"
SINGLE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
"""A process must have a single thread when it forks."""

JsonObject: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it said."""

    status: int
    output: str
    messages: str


def surroundings(changes: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without what could change an output, and changed."""
    colours = ("FORCE_COLOR", "NO_COLOR", "PY_COLORS", "GITHUB_ACTIONS")
    places = ("DATABASE_URL", "SITREP_CONFIG", FORK_SERVER)
    unwanted = (*colours, *places, "COLUMNS", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "PYTHONPATH": str(ROOT), **changes}


def unmeasured(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment in which coverage does not measure."""
    return {
        name: value for name, value in environment.items() if not name.startswith("COV")
    }


@cache
def fork_server() -> str:
    """The folder of the fork server, which is started once for all workers of pytest."""
    if FORK_SERVER in os.environ:
        return os.environ[FORK_SERVER]
    folder = TemporaryDirectory()
    server = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.fakes.fork_server", folder.name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=unmeasured(surroundings(SINGLE_THREAD)),
    )
    atexit.register(folder.cleanup)
    atexit.register(server.communicate)
    assert server.stdout is not None
    assert server.stdout.readline(), "the fork server did not start"
    return folder.name


def stand_in() -> tuple[str, ...]:
    """The command for what starts processes itself, such as asyncio."""
    return (f"{fork_server()}/{fork_client.INTERPRETER}", *SITREP[1:])


class Forked(subprocess.Popen[AnyStr]):
    """A process of ``sys.executable`` that the fork server starts, if it can.

    Everything else is as in the base class, whose steps for starting a process and for
    waiting for it are replaced.
    """

    _connection: socket | None = None

    def _execute_child(self, *given: Any) -> None:
        arguments, _, _, _, _, directory, environment = given[:7]
        ends = given[10:16]
        own = (ends[0], ends[3], ends[5])
        self.pid, connection = fork_client.start(
            fork_server(),
            [str(argument) for argument in arguments[1:]],
            directory=str(directory or Path.cwd()),
            environment=os.environ if environment is None else environment,
            descriptors={at: at if end == -1 else end for at, end in enumerate(own)},
        )
        if not self.pid:
            super()._execute_child(*given)  # type: ignore[misc] # a step of the base's
            return
        self._connection, self._child_created = connection, True
        self._close_pipe_fds(*ends)  # type: ignore[attr-defined] # as above

    @override
    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    @override
    def wait(self, timeout: float | None = None) -> int:
        if self._connection is None:
            return super().wait(timeout)
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                self.returncode = fork_client.wait(self._connection)
            except (BlockingIOError, TimeoutError):
                raise subprocess.TimeoutExpired(self.args, timeout or 0) from None
        return self.returncode


def sitrep(
    *arguments: str | Path,
    given: bytes = b"",
    place: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Done:
    """Run ``sitrep`` in a folder to its end, with this on standard input."""
    with Forked[bytes](
        [*SITREP, *map(str, arguments)],
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        cwd=place,
        env=surroundings(environment or {}),
    ) as process:
        try:
            output, messages = process.communicate(given, SECONDS)
        finally:
            process.kill()
    return Done(process.returncode, output.decode(), messages.decode())


@asynccontextmanager
async def running(path: Path, environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """``sitrep run`` with a configuration, killed at the end if it has not ended."""
    process = await asyncio.create_subprocess_exec(
        *stand_in(),
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
