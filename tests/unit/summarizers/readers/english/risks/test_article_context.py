from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from summarizers.languages.periods import Period
from summarizers.model import Article
from summarizers.readers.english.risks.article_context import ArticleContext
from summarizers.readers.english.risks.clauses import TreeClauses
from summarizers.readers.english.risks.clauses_window import WindowClauses
from summarizers.readers.parse import Parse, Token, Tokens

MakeContext = Callable[..., ArticleContext]


def _token(context: ArticleContext, word: str) -> int:
    return next(i for i, t in enumerate(context.parse.tokens) if t.text == word)


def test_words_in_a_quotation_are_quoted(context: MakeContext) -> None:
    made = context('The keeper said "it will rain" and left.')

    assert made.quoted(_token(made, "rain"))
    assert not made.quoted(_token(made, "left"))
    assert not made.quoted(_token(made, "keeper"))


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("It will rain soon.", 0.0),
        ('"It will rain soon."', 1.0),
        ('"abcdefgh" 123456789', 0.5),
    ],
)
def test_quoted_share_of_a_sentence(
    context: MakeContext, text: str, share: float
) -> None:
    made = context(text)

    found = made.quoted_share(made.parse.layout.sentences[0])

    assert found == pytest.approx(share, abs=0.05)


def test_quotation_counts_only_in_its_own_sentence(context: MakeContext) -> None:
    made = context('"It will rain," he said.\n\nThe harbour is closed.')

    assert made.quoted_share(made.parse.layout.sentences[1]) == 0


def test_rank_leaves_noise_out(context: MakeContext) -> None:
    made = context(
        "It will rain.\n\nPhoto: The pier / Port Lenna Press\n\nIt may snow."
    )
    sentences = [s for s in made.parse.layout.sentences if s.noise is None]

    assert [made.rank(s) for s in sentences] == [(0, 2), (1, 2)]


def test_short_titles_overlap_less(context: MakeContext) -> None:
    made = context("It will rain.", title="Harbour news")

    assert made.title_overlap({"harbour"}) == pytest.approx(1 / 3)


def test_short_words_of_a_title_do_not_count(context: MakeContext) -> None:
    made = context("It will rain.", title="The end of the harbour era")

    assert made.title_overlap({"the", "end", "era", "of"}) == 0


def test_past_current_and_future_are_seen_from_publication(
    context: MakeContext,
) -> None:
    made = context("It will rain.", published=date(2022, 9, 16))
    week = Period(date(2022, 9, 12), date(2022, 9, 18))
    tomorrow = Period(date(2022, 9, 17), date(2022, 9, 17))

    assert made.is_current(week)
    assert made.is_future(tomorrow)
    assert not made.is_future(week)


def test_days_since_are_counted_from_the_last_day(context: MakeContext) -> None:
    made = context("It will rain.", published=date(2022, 9, 16))

    assert made.days_since(Period(date(2022, 9, 1), date(2022, 9, 6))) == 10


@pytest.mark.parametrize(
    ("dep", "grammar", "kind"),
    [
        ("ROOT", True, TreeClauses),
        ("", True, WindowClauses),
        ("", False, WindowClauses),
    ],
)
def test_sentence_without_labels_is_read_from_its_words(
    context: MakeContext, dep: str, *, grammar: bool, kind: type
) -> None:
    layout = context("Floods.").parse.layout
    token = Token(0, 6, "Floods", "floods", "NNS", dep, 0, 0)
    parse = Parse(layout, Tokens.of((token,)), ((0, 1),), (), grammar)

    made = ArticleContext(parse, Article(text="Floods."))

    assert isinstance(made.clauses(0, 1), kind)
