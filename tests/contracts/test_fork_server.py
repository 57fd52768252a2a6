"""A process that the fork server starts is as one of a new interpreter."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from tests.fakes.command import Forked, stand_in, surroundings, unmeasured

FACTS = """
import json, os, resource, signal, sys, threading
handled = (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGCHLD, signal.SIGHUP)
streams = (sys.stdin, sys.stdout, sys.stderr)
print(json.dumps([
    sys.argv, __name__, os.getcwd(), dict(os.environ), sys.stdin.read(),
    [n for n in range(64) if os.path.exists(f"/proc/self/fd/{n}")],
    [str(signal.getsignal(number)) for number in handled],
    sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
    [(s.encoding, s.errors, s.line_buffering, s.write_through) for s in streams],
    [(type(s.buffer).__name__, s.isatty()) for s in streams],
    [os.getpgrp(), os.getsid(0), os.nice(0), os.umask(18), len(os.listdir("/proc/self/task"))],
    [resource.getrlimit(limit) for limit in range(16)],
]))
sys.exit(3)
"""
WAITS = "import os, time; os.write(1, b'here'); time.sleep(60)"
IS_IMPORTED = "import sys; print('bot.cli.app' in sys.modules)"


def python(code: str, *options: str, **changes: str) -> Forked[bytes]:
    command = [sys.executable, *options, "-c", code]
    return Forked(
        command,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env=unmeasured(surroundings(changes)),
    )


def is_forked(process: Popen[bytes]) -> bool:
    """Return whether the fork server started a process."""
    return isinstance(process, Forked) and process._connection is not None


@pytest.fixture
def waiting() -> Iterator[Forked[bytes]]:
    """A process that has begun, and waits."""
    with python(WAITS) as process:
        assert process.stdout is not None
        assert process.stdout.read(4) == b"here"
        yield process


def test_it_is_like_a_process_of_a_new_interpreter(tmp_path: Path) -> None:
    facts = []
    for start in (Forked, Popen):
        process = start(
            [sys.executable, "-c", FACTS, "a", "b c"],
            stdin=PIPE,
            stdout=PIPE,
            cwd=tmp_path,
            env=unmeasured(surroundings({"SITREP_CONFIG": "x.yaml"})),
        )
        output, _ = process.communicate(b"given", 60)
        facts.append((process.returncode, json.loads(output)))
        assert start is Popen or is_forked(process)

    forked, new = facts
    assert forked == new


def test_a_script_stands_for_the_interpreter() -> None:
    program, *_ = stand_in()
    command = [program, "-c", "import sys; sys.exit(len(sys.stdin.read()))"]

    done = subprocess.run(command, input=b"given", check=False)  # noqa: S603 - our own

    assert done.returncode == len(b"given")


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGABRT]
)
def test_it_ends_by_a_signal(waiting: Forked[bytes], number: signal.Signals) -> None:
    assert waiting.poll() is None

    waiting.send_signal(number)

    assert waiting.wait(60) == -number
    assert waiting.poll() == -number


def test_waiting_for_it_may_take_too_long(waiting: Forked[bytes]) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(0.01)

    waiting.kill()


def test_it_ends_with_the_process_that_waits_for_it(waiting: Forked[bytes]) -> None:
    assert waiting._connection is not None
    waiting._connection.close()
    waiting.returncode = 0

    # It has the other end of the pipe.
    assert waiting.stdout is not None
    assert waiting.stdout.read() == b""


def test_error_is_written_to_stderr() -> None:
    _, messages = python("raise RuntimeError('bad')").communicate(timeout=60)

    assert messages.endswith(b"RuntimeError: bad\n")


@pytest.mark.parametrize(
    ("variables", "is_imported"), [({}, b"True\n"), ({"PYTHONUTF8": "0"}, b"False\n")]
)
def test_process_with_other_interpreter_variables_is_not_forked(
    variables: dict[str, str], is_imported: bytes
) -> None:
    process = python(IS_IMPORTED, **variables)
    output, _ = process.communicate(timeout=60)

    assert output == is_imported
    assert is_forked(process) is (not variables)


@pytest.mark.parametrize(
    ("options", "flag", "value"),
    [
        (("-W", "error"), "sys.warnoptions", b"['error']\n"),
        (("-Werror",), "sys.warnoptions", b"['error']\n"),
        (("-X", "dev"), "sys.flags.dev_mode", b"True\n"),
        (("-O",), "sys.flags.optimize", b"1\n"),
    ],
)
def test_process_with_other_options_is_not_forked(
    options: tuple[str, ...], flag: str, value: bytes
) -> None:
    process = python(f"import sys; print({flag})", *options)
    output, _ = process.communicate(timeout=60)

    assert output == value
    assert not is_forked(process)


def test_process_with_the_options_of_multiprocessing_is_forked() -> None:
    code = """
from multiprocessing.spawn import get_command_line
print(*get_command_line()[1:-3], sep="\\n")
"""
    output, _ = python(code).communicate(timeout=60)
    options = output.decode().split()

    process = python(IS_IMPORTED, *options)
    imported, _ = process.communicate(timeout=60)

    assert imported == b"True\n"
    assert is_forked(process)
