"""The contract of rankers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from summarizers.model import Sentence
from summarizers.rankers.summary import (
    DEFAULT_RANKER,
    METHODS,
    LanguageFree,
    Ranker,
    ranker_named,
)

STORY = (
    "The harbour council voted to close the old fish market in spring.",
    "Traders at the fish market said the council had never asked them.",
    "A new hall for the traders will open beside the harbour next year.",
    "“We were promised a hall ten years ago,” one trader said.",
    "The council expects the harbour works to cost nine million.",
    "Gulls were heard all morning.",
)


@pytest.fixture(params=[DEFAULT_RANKER, *METHODS, "language-free"])
def ranker(request: pytest.FixtureRequest) -> Ranker:
    name = str(request.param)
    return LanguageFree() if name == "language-free" else ranker_named(name)


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
