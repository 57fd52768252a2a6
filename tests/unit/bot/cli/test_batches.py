from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bot.cli.batches import Batch, answer_batch, select_batch
from bot.core.batch.jsonl import OutputLine
from bot.core.domain.errors import BadInputError, UsageError


def echo(lines: Iterable[bytes]) -> Iterator[OutputLine]:
    """Each line in return; a line of questions fails."""
    for line in lines:
        text = line.decode().strip()
        yield OutputLine(json.dumps(text), failed=text.startswith("?"))


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_sources_are_no_batch() -> None:
    assert select_batch(["a.txt"], None, None, None) is None


def test_lines_are_answered_on_standard_output_unless_a_file_is_named() -> None:
    batch = select_batch(None, Path("in.jsonl"), None, 3)

    assert batch == Batch(Path("in.jsonl"), Path("-"), 3)


@pytest.mark.parametrize(
    ("sources", "jsonl", "output", "workers"),
    [
        ([], None, None, None),
        ([""], None, None, None),
        (["a.txt", " "], None, None, None),
        (["a.txt"], Path("in"), None, None),
        (["a.txt"], None, Path("out"), None),
        (["a.txt"], None, None, 2),
    ],
)
def test_what_does_not_go_together_is_refused(
    sources: list[str], jsonl: Path | None, output: Path | None, workers: int | None
) -> None:
    with pytest.raises(UsageError):
        select_batch(sources, jsonl, output, workers)


def test_blank_lines_are_skipped(tmp_path: Path) -> None:
    lines = write(tmp_path / "in", b"\n one \r\n   \ntwo")

    answer_batch(Batch(lines, tmp_path / "out"), echo, label="echo")

    assert (tmp_path / "out").read_bytes() == b'"one"\n"two"\n'


def test_what_failed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = write(tmp_path / "in", b"one\n?\n")

    answer_batch(Batch(lines, tmp_path / "out"), echo, label="echo")

    assert capsys.readouterr().err == "1 of 2 lines failed\n"


def test_a_batch_where_all_went_well_is_silent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer_batch(
        Batch(write(tmp_path / "in", b"one\n"), tmp_path / "out"), echo, label="echo"
    )

    assert capsys.readouterr() == ("", "")


def test_what_was_answered_before_an_end_is_whole(tmp_path: Path) -> None:
    def interrupted(lines: Iterable[bytes]) -> Iterator[OutputLine]:
        yield from list(echo(lines))[:1]
        raise KeyboardInterrupt

    lines = write(tmp_path / "in", b"one\ntwo\n")

    with pytest.raises(KeyboardInterrupt):
        answer_batch(Batch(lines, tmp_path / "out"), interrupted, label="echo")

    assert (tmp_path / "out").read_bytes() == b'"one"\n'


def test_a_missing_file_makes_no_output(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="cannot be read"):
        answer_batch(Batch(tmp_path / "in", tmp_path / "out"), echo, label="echo")

    assert not (tmp_path / "out").exists()


def test_a_link_to_the_lines_is_not_overwritten(tmp_path: Path) -> None:
    lines = write(tmp_path / "in", b"one\n")
    link = tmp_path / "link"
    link.symlink_to(lines)

    with pytest.raises(UsageError, match="overwrite"):
        answer_batch(Batch(lines, link), echo, label="echo")

    assert lines.read_bytes() == b"one\n"
