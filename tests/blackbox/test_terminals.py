"""What a person at a terminal sees: bars, and ``sitrep top`` live."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests.fakes.command import SITREP, Forked, surroundings

pytestmark = pytest.mark.process

CONFIGURATION = """\
topics:
  coast: {title: The coast, sources: [file: coast]}
digests:
  morning: {topics: coast, at: "06:30", to: console}
"""
SECONDS = 60


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a configuration of one digest."""
    (tmp_path / "sitrep.yaml").write_text(CONFIGURATION)
    (tmp_path / "coast").mkdir()
    return tmp_path


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """A pseudo-terminal: the end of the person, and that of the program."""
    person, program = pty.openpty()
    yield person, program
    for end in (person, program):
        with suppress(OSError):
            os.close(end)


def seen_until(person: int, words: bytes) -> bytes:
    """What the terminal shows until these words."""
    shown, end = b"", time.monotonic() + SECONDS
    while words not in shown and time.monotonic() < end:
        shown += os.read(person, 65_536)
    return shown


def take_terminal(program: int) -> None:
    """Make the terminal that of this process, so that Ctrl-C is its signal."""
    os.setsid()
    fcntl.ioctl(program, termios.TIOCSCTTY, 0)


def test_a_person_sees_a_bar_of_lines(place: Path, terminal: tuple[int, int]) -> None:
    person, program = terminal
    lines = [{"id": name, "text": "The ferry stays in port."} for name in "ab"]
    (place / "in.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in lines))
    command = ("brief", "--jsonl", "in.jsonl", "--output", "out.jsonl")

    with Forked[bytes](
        [*SITREP, *command],
        stderr=program,
        cwd=place,
        env=surroundings({"TERM": "xterm"}),
    ):
        shown = seen_until(person, b"2/2")

    assert b"2/2" in shown


@pytest.mark.parametrize("end", [b"q", b"\x03"], ids=["q", "Ctrl-C"])
def test_on_a_terminal_a_key_ends_the_view_and_restores_the_screen(
    place: Path, terminal: tuple[int, int], end: bytes
) -> None:
    person, program = terminal
    before = termios.tcgetattr(program)
    process = subprocess.Popen(  # noqa: S603 - the command itself
        [*SITREP, "top"],
        stdin=program,
        stdout=program,
        stderr=program,
        cwd=place,
        env=surroundings({"TERM": "xterm"}),
        preexec_fn=partial(take_terminal, program),  # noqa: PLW1509 - no threads
    )
    try:
        shown = seen_until(person, b"morning -> console/stdout")
        os.write(person, end)
        shown += seen_until(person, b"\x1b[?1049l")
        status = process.wait(SECONDS)
    finally:
        process.kill()

    assert status == 0
    assert shown.startswith(b"\x1b[?1049h\x1b[?25l\x1b[H")
    assert b"press q to quit" in shown
    assert termios.tcgetattr(program) == before


def test_a_signal_ends_the_view(place: Path, terminal: tuple[int, int]) -> None:
    person, program = terminal
    process = subprocess.Popen(  # noqa: S603 - the command itself
        [*SITREP, "top"],
        stdin=subprocess.DEVNULL,
        stdout=program,
        cwd=place,
        env=surroundings({}),
    )
    try:
        seen_until(person, b"morning -> console/stdout")
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    finally:
        process.kill()
