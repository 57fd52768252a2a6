from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import ClassVar

import pytest
from typing_extensions import override

from summarizers.model import LISTED_SENTENCES, Article, Line, Sentence
from summarizers.rankers.ranker import Ranker, ranker_named
from summarizers.rankers.summary import rank_summary
from summarizers.text.layout import Layout, Paragraph

TOPICS = (
    "ferry island storm",
    "hospital nurses strike",
    "bridge steel welders",
    "parliament budget vote",
    "orchard frost apples",
)


class Given(Ranker):
    """Gives out the scores that a test wrote down; keeps what it was asked."""

    def __init__(self, *scores: float) -> None:
        self.scores = scores
        self.titles: list[str | None] = []

    @override
    def rank(
        self, sentences: Sequence[Sentence], title: str | None
    ) -> tuple[float, ...]:
        self.titles.append(title)
        return self.scores[: len(sentences)]


class Diverse(Given):
    redundancy: ClassVar[float] = 0.5


def laid_out(
    *texts: str, noise: Sequence[int] = (), headline: bool = False
) -> tuple[Layout, Article]:
    """One paragraph a text; ``noise`` holds the numbers of those that are captions."""
    sentences = []
    start = 0
    for i, text in enumerate(texts):
        end = start + len(text)
        reason = "caption" if i in noise else None
        sentences.append(Sentence(i, start, end, text, i, reason))
        start = end + 1
    paragraphs = tuple(Paragraph(s.index, s.start, s.end, s.noise) for s in sentences)
    whole = "\n".join(texts)
    layout = Layout(whole, paragraphs, tuple(sentences), (), (), headline)
    return layout, Article(whole)


def printed(lines: Sequence[Line]) -> list[str]:
    return [line.span.text for line in lines]


def test_lines_come_best_first_with_their_scores() -> None:
    layout, article = laid_out(*TOPICS)

    lines = rank_summary(layout, article, ranker=Given(0.1, 0.5, 0.3, 0.2, 0.4))

    assert printed(lines) == [TOPICS[i] for i in (1, 4, 2, 3, 0)]
    assert [line.score for line in lines] == [0.5, 0.4, 0.3, 0.2, 0.1]


def test_of_equal_scores_the_earlier_line_comes_first() -> None:
    layout, article = laid_out(*TOPICS)

    lines = rank_summary(layout, article, ranker=Given(1, 2, 1, 2, 1))

    assert printed(lines) == [TOPICS[i] for i in (1, 3, 0, 2, 4)]


def test_lines_are_slices_of_the_article() -> None:
    layout, article = laid_out(*TOPICS)

    lines = rank_summary(layout, article)

    assert lines
    assert all(
        article.text[line.span.start : line.span.end] == line.span.text
        for line in lines
    )


def test_noise_is_never_picked() -> None:
    layout, article = laid_out(*TOPICS, noise=(0, 3))

    lines = rank_summary(layout, article, ranker=Given(3, 2, 1))

    assert printed(lines) == [TOPICS[1], TOPICS[2], TOPICS[4]]


def test_a_text_of_noise_alone_has_no_summary() -> None:
    layout, article = laid_out(*TOPICS, noise=range(5))

    assert rank_summary(layout, article) == ()


def test_no_more_than_the_listed_number_of_lines() -> None:
    texts = [f"{word}a {word}b {word}c" for word in "bcdfghjklmnp"]
    layout, article = laid_out(*texts)

    assert len(rank_summary(layout, article)) == LISTED_SENTENCES


@pytest.mark.parametrize(
    "copy",
    [
        "The Ferry sank off Merrow: ninety passengers swam ashore",
        "The ferry sank off Merrow; ninety passengers swam ashore, crew said.",
        "Ninety passengers swam ashore",
    ],
)
def test_a_near_copy_of_a_better_line_is_left_out(copy: str) -> None:
    original = "The ferry sank off Merrow; ninety passengers swam ashore."
    layout, article = laid_out(original, copy, "Divers search for the captain")

    lines = rank_summary(layout, article, ranker=Given(3, 2, 1))

    assert printed(lines) == [original, "Divers search for the captain"]


def test_of_two_copies_the_better_one_stays() -> None:
    layout, article = laid_out("The ferry sank.", "The ferry sank!")

    lines = rank_summary(layout, article, ranker=Given(1, 2))

    assert printed(lines) == ["The ferry sank!"]


def test_lines_of_function_words_alone_are_copies_of_each_other() -> None:
    layout, article = laid_out("It was so.", "They had one.", "Divers came")

    lines = rank_summary(layout, article, ranker=Given(3, 2, 1))

    assert printed(lines) == ["It was so.", "Divers came"]


def test_a_ranker_with_redundancy_prefers_a_new_line_to_a_similar_one() -> None:
    texts = ("ferry sank storm", "ferry sank early reef", "nurses strike", "fog")
    layout, article = laid_out(*texts)

    alike = rank_summary(layout, article, ranker=Given(1, 0.9, 0.8, 0))
    varied = rank_summary(layout, article, ranker=Diverse(1, 0.9, 0.8, 0))

    assert printed(alike)[1] == texts[1]
    assert printed(varied)[1] == texts[2]


def _compared_all_with_all(bags: list[set[str]], scores: list[float]) -> list[int]:
    """What marginal relevance picks, by its definition: no line is a copy here."""
    price = Diverse.redundancy * (max(scores) - min(scores))
    picked: list[int] = []
    while len(picked) < min(LISTED_SENTENCES, len(scores)):
        worth = {
            i: min(
                [score, *(score - price * _cosine(bags[p], bags[i]) for p in picked)]
            )
            for i, score in enumerate(scores)
            if i not in picked
        }
        picked.append(max(worth, key=lambda i: (worth[i], scores[i], -i)))
    return picked


def _cosine(one: set[str], other: set[str]) -> float:
    return len(one & other) / math.sqrt(len(one) * len(other))


@pytest.mark.parametrize("seed", range(20))
def test_lines_are_those_that_comparing_all_with_all_picks(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    words = [f"w{i}" for i in range(14)]
    bags = [set(random.sample(words, 6)) | {f"own{i}", f"my{i}"} for i in range(16)]
    scores = [random.choice((0.1, 0.3, 0.35, 0.4, 0.9)) for _ in bags]
    texts = [" ".join(sorted(bag)) for bag in bags]
    layout, article = laid_out(*texts)

    lines = rank_summary(layout, article, ranker=Diverse(*scores))

    expected = [texts[i] for i in _compared_all_with_all(bags, scores)]
    assert printed(lines) == expected


def test_the_ranker_sees_the_title() -> None:
    layout, _ = laid_out(*TOPICS)
    ranker = Given(1, 1, 1, 1, 1)

    rank_summary(layout, Article(layout.text, title="Ferry sinks"), ranker=ranker)

    assert ranker.titles == ["Ferry sinks"]


def test_a_headline_in_the_text_stands_in_for_a_missing_title() -> None:
    layout, article = laid_out("Ferry sinks", *TOPICS, noise=(0,), headline=True)
    ranker = Given(1, 1, 1, 1, 1)

    rank_summary(layout, article, ranker=ranker)

    assert ranker.titles == ["Ferry sinks"]


def test_without_title_and_headline_the_ranker_gets_none() -> None:
    layout, article = laid_out(*TOPICS)
    ranker = Given(1, 1, 1, 1, 1)

    rank_summary(layout, article, ranker=ranker)

    assert ranker.titles == [None]


def test_the_lead_is_the_first_line_by_default() -> None:
    lead = "The island council voted on Monday to stop the night ferry for good."
    layout, article = laid_out(lead, "Who knew?", "“We waited,” a nurse said.")

    assert printed(rank_summary(layout, article))[0] == lead


def test_text_in_another_language_is_summarised() -> None:
    lead = "El consejo de la isla votó el lunes cerrar el viejo mercado de pescado."
    next_best = "Los pescadores de la isla temen perder su mercado en otoño."
    layout, article = laid_out(lead, "¿Quién paga?", "Llueve.", next_best)

    lines = rank_summary(layout, article, ranker=ranker_named("language-free"))

    assert printed(lines)[:2] == [lead, next_best]
