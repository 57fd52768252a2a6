"""The lines of a summary: the best sentences that are not copies of each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import ClassVar

import pytest
from typing_extensions import override

from summarizers.model import LISTED_SENTENCES, Article, Line, Sentence
from summarizers.rankers.summary import LanguageFree, Ranker, rank_summary
from summarizers.text.splitting import split_text

TOPICS = (
    "The ferry left the island in a storm.",
    "Nurses of the hospital are on strike.",
    "Welders mend the steel of the bridge.",
    "Parliament votes on the budget.",
    "Frost hurt the apples of the orchard.",
)


class Given(Ranker):
    """Gives out the scores that a test wrote down; keeps what it was asked."""

    def __init__(self, *scores: float) -> None:
        super().__init__()
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


def lines_of(
    texts: Sequence[str], ranker: Ranker | None = None, title: str | None = None
) -> tuple[Line, ...]:
    """The summary of an article with one paragraph for each text."""
    article = Article("\n\n".join(texts), title)
    layout = split_text(article)
    return rank_summary(layout, article, ranker)


def printed(texts: Sequence[str], *scores: float) -> list[str]:
    return [line.span.text for line in lines_of(texts, Given(*scores))]


@pytest.mark.parametrize(
    ("scores", "order"),
    [
        ((0.1, 0.5, 0.3, 0.2, 0.4), (1, 4, 2, 3, 0)),
        ((1, 2, 1, 2, 1), (1, 3, 0, 2, 4)),
    ],
)
def test_lines_come_best_first_and_of_equals_the_earlier(
    scores: tuple[float, ...], order: tuple[int, ...]
) -> None:
    lines = lines_of(TOPICS, Given(*scores))

    assert [line.span.text for line in lines] == [TOPICS[i] for i in order]
    assert [line.score for line in lines] == sorted(scores, reverse=True)


def test_noise_is_never_picked() -> None:
    captions = ("Photo: A ferry / Lenna Press", "Photo: A bridge / Lenna Press")

    assert printed([captions[0], *TOPICS, captions[1]], 5, 4, 3, 2, 1) == [*TOPICS]
    assert lines_of(captions) == ()


def test_no_more_than_the_listed_number_of_lines() -> None:
    texts = [f"{word}a {word}b {word}c sank." for word in "bcdfghjklmnp"]

    assert len(lines_of(texts)) == LISTED_SENTENCES


ORIGINAL = "The ferry sank off Merrow; ninety passengers swam ashore."
OTHER = "Divers search for the captain."


@pytest.mark.parametrize(
    "copy",
    [
        "The Ferry sank off Merrow: ninety passengers swam ashore.",
        "The ferry sank off Merrow; ninety passengers swam ashore, crew said.",
        "Ninety passengers swam ashore.",
    ],
)
def test_near_copy_of_a_better_line_is_left_out(copy: str) -> None:
    assert printed([ORIGINAL, copy, OTHER], 3, 2, 1) == [ORIGINAL, OTHER]


def test_of_two_copies_the_better_one_stays() -> None:
    copy = "Ninety passengers swam ashore."

    assert printed([copy, ORIGINAL, OTHER], 2, 3, 1) == [ORIGINAL, OTHER]


def test_lines_of_function_words_alone_are_copies_of_each_other() -> None:
    texts = ("It was so.", "They had one.", "Divers came.")

    assert printed(texts, 3, 2, 1) == ["It was so.", "Divers came."]


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


@pytest.mark.parametrize("seed", range(8))
def test_diverse_lines_are_those_that_comparing_all_with_all_picks(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    words = [f"w{i}" for i in range(14)]
    bags = [set(random.sample(words, 6)) | {f"own{i}", f"my{i}"} for i in range(16)]
    scores = [random.choice((0.1, 0.3, 0.35, 0.4, 0.9)) for _ in bags]
    texts = [f"{' '.join(sorted(bag))}." for bag in bags]

    lines = lines_of(texts, Diverse(*scores))

    expected = [texts[i] for i in _compared_all_with_all(bags, scores)]
    assert [line.span.text for line in lines] == expected


@pytest.mark.parametrize(
    ("title", "texts", "told"),
    [
        ("Ferry sinks", TOPICS, "Ferry sinks"),
        (None, ("Ferry sinks", *TOPICS), "Ferry sinks"),
        (None, TOPICS, None),
    ],
)
def test_ranker_sees_the_title_or_the_headline_in_the_text(
    title: str | None, texts: tuple[str, ...], told: str | None
) -> None:
    ranker = Given(1, 1, 1, 1, 1)

    lines_of(texts, ranker, title)

    assert ranker.titles == [told]


def test_lead_is_the_first_line_by_default_and_in_other_languages() -> None:
    lead = "The island council voted on Monday to stop the night ferry for good."
    spanish = "El consejo de la isla votó el lunes cerrar el viejo mercado de pescado."
    second = "Los pescadores de la isla temen perder su mercado en otoño."

    english = lines_of((lead, "Who knew?", "“We waited,” a nurse said."))
    free = lines_of((spanish, "¿Quién paga?", "Llueve.", second), LanguageFree())

    assert english[0].span.text == lead
    assert [line.span.text for line in free[:2]] == [spanish, second]
