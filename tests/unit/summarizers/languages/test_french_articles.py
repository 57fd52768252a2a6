"""Seven French articles of our own, read as a reader reads them.

Two are held out: written before the first rule, and not looked at since. They have a
floor of their own, for the other five were looked at while the rules grew.
"""

from __future__ import annotations

import pytest

from summarizers.languages.findings import Findings
from summarizers.languages.reader import Reader
from summarizers.model import Article
from summarizers.text.splitting import split_text
from tests.fakes.annotated import Annotated, GoldRisk, annotated, risk_of, sum_of, tally

ARTICLES = annotated("french")
SEEN = [a for a in ARTICLES if not a.held_out]
HELD_OUT = [a for a in ARTICLES if a.held_out]
ENGINES = ("tagged_reader", "plain_reader")


@pytest.fixture(params=ENGINES)
def reader(request: pytest.FixtureRequest) -> Reader:
    found: Reader = request.getfixturevalue(request.param)
    return found


def findings(reader: Reader, one: Annotated) -> Findings:
    return reader.read(split_text(one.article, "fr"), one.article)


def test_the_annotations_are_many_enough_to_tell_something() -> None:
    claims = sum(len(one.claims) for one in ARTICLES)

    assert claims >= 60
    assert len(HELD_OUT) == 2


def test_what_is_annotated_stands_in_the_text() -> None:
    for one in ARTICLES:
        for claim in one.claims:
            assert all(part in one.article.text for part in claim.words.split(" … "))
        assert all(risk.start in one.article.text for risk in one.risks)
        assert all(actor.role in one.article.text for actor in one.actors)


@pytest.mark.parametrize(
    ("articles", "floor"), [(SEEN, 0.9), (HELD_OUT, 0.85)], ids=["seen", "held out"]
)
def test_claims_are_found_with_their_words(
    reader: Reader, articles: list[Annotated], floor: float
) -> None:
    found = sum_of(tally(one.claims, findings(reader, one).claims) for one in articles)

    assert found.content_f1 >= floor


@pytest.mark.parametrize(
    ("articles", "floor"), [(SEEN, 0.9), (HELD_OUT, 0.85)], ids=["seen", "held out"]
)
def test_claims_are_found_with_their_speakers(
    reader: Reader, articles: list[Annotated], floor: float
) -> None:
    found = sum_of(tally(one.claims, findings(reader, one).claims) for one in articles)

    assert found.speaker_f1 >= floor


@pytest.mark.parametrize("one", ARTICLES, ids=lambda one: one.name)
def test_actors_have_their_kinds_and_roles(reader: Reader, one: Annotated) -> None:
    actors = findings(reader, one).actors
    known = {
        (a.name, str(a.kind), "" if a.role is None else a.role.text) for a in actors
    }

    missed = [a for a in one.actors if (a.name, a.kind, a.role) not in known]
    assert missed == []


@pytest.mark.parametrize("one", ARTICLES, ids=lambda one: one.name)
def test_chief_actors_come_first(reader: Reader, one: Annotated) -> None:
    first = {actor.name for actor in findings(reader, one).actors[:6]}

    assert len(first.intersection(a.name for a in one.actors)) >= 3


def days_of(gold: GoldRisk, found: Findings) -> tuple[str, str] | None:
    risk = risk_of(gold, found.risks)
    when = None if risk is None else risk.when
    return None if when is None else (str(when.first), str(when.last))


@pytest.mark.parametrize("one", ARTICLES, ids=lambda one: one.name)
def test_risks_are_found(reader: Reader, one: Annotated) -> None:
    risks = findings(reader, one).risks

    assert [gold for gold in one.risks if risk_of(gold, risks) is None] == []


@pytest.mark.parametrize(
    ("articles", "floor"), [(SEEN, 1.0), (HELD_OUT, 0.75)], ids=["seen", "held out"]
)
def test_risks_have_their_days(
    reader: Reader, articles: list[Annotated], floor: float
) -> None:
    read = [(one.risks, findings(reader, one)) for one in articles]
    right = [
        days_of(risk, found) == risk.days for risks, found in read for risk in risks
    ]

    assert sum(right) >= floor * len(right)


@pytest.mark.parametrize("one", ARTICLES, ids=lambda one: one.name)
def test_what_is_over_is_no_risk(reader: Reader, one: Annotated) -> None:
    risks = findings(reader, one).risks

    wrong = [
        r.span.text
        for r in risks
        if any(word in r.span.text for word in (" avait ", " avaient ", " a fait "))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "« Le pont",
        "». « « ».",
        "Selon",
        "Il a dit que",
        "— dit-il",
        "a-t-il",
        ", a dit",
        "M. ",
        "Le, la, les. Qu'. D'. L'.",
        "« , dit Paul »",
        "Paul a dit : ",
        "( (UPB) ) Union (",
        "Il dit que il dit que il dit que « oui » que",
    ],
)
def test_torn_text_is_read_without_harm(reader: Reader, text: str) -> None:
    article = Article(text=text, lang="fr")

    found = reader.read(split_text(article, "fr"), article)

    assert all(part.text for claim in found.claims for part in claim.content)


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre a dit que oui. " * 2_000,
        "« Oui, tout va bien », dit-il. " * 1_500,
        "Selon elle, selon lui, " * 2_000,
        "M. Paul Martin, maire de Brenne, " * 1_500,
        "— Oui, dit Paul.\n" * 2_000,
        "« " * 20_000,
    ],
)
def test_endless_text_is_read_in_time(plain_reader: Reader, text: str) -> None:
    article = Article(text=text, lang="fr")
    layout = split_text(article, "fr").opening(400)

    found = plain_reader.read(layout, article)

    assert len(found.claims) <= 1_000
