"""Files of JSON lines: read line by line, answered line by line."""

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
from bot.cli.streams import tell, unread
from bot.core.batch.jsonl import OutputLine
from bot.core.domain.errors import BadInputError, UsageError
from bot.core.messages.listings import counted

_STANDARD = Path("-")
# Longer lines are cut: what is left is no JSON, and is answered by an error.
_MAX_LINE = 64_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Where lines come from and answers go to; ``workers`` is None for all cores."""

    lines: Path
    answers: Path
    workers: int | None = None


@dataclass(slots=True)
class Report:
    """How a batch went."""

    total: int = 0
    failed: int = 0
    engines: frozenset[str] = frozenset()

    def count(self, answer: OutputLine) -> None:
        """Take one answer into account."""
        self.total += 1
        self.failed += answer.failed
        if answer.engine is not None:
            self.engines |= {answer.engine}


def chosen(
    sources: list[str] | None,
    jsonl: Path | None,
    output: Path | None,
    workers: int | None,
) -> Batch | None:
    """The batch that was asked for; ``None`` when sources were named instead.

    Raises:
        UsageError: both were asked for, or neither, or a source has no name.
    """
    if jsonl is not None and sources:
        raise UsageError("name either sources or --jsonl, not both")
    if jsonl is not None:
        return Batch(jsonl, output or _STANDARD, workers)
    if output is not None or workers is not None:
        raise UsageError("--output and --workers go with --jsonl")
    if not sources or not all(map(str.strip, sources)):
        raise UsageError("name a file, an address or - for standard input")
    return None


def answer_batch(
    batch: Batch, work: Callable[[Iterable[bytes]], Iterator[OutputLine]], *, label: str
) -> Report:
    """Write each line's answer as soon as it is its turn, whole lines only.

    Raises:
        BadInputError: the lines cannot be read, or the answers cannot be written.
        UsageError: the answers would overwrite the lines.
    """

    def each(
        lines: Iterable[bytes], advance: Callable[[], None]
    ) -> Iterator[OutputLine]:
        for answer in work(lines):
            yield answer
            advance()

    return answer_together(batch, each, label=label)


def answer_together(
    batch: Batch,
    work: Callable[[Iterable[bytes], Callable[[], None]], Iterator[OutputLine]],
    *,
    label: str,
) -> Report:
    """Write the answers; the work itself says when it is done with a line.

    Raises:
        BadInputError: the lines cannot be read, or the answers cannot be written.
        UsageError: the answers would overwrite the lines.
    """
    report = Report()
    with (
        _reading(batch.lines) as lines,
        _writing(batch) as answers,
        _advancing(batch.lines, label) as advance,
    ):
        for answer in work(_given(lines, batch.lines), advance):
            _write(answers, answer, batch.answers)
            report.count(answer)
    if report.failed:
        tell(f"{report.failed:,} of {counted(report.total, 'line')} failed")
    return report


def _write(answers: BinaryIO, answer: OutputLine, path: Path) -> None:
    """Write a line whole, or not at all where that can be helped."""
    end = _end(answers)
    try:
        _write_all(answers, answer.line.encode() + b"\n")
    except OSError as error:
        if end is not None:
            with suppress(OSError):
                os.ftruncate(answers.fileno(), end)
        if path == _STANDARD:
            raise
        raise _unwritten(path, error) from error


def _write_all(answers: BinaryIO, line: bytes) -> None:
    left = memoryview(line)
    while left:
        left = left[answers.write(left) :]
    answers.flush()


def _end(answers: BinaryIO) -> int | None:
    """Where a file ends so far; ``None`` for what is no file, such as a pipe."""
    try:
        number = answers.fileno()
        is_file = S_ISREG(os.fstat(number).st_mode)
        return os.lseek(number, 0, os.SEEK_CUR) if is_file else None
    except OSError:
        return None


def _unwritten(path: Path, error: OSError) -> BadInputError:
    return BadInputError(f'"{path}" cannot be written: {error.strerror}')


def _given(lines: BinaryIO, path: Path) -> Iterator[bytes]:
    """The lines that are not blank.

    Raises:
        BadInputError: they cannot be read.
    """
    try:
        yield from _filled(lines)
    except OSError as error:
        raise unread(str(path), error) from error


def _filled(lines: BinaryIO) -> Iterator[bytes]:
    """The lines that are not blank."""
    while line := lines.readline(_MAX_LINE):
        while not line.endswith(b"\n") and lines.readline(_MAX_LINE):
            pass
        if line.strip():
            yield line


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    if path == _STANDARD:
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise unread(str(path), error) from error
    with file:
        yield file


@contextmanager
def _writing(batch: Batch) -> Iterator[BinaryIO]:
    if batch.answers == _STANDARD:
        yield sys.stdout.buffer
        return
    path = batch.answers
    try:
        if path.exists() and batch.lines.exists() and path.samefile(batch.lines):
            raise UsageError(f'the answers would overwrite "{path}"')
        file = path.open("wb", buffering=0)
    except OSError as error:
        raise _unwritten(path, error) from error
    with file:
        yield file


@contextmanager
def _advancing(path: Path, label: str) -> Iterator[Callable[[], None]]:
    """What to call after each line: moves a bar when a person watches."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with progress(sys.stderr, label=label, total=_count(path)) as advance:
        yield advance


def _count(path: Path) -> int | None:
    """How many lines are not blank; ``None`` when that cannot be known ahead."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return sum(1 for _ in _filled(file))
