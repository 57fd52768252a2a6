from __future__ import annotations

from random import Random

import pytest

from summarizers.model import Sentence
from summarizers.rankers.lexrank import LexRank
from summarizers.rankers.ranker import ranker_named

WORDS = [f"{a}{b}" for a in ("gul", "ter", "mir", "has") for b in "aeiouklmn"]


def as_sentences(*texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(i, 0, len(t), t, i) for i, t in enumerate(texts))


def drawn(number: int, words: list[str], seed: int = 1) -> tuple[Sentence, ...]:
    draw = Random(seed)  # noqa: S311 - repeatable, not secret
    lines = (
        " ".join(draw.choices(words, k=draw.randint(1, 14))) for _ in range(number)
    )
    return as_sentences(*lines)


@pytest.mark.parametrize("number", [1, 2, 3, 10, 40, 120])
def test_scores_equal_those_of_sumy(number: int) -> None:
    sentences = drawn(number, WORDS)

    ours = LexRank().rank(sentences, None)

    assert ours == pytest.approx(
        ranker_named("sumy-lexrank").rank(sentences, None), abs=1e-12
    )


def test_scores_equal_those_of_sumy_where_most_words_are_common() -> None:
    sentences = drawn(90, WORDS[:6])

    ours = LexRank().rank(sentences, None)

    assert ours == pytest.approx(
        ranker_named("sumy-lexrank").rank(sentences, None), abs=1e-12
    )


def test_scores_equal_those_of_sumy_among_empty_and_equal_sentences() -> None:
    texts = (
        "Gulls ate fish.",
        "",
        "It was.",
        "Gulls ate fish.",
        "Fish ate gulls, fish",
    )
    sentences = as_sentences(*texts, "Boats left.", "Boats stayed.")

    ours = LexRank().rank(sentences, None)

    assert ours == pytest.approx(
        ranker_named("sumy-lexrank").rank(sentences, None), abs=1e-12
    )


def test_the_sentence_that_most_others_resemble_is_best() -> None:
    scores = LexRank().rank(
        as_sentences(
            "Divers searched the wreck.",
            "Divers raised the wreck and its anchor.",
            "An anchor rusts.",
            "Bread was cheap.",
        ),
        None,
    )

    assert scores.index(max(scores)) == 1


def test_sentences_without_neighbours_score_nothing() -> None:
    assert LexRank().rank(as_sentences("Gulls ate.", "Boats left."), None) == (0.0, 0.0)


def test_what_lies_behind_the_limit_scores_nothing() -> None:
    sentences = drawn(2_003, WORDS)

    scores = LexRank().rank(sentences, None)

    assert scores[2_000:] == (0.0, 0.0, 0.0)
    assert max(scores[:2_000]) > 0
