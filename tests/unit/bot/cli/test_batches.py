from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bot.cli.batches import Batch, answer_batch
from bot.core.batch.jsonl import OutputLine
from bot.core.domain.errors import UsageError


def echo(lines: Iterable[bytes]) -> Iterator[OutputLine]:
    """Each line in return; a line of questions fails."""
    for line in lines:
        text = line.decode().strip()
        yield OutputLine(json.dumps(text), failed=text.startswith("?"))


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_what_was_answered_before_an_end_is_whole(tmp_path: Path) -> None:
    def interrupted(lines: Iterable[bytes]) -> Iterator[OutputLine]:
        yield from list(echo(lines))[:1]
        raise KeyboardInterrupt

    lines = write(tmp_path / "in", b"one\ntwo\n")

    with pytest.raises(KeyboardInterrupt):
        answer_batch(Batch(lines, tmp_path / "out"), interrupted, label="echo")

    assert (tmp_path / "out").read_bytes() == b'"one"\n'


def test_a_link_to_the_lines_is_not_overwritten(tmp_path: Path) -> None:
    lines = write(tmp_path / "in", b"one\n")
    link = tmp_path / "link"
    link.symlink_to(lines)

    with pytest.raises(UsageError, match="overwrite"):
        answer_batch(Batch(lines, link), echo, label="echo")

    assert lines.read_bytes() == b"one\n"
