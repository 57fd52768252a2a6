from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.domain.record import Statement
from bot.core.record.then_now import differs, earlier_of
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
    assert differs(then, now, "en")


@pytest.mark.parametrize(("then", "now"), SAME)
def test_equal_or_unlike_statements_are_no_pair(then: str, now: str) -> None:
    assert not differs(then, now, "en")
    assert not differs(now, then, "en")


@pytest.mark.parametrize("lang", ["fr", None])
def test_french_statements_are_compared_by_their_own_words(lang: str | None) -> None:
    then = "La route est fermée aux camions jusqu’à vendredi."

    assert differs(then, then.replace("vendredi", "lundi"), lang)
    assert not differs(then, then.replace("camions", "voitures"), lang)


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
