"""The contract of rankers."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

from summarizers.model import Sentence
from summarizers.rankers.ranker import Ranker, ranker_named, ranker_names

STORY = (
    "The harbour council voted to close the old fish market in spring.",
    "Traders at the fish market said the council had never asked them.",
    "A new hall for the traders will open beside the harbour next year.",
    "“We were promised a hall ten years ago,” one trader said.",
    "The council expects the harbour works to cost nine million.",
    "Gulls were heard all morning.",
)
# Ranks the story in a fresh interpreter, whose hashes of strings differ.
IN_NEW_PROCESS = """
import json, sys
from summarizers.model import Sentence
from summarizers.rankers.ranker import ranker_named, ranker_names
texts = json.load(sys.stdin)
story = [Sentence(i, 0, len(t), t, 0) for i, t in enumerate(texts)]
print(json.dumps([ranker_named(name).rank(story, "Fish market") for name in ranker_names()]))
"""


@pytest.fixture(params=ranker_names())
def ranker(request: pytest.FixtureRequest) -> Ranker:
    return ranker_named(str(request.param))


def as_sentences(texts: Sequence[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(i, 0, len(t), t, i // 2) for i, t in enumerate(texts))


def test_ranking_twice_gives_equal_scores(ranker: Ranker) -> None:
    sentences = as_sentences(STORY)

    scores = ranker.rank(sentences, "Fish market to close")

    assert ranker.rank(sentences, "Fish market to close") == scores


def test_sentences_differ_in_score(ranker: Ranker) -> None:
    scores = ranker.rank(as_sentences(STORY), "Fish market to close")

    assert len(set(scores)) > 1


@pytest.mark.parametrize(
    "texts",
    [
        ("",),
        ("…",),
        ("Yes.",),
        ("Yes.", "Yes."),
        ("The of and.", "It was.", "No."),
        ("Fire.", "Flood.", "Frost."),
        ("Boats sank.",) * 5,
    ],
)
def test_sentences_with_little_in_them_are_scored(
    ranker: Ranker, texts: tuple[str, ...]
) -> None:
    scores = ranker.rank(as_sentences(texts), None)

    assert len(scores) == len(texts)
    assert all(map(math.isfinite, scores))


def test_scores_are_the_same_in_every_process() -> None:
    runs = [_rank_in_new_process(seed) for seed in ("1", "2")]

    assert runs[0] == runs[1]


def _rank_in_new_process(hash_seed: str) -> object:
    done = subprocess.run(  # noqa: S603 - our own words in our own interpreter
        [sys.executable, "-c", IN_NEW_PROCESS],
        input=json.dumps(STORY),
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)
