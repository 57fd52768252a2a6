from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pytest

from summarizers.model import Sentence
from summarizers.rankers import sumy
from summarizers.rankers.ranker import Ranker

STORY = (
    "The ferry company cut its night ferry to the island.",
    "Islanders need the night ferry for the hospital on the mainland.",
    "The company said the ferry had lost money.",
    "Rain is expected.",
)


class ShortLuhn(sumy.Luhn):
    most_sentences: ClassVar[int] = 2


class BriefLuhn(sumy.Luhn):
    most_words: ClassVar[int] = 25


def as_sentences(texts: Sequence[str], paragraph: int = 0) -> tuple[Sentence, ...]:
    return tuple(Sentence(i, 0, len(t), t, paragraph) for i, t in enumerate(texts))


@pytest.mark.parametrize(
    "ranker",
    [sumy.SumyLexRank(), sumy.Luhn(), sumy.TextRank(), sumy.Reduction(), sumy.KL()],
)
def test_a_sentence_off_the_topic_is_not_the_best(ranker: Ranker) -> None:
    scores = ranker.rank(as_sentences(STORY), None)

    assert scores.index(max(scores)) < 3


@pytest.mark.parametrize(
    "ranker", [sumy.SumyLexRank(), sumy.TextRank(), sumy.Reduction(), sumy.Luhn()]
)
def test_equal_sentences_score_like_each_other(ranker: Ranker) -> None:
    scores = ranker.rank(as_sentences((*STORY, STORY[0])), None)

    assert scores[4] == pytest.approx(scores[0])


def test_equal_sentences_do_not_add_up() -> None:
    twice = sumy.Reduction().rank(as_sentences((STORY[0], *STORY)), None)
    changed = sumy.Reduction().rank(as_sentences((STORY[0] + "!", *STORY)), None)

    assert twice == changed


def test_sum_basic_prefers_a_new_sentence_to_a_repeated_one() -> None:
    texts = ("Ferry ferry lost.", "Ferry ferry lost.", "Ferry island storm hospital.")

    scores = sumy.SumBasic().rank(as_sentences(texts), None)

    assert sorted(scores) == [0.0, 1.0, 2.0]
    assert scores[0] == 2.0


def test_ranks_below_zero_are_raised_to_zero() -> None:
    scores = sumy.SumBasic().rank(as_sentences(STORY), None)

    assert sorted(scores) == [0.0, 1.0, 2.0, 3.0]


def test_sentences_behind_the_limit_score_zero() -> None:
    scores = ShortLuhn().rank(as_sentences([STORY[0]] * 4), None)

    assert scores[0] > 0
    assert scores[2:] == (0.0, 0.0)


def test_sentences_behind_the_limit_of_words_score_zero() -> None:
    scores = BriefLuhn().rank(as_sentences([STORY[0]] * 4), None)

    assert scores[1] > 0
    assert scores[2:] == (0.0, 0.0)


def test_function_words_make_no_sentence_central() -> None:
    texts = ("It was the one that they had.", "It was what they had had.", *STORY)

    scores = sumy.TextRank().rank(as_sentences(texts), None)

    assert max(scores[:2]) < max(scores[2:])


def test_edmundson_follows_the_title() -> None:
    texts = ["Islanders met.", "Gulls slept.", "A hospital ship came.", "Bread rose."]

    scores = sumy.Edmundson().rank(as_sentences(texts), "Hospital ship")

    assert scores.index(max(scores)) == 2


def test_edmundson_prefers_words_that_announce() -> None:
    texts = ["Boats left.", "The major decision was announced.", "Boats slept.", "Fog."]

    scores = sumy.Edmundson().rank(as_sentences(texts), None)

    assert scores.index(max(scores)) == 1


def test_edmundson_prefers_the_first_paragraph() -> None:
    first, second, third = (as_sentences(["Gulls.", "Boats."], i) for i in range(3))

    scores = sumy.Edmundson().rank((*first, *second, *third), None)

    assert scores[0] > scores[2]


def test_a_text_of_few_words_gives_no_warning() -> None:
    scores = sumy.Lsa().rank(as_sentences(["Gulls gulls."] * 5), None)

    assert len(set(scores)) == 1


def test_random_order_depends_on_the_whole_text() -> None:
    one = sumy.Random().rank(as_sentences(STORY), None)
    other = sumy.Random().rank(as_sentences((*STORY[:3], "Sun is expected.")), None)

    assert one[0] != other[0]


def test_random_scores_equal_sentences_apart() -> None:
    scores = sumy.Random().rank(as_sentences([STORY[0]] * 20), None)

    assert len(set(scores)) == 20
