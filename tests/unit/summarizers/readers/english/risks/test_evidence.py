from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizers.model import RiskBasis
from summarizers.readers.english.risks.article_context import ArticleContext
from summarizers.readers.english.risks.evidence import (
    SentenceEvidence,
    basis_of,
    read_evidence,
    when_of,
)

MakeContext = Callable[..., ArticleContext]
FORWARD = (RiskBasis.FORWARD,)
BOTH = (RiskBasis.FORWARD, RiskBasis.HAZARD)


def _see(context: ArticleContext) -> SentenceEvidence:
    (evidence,) = read_evidence(context, context.parse.layout.sentences)
    return evidence


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("The council will meet again.", FORWARD),
        ("A shortage of fuel is growing.", ()),
        ("The dam may collapse.", BOTH),
        ("They are to meet again.", FORWARD),
        ("A hearing is pending.", FORWARD),
        ("They filed plans for a new pier on June 3, 2031.", FORWARD),
        ("The storm destroyed the pier.", ()),
        ("The fire could have destroyed the mill.", ()),
    ],
)
def test_basis_tells_why_a_sentence_may_be_a_risk(
    context: MakeContext, text: str, basis: tuple[RiskBasis, ...]
) -> None:
    made = context(text)

    assert basis_of(_see(made), made) == basis


def test_sentence_without_any_sign_is_not_read(context: MakeContext) -> None:
    made = context("She loved the old museum.")

    assert read_evidence(made, made.parse.layout.sentences) == []


def test_operator_dated_before_publication_is_refused(context: MakeContext) -> None:
    made = context("At the end of 2021, the navies will hold a joint drill.")

    evidence = _see(made)

    assert [operator.kind for operator in evidence.refused] == ["will"]
    assert basis_of(evidence, made) == ()


def test_promise_of_the_past_is_refused(context: MakeContext) -> None:
    made = context("In 2013 the mayor promised that the pier would open soon.")

    assert _see(made).forward == 0


def test_operator_of_another_clause_is_kept(context: MakeContext) -> None:
    made = context("They met in 2021 and they will meet again.")

    assert _see(made).forward > 0


def test_expectation_of_the_past_does_not_look_ahead(context: MakeContext) -> None:
    made = context("The strike was due to begin in June.")

    assert _see(made).forward == 0


def test_what_has_continued_does_not_look_ahead(context: MakeContext) -> None:
    made = context("The state has continued to close mines.")

    assert _see(made).forward == 0


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("It will reopen in May, the council said on Monday.", "May"),
        ("It will close in May and reopen next week.", "next week"),
        ("The strike will begin today.", "today"),
        ("It will begin today and may end next week.", "today"),
        ("The strike will go on this week.", "this week"),
        ("The fair will run from May 3 to June 1.", "May 3 to June 1"),
    ],
)
def test_when_is_the_nearest_date_to_come(
    context: MakeContext, text: str, phrase: str
) -> None:
    made = context(text)

    when = when_of(_see(made), made)

    assert when is not None
    assert when.span.text == phrase


@pytest.mark.parametrize(
    "text",
    [
        "The strike may spread, he said on Monday.",
        "The minister warned today of a flood.",
        "The dam may break.",
        "The council is concerned today that the dam may break.",
        "The port, which usually waits until May, may close.",
        "At first it could close; it originally said it would close in May.",
        "The first ferry of 2023 is set to sail.",
    ],
)
def test_day_of_the_speech_is_no_when(context: MakeContext, text: str) -> None:
    made = context(text)

    assert when_of(_see(made), made) is None


def test_each_sentence_keeps_what_it_shows(context: MakeContext) -> None:
    made = context("A flood came on Monday. She sang. They will sail on June 3, 2031.")

    first, second = read_evidence(made, made.parse.layout.sentences)

    assert (len(first.hazards), first.operators, len(first.dates)) == (1, (), 1)
    assert [operator.kind for operator in second.operators] == ["will"]
    assert [str(dated.days.first) for dated in second.dates] == ["2031-06-03"]
