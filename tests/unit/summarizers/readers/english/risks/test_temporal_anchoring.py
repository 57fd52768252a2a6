from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from summarizers.readers.english.risks.article_context import ArticleContext
from summarizers.readers.english.risks.dates import AnchoredDate, find_dates

MakeContext = Callable[..., ArticleContext]


def _dates(context: ArticleContext) -> tuple[AnchoredDate, ...]:
    (sentence,) = context.parse.layout.sentences
    (dates,) = find_dates(context, [context.sentence_context(sentence)])
    return dates


def _days(context: ArticleContext) -> list[str]:
    return [dated.days.first.isoformat() for dated in _dates(context)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The ferry will stop on Monday.", "2022-09-19"),
        ("The ferry stopped on Monday.", "2022-09-12"),
        ("In January, a federal judge ordered a review of it.", "2022-01-01"),
        ("The ferry has run since Monday.", "2022-09-12"),
        ("The ferry is open on June 3.", "2022-06-03"),
        ("The ferry can leave on June 3.", "2023-06-03"),
        ("New Year's Eve can be loud in Lenna.", "2021-12-31"),
        ("The July 25 talk will be printed.", "2022-07-25"),
        ("Tuesday's fire comes after a warning.", "2022-09-13"),
        ("Tuesday's vote will be close.", "2022-09-20"),
        ("The result of Tuesday's vote will help him.", "2022-09-13"),
        ("His words in Lenna Tuesday will help him.", "2022-09-13"),
        ("His words in Lenna Friday will help him.", "2022-09-16"),
        ("The ferry is sailing over the weekend.", "2022-09-17"),
        ("Since sailing in October, it has stopped.", "2021-10-01"),
        ("It will help the crew next September.", "2023-09-01"),
        ("The council says the rule dates from July 8.", "2022-07-08"),
        ("The ferry stopped on June 3.", "2022-06-03"),
        ("They hope to sail on June 3.", "2023-06-03"),
        ("The ferry is scheduled for June 3.", "2023-06-03"),
        ("The ferry was due to sail on June 3.", "2022-06-03"),
        ("They agreed on Monday.", "2022-09-12"),
        ("They went on to drop and send letters on Monday.", "2022-09-12"),
        ("A ferry on Monday.", "2022-09-12"),
        ("The ferry will stop by mid-October.", "2022-10-11"),
        ("They may sail in May.", "2023-05-01"),
        ("It will stop on Oct. 3.", "2022-10-03"),
    ],
)
def test_date_takes_the_tense_of_its_clause(
    context: MakeContext, text: str, day: str
) -> None:
    assert _days(context(text)) == [day]


def test_two_clauses_date_apart(context: MakeContext) -> None:
    made = context("The ferry stopped on Monday and will sail again on Tuesday.")

    assert _days(made) == ["2022-09-12", "2022-09-20"]


def test_without_a_publication_date_only_years_are_dates(context: MakeContext) -> None:
    made = context("It opens on Monday, not in 2031.", published=None)

    assert _days(made) == ["2031-01-01"]


@pytest.mark.parametrize(
    ("text", "past", "current", "future"),
    [
        ("It opened on Monday.", True, False, False),
        ("It opens today.", False, True, False),
        ("It opens this month.", False, True, False),
        ("It opened earlier this week.", False, False, False),
        ("It will open on Monday.", False, False, True),
    ],
)
def test_days_lie_behind_around_or_ahead(
    context: MakeContext, text: str, *, past: bool, current: bool, future: bool
) -> None:
    made = context(text)

    (dated,) = _dates(made)

    assert made.is_past(dated.days) is past
    assert made.is_current(dated.days) is current
    assert made.is_future(dated.days) is future


@pytest.mark.parametrize(
    "text",
    [
        "It was their second meeting in two months.",
        "The guards will strike for the third time in two months.",
    ],
)
def test_count_of_occasions_looks_back(context: MakeContext, text: str) -> None:
    assert _days(context(text)) == []


def test_term_of_an_old_promise_is_no_date(context: MakeContext) -> None:
    made = context("In 2013 the mayor promised that it would open within two years.")

    assert _days(made) == ["2013-01-01"]


@pytest.mark.parametrize(
    "text",
    [
        "The dock will stay closed until Friday.",
        "They asked the crew to appear on Friday.",
    ],
)
def test_state_and_request_of_a_day_to_come(context: MakeContext, text: str) -> None:
    assert _days(context(text))[-1] == "2022-09-16"


def test_no_date_of_an_undated_article_is_known_to_be_ahead(
    context: MakeContext,
) -> None:
    made = context("It opens in 2091.", published=None)

    (dated,) = _dates(made)

    assert made.is_past(dated.days)
    assert not made.is_current(dated.days)
    assert not made.is_future(dated.days)
    assert made.days_since(dated.days) == 0


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [("It will open in 2021.", True, False), ("It will open in 2031.", False, True)],
)
def test_day_of_reading_separates_the_dates_of_an_undated_article(
    context: MakeContext, text: str, *, past: bool, future: bool
) -> None:
    made = context(text, published=None, read_on=date(2026, 5, 4))

    (dated,) = _dates(made)

    assert (made.is_past(dated.days), made.is_future(dated.days)) == (past, future)
