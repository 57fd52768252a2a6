"""Standard input, output and error, with clear messages and without secrets."""

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
"""The file descriptors of standard input, output and error."""


class OutputError(OSError):
    """Standard output cannot be written; the message is a sentence for the person."""


class _Output(io.FileIO):
    """Writes standard output; turns errors into ``OutputError``, except a closed pipe."""

    @override
    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            message = f"standard output cannot be written: {error.strerror}"
            if error.errno == EBADF:
                message = "standard output is closed: redirect it to a file or program"
            raise OutputError(message) from error


class _Messages(io.FileIO):
    """Writes standard error; drops the bytes that cannot be written.

    So a command continues if its messages cannot be shown; its exit status reports the
    result.
    """

    @override
    def write(self, data: ReadableBuffer, /) -> int:
        with suppress(OSError):
            return super().write(data)
        return memoryview(data).nbytes


class _ClosedInput(io.RawIOBase):
    """Replaces a standard input that is closed; every read fails."""

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, _: WriteableBuffer, /) -> int:
        raise OSError(EBADF, "it is closed; name a file, or redirect a file to it")


def prepare_streams() -> None:
    """Replace the standard streams by streams that fail with a clear message.

    Characters that a terminal cannot show are replaced. The file descriptor of a closed
    stream is occupied, so that a file that is opened later does not get it.
    """
    if sys.stdin is None:
        _occupy(_INPUT, os.O_WRONLY)
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_ClosedInput()), encoding="utf8")
    if sys.stdout is None:
        _occupy(_OUTPUT, os.O_RDONLY)
    if sys.stderr is None:
        _occupy(_MESSAGES, os.O_WRONLY)
    sys.stdout = _replace(sys.stdout, _Output, _OUTPUT)
    sys.stderr = _replace(sys.stderr, _Messages, _MESSAGES)


def _replace(stream: TextIO | None, kind: type[io.FileIO], number: int) -> TextIO:
    """Return ``stream`` if it was replaced before, else a new stream of this kind."""
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
    """Return whether the stream writes to the system's file descriptor ``number``."""
    buffered = getattr(stream, "buffer", None)
    raw = getattr(buffered, "raw", buffered)
    return isinstance(raw, io.FileIO) and raw.fileno() == number


def _occupy(number: int, access: int) -> None:
    """Open the null device on a closed descriptor, so that no other file gets it."""
    opened = os.open(os.devnull, access)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)


@contextmanager
def flushed_output() -> Iterator[None]:
    """Flush standard output at the end of the block.

    If the reader has closed the pipe, exit silently with status 1.

    Raises:
        OutputError: standard output cannot be written.
    """
    # typer replaces sys.stdout when the reader has closed the pipe.
    output = sys.stdout
    try:
        yield
    finally:
        try:
            output.flush()
        except BrokenPipeError:
            _discard(output)
            sys.exit(1)
        except OutputError:
            _discard(output)
            raise


def _discard(output: TextIO) -> None:
    """Discard the stream's buffer; otherwise Python would flush it again at exit."""
    _occupy(_OUTPUT, os.O_WRONLY)
    output.flush()


def read_error(name: str, error: OSError) -> BadInputError:
    """Make the error for a file or for ``-``, standard input, that cannot be read."""
    source = "standard input" if name == "-" else f'"{name}"'
    return BadInputError(f"{source} cannot be read: {error.strerror or error}")


def print_message(message: str, *, about: str = "") -> None:
    """Print a message to standard error, with secrets hidden.

    ``about`` is printed before the message. It is redacted separately, so that a file
    name such as "secret" does not hide the message.
    """
    from bot.bootstrap.redaction import redaction

    hide = redaction(os.environ).text
    text = f"{hide(about)}: {hide(message)}" if about else hide(message)
    for line in text.splitlines() or [""]:
        print(sanitized(line), file=sys.stderr)


def write_line(line: str) -> None:
    """Write one line of a result in UTF-8, whatever the terminal's encoding is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def origin(error: Exception) -> str:
    """Return the file and line of code where ``error`` was raised."""
    frames = extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
