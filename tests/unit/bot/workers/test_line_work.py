"""What workers do with lines of JSON."""

from __future__ import annotations

from bot.workers.jsonl_jobs import _BATCH_BYTES, _BATCH_LINES, _batches


def test_short_lines_share_a_batch() -> None:
    lines = [b"x"] * (_BATCH_LINES + 1)

    assert [len(batch) for batch in _batches(iter(lines))] == [_BATCH_LINES, 1]


def test_long_line_ends_its_batch() -> None:
    long = b"x" * (_BATCH_BYTES + 1)

    assert list(_batches(iter([b"a", long, b"b"]))) == [(b"a", long), (b"b",)]
