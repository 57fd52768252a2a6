"""Reads and writes JSON Lines files, one line at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from bot.bootstrap.terminal import progress
from bot.cli.streams import print_message, read_error
from bot.core.batch.jsonl import OutputLine
from bot.core.domain.errors import BadInputError, UsageError
from bot.core.messages.listings import counted

_STANDARD = Path("-")
# A longer line is cut, which makes it invalid JSON, so that it gets an error line.
_MAX_LINE_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """The files of a command: ``lines`` is the input, ``answers`` the output.

    ``workers`` is the number of processes; ``None`` uses all cores.
    """

    lines: Path
    answers: Path
    workers: int | None = None


def select_batch(
    sources: list[str] | None,
    jsonl: Path | None,
    output: Path | None,
    workers: int | None,
) -> Batch | None:
    """Return the batch that ``--jsonl`` asks for.

    Return ``None`` if sources are given instead.

    Raises:
        UsageError: both or neither are given, or a source's name is blank.
    """
    if jsonl is not None and sources:
        raise UsageError("use either sources or --jsonl, not both")
    if jsonl is not None:
        return Batch(jsonl, output or _STANDARD, workers)
    if output is not None or workers is not None:
        raise UsageError(
            "--output and --workers work with --jsonl only: omit them, or add --jsonl"
        )
    if not sources or not all(map(str.strip, sources)):
        raise UsageError("name a file, a URL, or - for standard input")
    return None


def answer_batch(
    batch: Batch, work: Callable[[Iterable[bytes]], Iterator[OutputLine]], *, label: str
) -> None:
    """Apply ``work`` to the input lines; write each output line as soon as it is ready.

    The output has the order of the input. ``label`` names the work in the progress bar.

    Raises:
        BadInputError: the input cannot be read, or the output cannot be written.
        UsageError: the output would overwrite the input.
    """

    def each(
        lines: Iterable[bytes], advance: Callable[[], None]
    ) -> Iterator[OutputLine]:
        for answer in work(lines):
            yield answer
            advance()

    answer_together(batch, each, label=label)


def answer_together(
    batch: Batch,
    work: Callable[[Iterable[bytes], Callable[[], None]], Iterator[OutputLine]],
    *,
    label: str,
) -> None:
    """Apply ``work``, which reads all input before its first output; write the output.

    ``work`` calls its second argument after each step. ``label`` is the text of the
    progress bar.

    Raises:
        BadInputError: the input cannot be read, or the output cannot be written.
        UsageError: the output would overwrite the input.
    """
    total = failed = 0
    with (
        _open_input(batch.lines) as lines,
        _open_output(batch) as answers,
        _progress(batch.lines, label) as advance,
    ):
        for answer in work(_read_lines(lines, batch.lines), advance):
            _write(answers, answer, batch.answers)
            total += 1
            failed += answer.failed
    if failed:
        print_message(f"{failed:,} of {counted(total, 'line')} failed")


def _write(answers: BinaryIO, answer: OutputLine, path: Path) -> None:
    """Write a complete line; if that fails, remove the part of it that was written."""
    end = _file_position(answers)
    try:
        _write_all(answers, answer.line.encode() + b"\n")
    except OSError as error:
        if end is not None:
            with suppress(OSError):
                os.ftruncate(answers.fileno(), end)
        if path == _STANDARD:
            raise
        raise _write_error(path, error) from error


def _write_all(answers: BinaryIO, line: bytes) -> None:
    remaining = memoryview(line)
    while remaining:
        remaining = remaining[answers.write(remaining) :]
    answers.flush()


def _file_position(answers: BinaryIO) -> int | None:
    """Return the position in an output file; ``None`` for a pipe or terminal."""
    try:
        number = answers.fileno()
        is_file = S_ISREG(os.fstat(number).st_mode)
        return os.lseek(number, 0, os.SEEK_CUR) if is_file else None
    except OSError:
        return None


def _write_error(path: Path, error: OSError) -> BadInputError:
    return BadInputError(f'"{path}" cannot be written: {error.strerror}')


def _read_lines(lines: BinaryIO, path: Path) -> Iterator[bytes]:
    """Yield the lines that are not blank.

    Raises:
        BadInputError: the file cannot be read.
    """
    try:
        yield from _non_blank(lines)
    except OSError as error:
        raise read_error(str(path), error) from error


def _non_blank(lines: BinaryIO) -> Iterator[bytes]:
    while line := lines.readline(_MAX_LINE_BYTES):
        while not line.endswith(b"\n") and lines.readline(_MAX_LINE_BYTES):
            pass
        if line.strip():
            yield line


@contextmanager
def _open_input(path: Path) -> Iterator[BinaryIO]:
    if path == _STANDARD:
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise read_error(str(path), error) from error
    with file:
        yield file


@contextmanager
def _open_output(batch: Batch) -> Iterator[BinaryIO]:
    if batch.answers == _STANDARD:
        yield sys.stdout.buffer
        return
    path = batch.answers
    try:
        if path.exists() and batch.lines.exists() and path.samefile(batch.lines):
            raise UsageError(
                f'the output would overwrite the input "{path}": name another --output'
            )
        file = path.open("wb", buffering=0)
    except OSError as error:
        raise _write_error(path, error) from error
    with file:
        yield file


@contextmanager
def _progress(path: Path, label: str) -> Iterator[Callable[[], None]]:
    """Yield a function to call after each line; on a terminal it moves a bar."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with progress(sys.stderr, label=label, total=_count_lines(path)) as advance:
        yield advance


def _count_lines(path: Path) -> int | None:
    """Count the lines that are not blank.

    Return ``None`` if the input is not a regular file.
    """
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return sum(1 for _ in _non_blank(file))
