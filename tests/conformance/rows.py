"""The rows of bad inputs, by kind."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

SAMPLED = 2
FILE = Path(__file__).parents[1] / "data" / "bad_inputs.jsonl"


@dataclass(frozen=True, slots=True)
class Row:
    """One bad input and the outcome that is expected."""

    id: str
    kind: str
    input: str
    expected: str


def rows(*kinds: str) -> pytest.MarkDecorator:
    """Run a test once for each row of these kinds, as its argument ``row``."""
    chosen = all_rows(*kinds)
    return pytest.mark.parametrize("row", chosen, ids=[row.id for row in chosen])


def sampled_rows(*kinds: str) -> pytest.MarkDecorator:
    """Run a test for the first two rows of each kind, and for the rest in `test-all`."""
    first = {row for kind in kinds for row in all_rows(kind)[:SAMPLED]}
    params = [
        pytest.param(row, id=row.id, marks=() if row in first else pytest.mark.long)
        for row in all_rows(*kinds)
    ]
    return pytest.mark.parametrize("row", params)


def all_rows(*kinds: str) -> tuple[Row, ...]:
    """The rows of these kinds, or all."""
    return tuple(row for row in _read() if not kinds or row.kind in kinds)


def one(name: str) -> Row:
    """The row of an id."""
    return next(row for row in _read() if row.id == name)


@cache
def _read() -> tuple[Row, ...]:
    lines = FILE.read_text(encoding="utf8").splitlines()
    fields = [json.loads(line) for line in lines]
    return tuple(
        Row(row["id"], row["kind"], _expand(row["input"]), row["expected"])
        for row in fields
    )


def _expand(text: str) -> str:
    """The input itself, where the row holds an expression that makes a large one."""
    if not text.startswith("py:"):
        return text
    return str(eval(text.removeprefix("py:"), {}))  # noqa: S307 - our own file
