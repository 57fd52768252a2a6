"""The command ``sitrep`` as users have it: arguments in; output, messages, status out.

``sitrep`` runs the installed command in this process, which takes milliseconds. Tests of
signals, streams and processes use ``tests.fakes.command`` in place of it.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO, TypeVar

from typing_extensions import override

Result = TypeVar("Result")

_COLOURS = ("FORCE_COLOR", "NO_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "COLUMNS")
_PLACES = ("DATABASE_URL", "SITREP_CONFIG")


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it printed."""

    status: int
    output: str
    messages: str


def sitrep(
    *arguments: str | Path,
    given: bytes = b"",
    place: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Done:
    """Run ``sitrep`` in a folder to its end, with ``given`` on standard input."""
    streams = _Stream(), _Stream()
    return _run(arguments, io.BytesIO(given), place, environment, streams)


@dataclass(frozen=True, slots=True)
class Running:
    """A command that runs: what it has printed until now."""

    streams: tuple[_Stream, _Stream]

    @property
    def output(self) -> str:
        """What is on standard output."""
        return self.streams[0].text

    @property
    def messages(self) -> str:
        """What is on standard error."""
        return self.streams[1].text

    def until(self, is_reached: Callable[[], object], seconds: float = 60) -> None:
        """Wait for a condition.

        Raises:
            TimeoutError: It does not hold in time; the message shows what was printed.
        """
        for _ in range(int(seconds * 50)):
            if is_reached():
                return
            time.sleep(0.02)
        raise TimeoutError(self.output + self.messages)


def while_running(
    work: Callable[[Running], Result],
    *arguments: str | Path,
    ready: str = "Sitrep started",
    place: Path | None = None,
    environment: Mapping[str, str] | None = None,
    number: signal.Signals = signal.SIGTERM,
) -> tuple[Done, Result]:
    """Run ``sitrep`` here until the work in a thread is done; then end it by a signal.

    The work begins when the command has printed ``ready``.
    """
    running = Running((_Stream(), _Stream()))
    ended = Event()

    def work_and_end() -> Result:
        try:
            running.until(lambda: ready in running.output + running.messages)
            return work(running)
        finally:
            while not ended.is_set():
                os.kill(os.getpid(), number)
                ended.wait(2)

    with _signals_survived(), ThreadPoolExecutor(1) as pool:
        result = pool.submit(work_and_end)
        try:
            done = _run(arguments, io.BytesIO(), place, environment, running.streams)
        finally:
            ended.set()
        return done, result.result()


def converse(
    lines: Iterable[str],
    *arguments: str | Path,
    place: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Done:
    """Run ``sitrep`` and write it lines, each with an ``id`` after the last answer."""
    running = Running((_Stream(), _Stream()))
    given = io.BufferedReader(_Turns(lines, running))
    return _run(arguments, given, place, environment, running.streams)


class _Turns(io.RawIOBase):
    """Standard input that gives a line once all lines before it are answered."""

    def __init__(self, lines: Iterable[str], running: Running) -> None:
        self._lines = iter(lines)
        self._running = running
        self._asked = 0

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Any) -> int:
        """Wait for the answers, and give the next line; nothing at the end."""
        self._running.until(self._is_answered)
        line = next(self._lines, None)
        if line is None:
            return 0
        self._asked += '"id"' in line
        content = f"{line}\n".encode()
        buffer[: len(content)] = content
        return len(content)

    def _is_answered(self) -> bool:
        return self._running.output.count("\n") >= self._asked


@contextlib.contextmanager
def _signals_survived() -> Iterator[None]:
    """Let the signals end commands only, not the tests."""
    numbers = (signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, lambda *_: None) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _run(
    arguments: tuple[str | Path, ...],
    given: BinaryIO,
    place: Path | None,
    environment: Mapping[str, str] | None,
    streams: tuple[_Stream, _Stream],
) -> Done:
    output, messages = streams
    status: object = 0
    with (
        _surroundings(place or Path.cwd(), environment or {}),
        _streams(io.TextIOWrapper(given, "utf8"), output, messages),
        _arguments(["sitrep", *map(str, arguments)]),
    ):
        try:
            _command()()
        except SystemExit as end:
            status = end.code
    number = status if isinstance(status, int) else int(status is not None)
    return Done(number, output.text, messages.text)


class _Stream(io.TextIOWrapper):
    """A standard stream that keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf8", write_through=True)

    @property
    def text(self) -> str:
        """All that was written."""
        self.flush()
        kept = self.buffer
        assert isinstance(kept, io.BytesIO)
        return kept.getvalue().decode()


@cache
def _command() -> Callable[[], object]:
    (entry,) = entry_points(group="console_scripts", name="sitrep")
    command: Callable[[], object] = entry.load()
    return command


@contextlib.contextmanager
def _surroundings(place: Path, changes: Mapping[str, str]) -> Iterator[None]:
    """Work in a folder, without the variables that could change an output."""
    before = dict(os.environ)
    for name in (*_COLOURS, *_PLACES):
        os.environ.pop(name, None)
    os.environ.update(changes)
    try:
        with contextlib.chdir(place):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _streams(
    given: io.TextIOWrapper, output: _Stream, messages: _Stream
) -> Iterator[None]:
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = given, output, messages
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


@contextlib.contextmanager
def _arguments(arguments: list[str]) -> Iterator[None]:
    before, sys.argv = sys.argv, arguments
    try:
        yield
    finally:
        sys.argv = before
