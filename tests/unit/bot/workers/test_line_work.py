"""What workers do with lines of JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.core.batch.jsonl import OutputLine
from bot.workers.briefing_tasks import brief, load_briefer, preload_engine
from bot.workers.calls import Call, run
from bot.workers.extraction_tasks import extract_lines
from bot.workers.jsonl_jobs import _BATCH_BYTES, _BATCH_LINES, _batches
from summarizers.errors import UnknownEngineError
from summarizers.model import Article
from tests.fakes.work import PARSE

BRIEF: Call[..., tuple[OutputLine, ...]] = Call(
    "bot.workers.briefing_tasks", "brief_lines"
)
TODAY = date(2026, 3, 4)
TEXT = (
    "The harbour of Norrvik will close in March, the port authority said on Monday. "
    "Fishermen protested against the plan in front of the town hall. "
    "The mayor, Ada Lindgren, said that a decision would follow within a week."
)


def line(**fields: str) -> bytes:
    return json.dumps(fields).encode()


def test_article_is_briefed_by_the_named_engine() -> None:
    briefing = brief("fast", Article(text=TEXT))

    assert briefing.engine == "fast"
    assert briefing.summary


def test_lines_are_briefed_in_order() -> None:
    raws = (line(id="a", text=TEXT), b"no json", line(id="c", html=TEXT))

    first, second, third = run(BRIEF, raws, PARSE, "fast", True, TODAY)  # noqa: FBT003

    assert json.loads(first.line)["id"] == "a"
    assert second.failed
    assert json.loads(third.line)["article"]["text"] == TEXT


def test_lines_of_pages_are_extracted() -> None:
    found, failed = extract_lines((line(id="a", html=TEXT), line(id="b")), PARSE)

    assert json.loads(found.line)["text"] == TEXT
    assert failed.failed


def test_unknown_engine_is_an_error_when_used_but_not_ahead() -> None:
    preload_engine("no-such-engine")

    with pytest.raises(UnknownEngineError):
        brief("no-such-engine", Article(text=TEXT))


def test_engine_is_loaded_once() -> None:
    assert load_briefer("fast") is load_briefer("fast")


def test_short_lines_share_a_batch() -> None:
    lines = [b"x"] * (_BATCH_LINES + 1)

    assert [len(batch) for batch in _batches(iter(lines))] == [_BATCH_LINES, 1]


def test_long_line_ends_its_batch() -> None:
    long = b"x" * (_BATCH_BYTES + 1)

    assert list(_batches(iter([b"a", long, b"b"]))) == [(b"a", long), (b"b",)]


def test_no_lines_make_no_batch() -> None:
    assert list(_batches(iter(()))) == []
