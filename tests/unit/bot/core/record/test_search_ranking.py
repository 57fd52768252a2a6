from __future__ import annotations

from bot.core.domain.search import FoundSentence
from bot.core.record.search_query import parse_query
from bot.core.record.search_ranking import RankedLine, rank
from tests.fakes.search import make_article, make_found

LONG = "The ferry to Sandhamn stays in port until the storm is over."


def ranked(words: str, *found: FoundSentence) -> tuple[RankedLine, ...]:
    """The sentences that were found by some words, best first."""
    return rank(found, parse_query(words))


def texts(words: str, *sentences: str) -> list[str]:
    """The texts of sentences of equal articles, best first."""
    found = (
        make_found(text, make_article(number, title=None))
        for number, text in enumerate(sentences)
    )
    return [line.printed[0].sentence.text for line in ranked(words, *found)]


def test_words_that_stand_together_are_better() -> None:
    near, far = "A ferry storm came.", "A ferry left as the storm came."

    assert texts("ferry storm", near, far) == [near, far]
    assert texts("storm ferry", far, near) == [near, far]


def test_a_long_sentence_of_two_papers_is_one_line() -> None:
    found = [make_found(LONG, make_article(number)) for number in (1, 2)]

    (line,) = ranked("ferry", *found)

    assert line.printed == (found[1], found[0])


def test_a_short_sentence_is_one_line_in_copies_of_one_text_alone() -> None:
    short = "The ferry stays."
    first, other = make_article(1), make_article(2)
    copy = make_article(3, original="id-1")
    found = [make_found(short, article) for article in (first, other, copy)]

    lines = ranked("ferry", *found)

    assert [len(line.printed) for line in lines] == [2, 1]
