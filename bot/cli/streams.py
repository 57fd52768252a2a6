"""Standard output and standard error."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EBADF
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, TextIO

from typing_extensions import override

from bot.core.domain.errors import BadInputError
from bot.core.text.sanitize import sanitized

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_INPUT, _OUTPUT, _MESSAGES = range(3)
"""The numbers that the system knows the streams by."""


class OutputError(OSError):
    """Standard output does not take what is written; the message is a sentence."""


class _Output(io.FileIO):
    """The bytes of standard output."""

    @override
    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            told = f"standard output cannot be written: {error.strerror}"
            if error.errno == EBADF:
                told = "standard output is closed: send it to a file or a program"
            raise OutputError(told) from error


class _Messages(io.FileIO):
    """The bytes of standard error: what it does not take, nobody is told.

    The work goes on, and its exit status says how it went.
    """

    @override
    def write(self, data: ReadableBuffer, /) -> int:
        with suppress(OSError):
            return super().write(data)
        return memoryview(data).nbytes


class _NoInput(io.RawIOBase):
    """The bytes of a standard input that is not there."""

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, _: WriteableBuffer, /) -> int:
        raise OSError(EBADF, "it is closed; name a file, or send one to it")


def prepare_streams() -> None:
    """Let no stream stop the work without a word, or change it.

    A character that a terminal does not have is replaced. A stream that the program
    was started without is there all the same: it fails when it is used, and no file
    that is opened later is taken for it.
    """
    if sys.stdin is None:
        _occupy(_INPUT, os.O_WRONLY)
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_NoInput()), encoding="utf8")
    if sys.stdout is None:
        _occupy(_OUTPUT, os.O_RDONLY)
    if sys.stderr is None:
        _occupy(_MESSAGES, os.O_WRONLY)
    sys.stdout = _replaced(sys.stdout, _Output, _OUTPUT)
    sys.stderr = _replaced(sys.stderr, _Messages, _MESSAGES)


def _replaced(stream: TextIO | None, kind: type[io.FileIO], number: int) -> TextIO:
    """A stream of this kind, unless something else already stands in for it."""
    if stream is not None and not _is_real(stream, number):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
        return stream
    raw = kind(number, "w", closefd=False)
    by_line = raw.isatty() or number == _MESSAGES or "PYTHONUNBUFFERED" in os.environ
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding="utf8" if stream is None else stream.encoding,
        errors="replace",
        line_buffering=by_line,
    )


def _is_real(stream: TextIO, number: int) -> bool:
    """Whether it is the system's stream of this number, with bytes below."""
    buffered = getattr(stream, "buffer", None)
    raw = getattr(buffered, "raw", buffered)
    return isinstance(raw, io.FileIO) and raw.fileno() == number


def _occupy(number: int, access: int) -> None:
    """Let no other file get this number."""
    opened = os.open(os.devnull, access)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)


@contextmanager
def delivering() -> Iterator[None]:
    """See to it that standard output takes all that is written inside.

    Whoever reads it may stop to: then the work ends with status 1 and without a word.

    Raises:
        OutputError: it does not take it.
    """
    # The library puts another in its place when the reader has gone.
    output = sys.stdout
    try:
        yield
    finally:
        try:
            output.flush()
        except BrokenPipeError:
            _drop(output)
            sys.exit(1)
        except OutputError:
            _drop(output)
            raise


def _drop(output: TextIO) -> None:
    """Forget what is not taken, which would be tried again at the end."""
    _occupy(_OUTPUT, os.O_WRONLY)
    output.flush()


def unread(name: str, error: OSError) -> BadInputError:
    """What is raised when a file, or standard input for ``-``, cannot be read."""
    told = "standard input" if name == "-" else f'"{name}"'
    return BadInputError(f"{told} cannot be read: {error.strerror or error}")


def tell(message: str, *, about: str = "") -> None:
    """Say something to the person, on standard error; no secrets.

    What it is about stands before it. A file may be called "secret"; what is said of
    it is none.
    """
    from bot.bootstrap.redaction import redaction

    hide = redaction(os.environ).text
    said = f"{hide(about)}: {hide(message)}" if about else hide(message)
    for line in said.splitlines() or [""]:
        print(sanitized(line), file=sys.stderr)


def write_line(line: str) -> None:
    """Write one line of a result, in UTF-8 whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def origin(error: Exception) -> str:
    """Where in the program an error came up."""
    frames = extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
