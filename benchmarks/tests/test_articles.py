from __future__ import annotations

import pytest

from benchmarks.articles import PUBLISHED, article, article_of, articles


def test_equal_seeds_give_equal_articles() -> None:
    assert article(7) == article(7)


def test_different_seeds_give_different_articles() -> None:
    texts = {one.text for one in articles(20)}

    assert len(texts) == 20


def test_an_article_has_about_seven_hundred_words() -> None:
    lengths = [one.words for one in articles(20)]

    assert all(690 <= words <= 760 for words in lengths)


@pytest.mark.parametrize("number", [20, 300])
def test_an_article_has_the_sentences_that_were_asked_for(number: int) -> None:
    short, long = article_of(number, seed=3), article_of(number + 1, seed=3)

    assert long.words > short.words
    assert short.words > 5 * number


def test_an_article_holds_what_costs_time_in_real_ones() -> None:
    text = "\n".join(one.text for one in articles(5))

    assert "“" in text
    assert "According to" in text
    assert "Photo:" in text
    assert "{" not in text


def test_an_article_is_dated_and_titled() -> None:
    one = article(1)

    assert one.published == PUBLISHED
    assert one.title
