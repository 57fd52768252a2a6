from __future__ import annotations

from collections import Counter

from benchmarks.lexrank import WholeSumyLexRank, sentences
from summarizers.rankers import sumy


def test_the_sentences_are_the_same_on_every_run() -> None:
    assert sentences(40) == sentences(40)


def test_as_many_sentences_as_asked_for() -> None:
    assert [sentence.index for sentence in sentences(7)] == list(range(7))


def test_words_are_spread_as_in_news() -> None:
    spread = Counter(w for s in sentences(500) for w in set(s.text.split()))

    once = sum(count == 1 for count in spread.values())

    assert once / len(spread) > 0.3
    assert max(spread.values()) > 100


def test_sumy_is_measured_without_our_limits() -> None:
    text = sentences(sumy.SumyLexRank.most_sentences + 1)

    limited = sumy.SumyLexRank().rank(text, None)[-1]
    whole = WholeSumyLexRank().rank(text, None)[-1]

    assert limited == 0 < whole
