from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.domain.record import Statement
from bot.core.record.then_now import DatedText, differs, earlier_of
from summarizers.model import ClaimKind
from tests.fakes.record import make_entry, make_sentence, make_speaker
from tests.fakes.records import DAY, make_stored

DIFFERENT = [
    ("The repair costs 40 million crowns.", "The repair costs 65 million crowns."),
    ("All 212 passengers left the ship.", "All 214 passengers left the ship."),
    ("The ferry will sail again on Friday.", "The ferry will sail again on Monday."),
    (
        "The bridge is safe for heavy lorries.",
        "The bridge is not safe for heavy lorries.",
    ),
    ("We will not close any of the schools.", "We will close any of the schools."),
    ("The plant will open with 30 workers.", "The plant will open with 12 workers."),
    ("Twelve people were hurt in the fire.", "Fourteen people were hurt in the fire."),
    ("The council never approved this plan.", "The council approved this plan."),
    ("Our union wants 5 percent more pay.", "Our union wants 3 percent more pay."),
    (
        "The hearing begins on Tuesday morning.",
        "The hearing begins on Thursday morning.",
    ),
]
SAME = [
    ("The repair costs 40 million crowns.", "The repair costs 40 million crowns."),
    ("Twelve people were hurt in the fire.", "12 people were hurt in the fire."),
    ("The ferry will sail again on Friday.", "The ferry will be back on Friday."),
    ("The ferry will sail on Friday.", "The bridge will close on Monday."),
    ("We lost 3 games in Lenna this year.", "We lost 5 games in Karlsund this year."),
    ("We met Ida Brandt in the harbour.", "We met Olof Lind in the harbour."),
    ("The plant is safe.", "There is no danger to anybody near it."),
    ("We have 40 ships.", "Nobody has ever asked us about 12 old boats."),
    ("The colour of the ferry is blue.", "The color of the ferry is blue."),
    ("The bridge is safe for heavy lorries.", "The bridge is safe for heavy buses."),
    ("It costs 40 crowns.", "It costs 40 crowns, and that is cheap."),
    ("The mayor met 4 teachers of Lenna.", "The mayor met 9 nurses of Karlsund."),
]


@pytest.mark.parametrize(("then", "now"), DIFFERENT)
def test_another_number_day_or_negation_is_a_difference(then: str, now: str) -> None:
    assert are_different(then, now)


@pytest.mark.parametrize(("then", "now"), SAME)
def test_equal_or_unlike_statements_are_no_pair(then: str, now: str) -> None:
    assert not are_different(then, now)
    assert not are_different(now, then)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("About 40 people came to the vote.", "42 people came to the vote."),
        ("We spent 5,000 crowns on paint.", "We spent 4,987 crowns on paint."),
        ("The dam holds 39.8 million litres.", "The dam holds 40 million litres."),
        ("More than 200 homes have no power.", "212 homes have no power."),
        ("The new bridge costs $40 million.", "The new bridge costs €65 million."),
    ],
)
def test_rounded_and_converted_numbers_are_no_difference(then: str, now: str) -> None:
    assert not are_different(then, now)
    assert not are_different(now, then)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("The murder trial opens tomorrow.", "The murder trial opened on Tuesday."),
        ("The murder trial opens on 5 March.", "The murder trial opens tomorrow."),
        ("The murder trial opens on Friday.", "The murder trial opens on Friday."),
        ("The murder trial opens soon.", "The murder trial opens on Friday."),
    ],
)
def test_a_day_by_another_name_is_no_difference(then: str, now: str) -> None:
    days = date(2026, 3, 2), date(2026, 3, 4)

    assert not differs(DatedText(then, "en", days[0]), DatedText(now, "en", days[1]))


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("The murder trial opens on Tuesday.", "On Friday the murder trial will open."),
        ("The ferry sails on 3 March.", "The ferry will sail on 9 April."),
        ("The plant can stay open.", "The plant can't stay open."),
        ("The lease is valid in Lenna.", "The lease is no longer valid in Lenna."),
        ("Prices rise by 4 percent here.", "Prices rise by 6 percent here."),
    ],
)
def test_tense_and_order_make_no_other_statement(then: str, now: str) -> None:
    assert are_different(then, now)
    assert are_different(now, then)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("It costs 40 million crowns.", "It costs 65 million crowns."),
        ("The first ferry has 40 cabins.", "The second ferry has 60 cabins."),
        ("Before the fire we had 3 horses.", "After the fire we had 9 horses."),
        ("Lenna sold 3 ships to Karlsund.", "Karlsund sold 5 ships to Lenna."),
        ("The bank will pay the fine.", "The bank will not refuse to pay the fine."),
        ("The road opens on Friday.", "The road will not open until Friday."),
        (
            "The plant opens on Friday with 3 guests.",
            "The plant opens on Monday with 9 guests.",
        ),
    ],
)
def test_in_doubt_statements_are_no_pair(then: str, now: str) -> None:
    assert not are_different(then, now)
    assert not are_different(now, then)


@pytest.mark.parametrize("lang", ["fr", None])
def test_french_statements_are_compared_by_their_own_words(lang: str | None) -> None:
    then = "La route est fermée aux camions jusqu’à vendredi."

    assert are_different(then, then.replace("vendredi", "lundi"), lang)
    assert not are_different(then, then.replace("camions", "voitures"), lang)
    assert are_different(then, then.replace("est", "n’est pas"), lang)
    assert are_different(then, then.replace("est", "n’est plus"), lang)


def are_different(then: str, now: str, lang: str | None = "en") -> bool:
    """Whether two statements of neighbouring days differ in one fact."""
    day = date(2026, 3, 2)
    return differs(
        DatedText(then, lang, day), DatedText(now, lang, day + timedelta(days=2))
    )


def statement(number: int, text: str, days: int) -> Statement:
    """A statement of an article some days after the first."""
    stored = make_stored(f"a{number}")
    article = replace(
        make_entry(stored, number=number).article, at=stored.moment + days * DAY
    )
    return Statement(
        *(number, article, make_speaker(id_=1), None, None, "said", 0, len(text)),
        *(text, ClaimKind.DIRECT, make_sentence(text)),
    )


def test_the_latest_earlier_statement_is_beside_the_new_one() -> None:
    texts = [f"The repair costs {number} million crowns." for number in (40, 50, 60)]
    oldest, older, newest = (
        statement(number, text, number) for number, text in enumerate(texts)
    )

    pairs = earlier_of([newest, older, oldest])

    assert pairs == {newest.id: older, older.id: oldest}


def test_statements_of_one_time_are_no_pair() -> None:
    first, second = (
        statement(number, f"The repair costs {number + 4} million crowns.", 0)
        for number in range(2)
    )

    assert earlier_of([second, first]) == {}
    later = replace(
        second,
        article=replace(second.article, at=second.article.at + timedelta(hours=1)),
    )
    assert earlier_of([later, first]) == {later.id: first}
