from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from benchmarks.logistic import Example
from benchmarks.train_summary import cross_validate, read
from summarizers.rankers.lead_tfidf import SIGNS

TEXT = (
    "The island council voted on Monday to stop the night ferry.\n\n"
    "Nurses who live on the mainland said they would lose their shifts. "
    "The last ferry will leave in October.\n\n"
    "Harbour pilots carried mail to the island until 1958."
)
PICKED = (
    "The island council voted on Monday to stop the night ferry.",
    "The last ferry will leave in October.",
)


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    row = {"title": "Night ferry", "text": TEXT, "gold": {"summary": PICKED}}
    path.write_text(json.dumps(row) + "\n", "utf8")
    return path


def picked_by_length(seed: int, number: int = 40) -> list[Example]:
    """Sentences that were picked whenever they are long, never for their quotes."""
    draw = Random(seed)  # noqa: S311 - repeatable, not secret
    rows = [{"length": draw.random(), "quotes": draw.random()} for _ in range(number)]
    return [Example({**row, "constant": 1.0}, row["length"] > 0.7) for row in rows]


def test_each_sentence_has_its_signs_and_whether_it_was_picked(rows: Path) -> None:
    (article,) = read(rows)

    assert [tuple(example.features) for example in article] == [SIGNS] * 4
    assert [example.target for example in article] == [1.0, 0.0, 1.0, 0.0]


def test_articles_are_judged_by_weights_from_other_articles() -> None:
    articles = [picked_by_length(seed) for seed in range(10)]

    figures = cross_validate(articles)

    assert figures["agree"] > 2 * figures["agree_lead"]


def test_the_first_three_sentences_are_the_peer() -> None:
    leads = [[Example({"constant": 1.0}, 1.0)] * 3] * 5

    assert cross_validate(leads) == {"agree": 1.0, "agree_lead": 1.0}
