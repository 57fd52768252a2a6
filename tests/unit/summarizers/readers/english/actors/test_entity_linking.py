from __future__ import annotations

import pytest

from summarizers.readers.english.shallow.fast_parser import FastParser
from tests.fakes.readers import Reader


def test_titled_and_short_forms_are_one_person(reader: Reader) -> None:
    text = (
        "they thanked Polish President Anna Berg for it. later President Berg left"
        " with Ms. Berg's dog, and Berg slept."
    )

    (actor,) = [a for a in reader.entities(text).actors if "Berg" in a.name]

    assert actor.name == "Anna Berg"
    assert set(actor.aliases) == {
        "Polish President Anna Berg",
        "President Berg",
        "Ms. Berg",
        "Berg",
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("they left the US. then the United States and the U.S. paid.", "US"),
        ("they left Britain. then the UK paid, and Britain waited.", "Britain"),
        ("they left the U.K. and Great Britain, and the U.K. paid.", "U.K."),
    ],
)
def test_state_is_one_under_all_its_names(reader: Reader, text: str, name: str) -> None:
    names = [actor.name for actor in reader.entities(text).actors]

    assert names == [name]


def test_respelled_name_is_one_person(reader: Reader) -> None:
    text = "they thanked Muhamad Orsawi. later Mohammed Orsawi left."

    names = [actor.name for actor in reader.entities(text).actors]

    assert names == ["Muhamad Orsawi"]


def test_surname_in_front_belongs_to_the_full_name(reader: Reader) -> None:
    text = "they thanked Rhee Sung-min for it. later Rhee left the pier."

    names = [actor.name for actor in reader.entities(text).actors]

    assert names == ["Rhee Sung-min"]


def test_first_word_of_a_long_name_is_short_for_it() -> None:
    text = "they thanked Lenna Air Lines for it. later Lenna left, and Lenna paid."
    reader = Reader(FastParser())

    assert [actor.name for actor in reader.entities(text).actors] == ["Lenna Air Lines"]


def test_brand_is_apart_from_its_products() -> None:
    text = "they thanked Dorvik for it. later Dorvik paid for Dorvik Banka Norland."
    names = {actor.name for actor in Reader(FastParser()).entities(text).actors}

    assert names == {"Dorvik", "Dorvik Banka Norland"}


def test_government_is_the_state(reader: Reader) -> None:
    text = "they left Poland. then the Polish government paid."

    (actor,) = reader.entities(text).actors

    assert (actor.name, "Polish government" in actor.aliases) == ("Poland", True)


def test_people_is_not_the_state(reader: Reader) -> None:
    text = "they left Poland. then some Norwegians paid. Norway waited."

    names = {actor.name for actor in reader.entities(text).actors}

    assert names == {"Poland", "Norwegians", "Norway"}


def test_surname_of_two_goes_to_the_one_named_last(reader: Reader) -> None:
    text = "they met Anna Lund. then Lund left. they met Ivo Lund. then Lund slept."

    counts = {a.name: len(a.mentions) for a in reader.entities(text).actors}

    assert counts == {"Anna Lund": 2, "Ivo Lund": 2}


def test_titled_surname_of_two_goes_to_the_fitting_one(reader: Reader) -> None:
    text = "they met Anna Lund and Ivo Lund. then they thanked Mrs Lund twice."

    counts = {a.name: len(a.mentions) for a in reader.entities(text).actors}

    assert counts == {"Anna Lund": 2, "Ivo Lund": 1}


def test_body_and_its_parts_stay_apart(reader: Reader) -> None:
    text = "they met the United Nations. then the United Nations Security Council sat."

    names = {actor.name for actor in reader.entities(text).actors}

    assert names == {"United Nations", "United Nations Security Council"}


def test_name_is_the_fullest_form(reader: Reader) -> None:
    text = "they met Berg. then Anna K. Berg left. then Anna Berg slept."

    (actor,) = reader.entities(text).actors

    assert actor.name == "Anna K. Berg"


def test_form_is_judged_by_few_of_its_places(reader: Reader) -> None:
    text = "they met Anna Berg. " + "they left the Berg there. " * 20

    (actor,) = reader.entities(text).actors

    assert actor.name == "Anna Berg"


def test_thousand_names_of_one_family_are_read(fast: Reader) -> None:
    letters = "abcdefghij"
    firsts = [f"{a}{b}{c}" for a in letters for b in letters for c in letters]
    text = " ".join(f"They met {first.title()}o Lund there." for first in firsts)

    actors = fast.entities(text).actors

    assert len(actors) == len(firsts)


def test_surname_is_the_persons_not_the_place_that_begins_with_it(fast: Reader) -> None:
    text = (
        "They met Anna Lund. They left the Lund International Hotel. Then Lund slept."
    )

    counts = {a.name: len(a.mentions) for a in fast.entities(text).actors}

    assert counts["Anna Lund"] == 2


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("They met Anna Gordon. Then Gordon left. They met Ivo Gordon.", "Anna Gordon"),
        (
            "They met Anna Gordon and Ivo Gordon. Then they thanked Mrs Gordon.",
            "Anna Gordon",
        ),
        (
            "They met Anna Berg, mother of the victim Ivo Berg. Then Berg left.",
            "Anna Berg",
        ),
        (
            "Anna Berg and her husband, former mayor Ivo Berg, sat. Then Berg left.",
            "Anna Berg",
        ),
        (
            "They met Anna Gordon. Then Mayor Gordon left. They met Ivo Gordon.",
            "Anna Gordon",
        ),
        (
            "They met Anna Berg, a friend. They met Ivo Berg. Then Berg left.",
            "Ivo Berg",
        ),
    ],
)
def test_surname_of_two_goes_to_the_one_that_the_sentence_is_about(
    fast: Reader, text: str, owner: str
) -> None:
    counts = {a.name: len(a.mentions) for a in fast.entities(text).actors}

    assert [name for name, count in counts.items() if count > 1] == [owner]
