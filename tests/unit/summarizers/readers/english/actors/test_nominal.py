from __future__ import annotations

import pytest

from summarizers.readers.english.actors.descriptions import (
    read_subject,
    resolve_description,
)
from tests.fakes.readers import Reader

PEOPLE = (
    "They met the economist Anna Berg, the mayor Peter Lund and the cook Zed Orsa.\n\n"
)


def _resolve(reader: Reader, text: str, word: str, speaker: int | None = None) -> str:
    discourse = reader.discourse(text)
    at = max(i for i, token in enumerate(discourse.tokens) if token.text == word)
    number = resolve_description(discourse, read_subject(discourse, at), speaker)
    return "nobody" if number is None else discourse.entities[number].names[0].text


@pytest.mark.parametrize(
    ("sentence", "word", "name"),
    [
        ("The economist left the harbour.", "economist", "Anna Berg"),
        ("The expert left the harbour.", "expert", "Anna Berg"),
        ("The scholar left the harbour.", "scholar", "Anna Berg"),
        ("The mayor left the harbour.", "mayor", "Peter Lund"),
        ("The politician left the harbour.", "politician", "Peter Lund"),
    ],
)
def test_definite_person_is_the_one_with_the_role(
    reader: Reader, sentence: str, word: str, name: str
) -> None:
    found = _resolve(reader, PEOPLE + sentence, word)

    assert found == name


@pytest.mark.parametrize(
    ("sentence", "word", "name"),
    [
        ("An economist left the harbour.", "economist", "An economist"),
        ("Another mayor left the harbour.", "mayor", "Another mayor"),
        ("The economists left the harbour.", "economists", "The economists"),
        ("The nurse left the harbour.", "nurse", "The nurse"),
        ("The governor left the harbour.", "governor", "The governor"),
    ],
)
def test_other_descriptions_are_someone_new(
    reader: Reader, sentence: str, word: str, name: str
) -> None:
    found = _resolve(reader, PEOPLE + sentence, word)

    assert found == name


def test_gender_of_the_noun_must_fit(reader: Reader) -> None:
    text = "They met the spokesman Peter Lund.\n\nThe spokeswoman left the harbour."

    found = _resolve(reader, text, "spokeswoman")

    assert found == "The spokeswoman"


def test_two_that_fit_alike_are_nobody(reader: Reader) -> None:
    text = "They met the cook Anna Berg and the cook Peter Lund.\n\nThe cook left."
    text = text.replace("cook", "judge")

    found = _resolve(reader, text, "judge")

    assert found == "nobody"


def test_shared_affiliation_decides(reader: Reader) -> None:
    text = (
        "They met Anna Berg, director of the Lenna Institute, and Peter Lund, director"
        " of the Orsa Institute.\n\nThe director of the Orsa Institute left."
    )

    found = _resolve(reader, text, "director")

    assert found == "Peter Lund"


def test_kindred_role_counts_with_a_shared_affiliation(reader: Reader) -> None:
    text = (
        "They met Anna Berg, governor of Orsa, and others.\n\n"
        "The senator of Orsa left the harbour."
    )

    found = _resolve(reader, text, "senator")

    assert found == "Anna Berg"


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        (
            "They met the Ministry of Trade. The ministry left.",
            "ministry",
            "Ministry of Trade",
        ),
        ("They met Norlinie, a charity. The charity left.", "charity", "Norlinie"),
        (
            "They met Norlinie, a ferry firm, there. The company left.",
            "company",
            "Norlinie",
        ),
        ("They met Norlinie Inc. there. The company left.", "company", "Norlinie Inc"),
        (
            "Norlinie met the Ministry of Trade. Norlinie sued. The company left.",
            "company",
            "Norlinie",
        ),
    ],
)
def test_definite_body_is_the_one_of_its_sort(
    reader: Reader, text: str, word: str, name: str
) -> None:
    found = _resolve(reader, text, word)

    assert found.startswith(name)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("They met the Ministry of Trade. The company left.", "company"),
        ("XQZ met the mayor. XQZ sued. The company left.", "company"),
        ("Reuters met the mayor. Reuters sued. The company left.", "company"),
        ("Norlinie met the mayor. Norlinie sued. The ministry left.", "ministry"),
    ],
)
def test_body_of_another_sort_is_someone_new(
    reader: Reader, text: str, word: str
) -> None:
    found = _resolve(reader, text, word)

    assert found.startswith("The ")


def test_last_speaker_is_preferred(reader: Reader) -> None:
    text = "They met the judge Anna Berg and the judge Peter Lund.\n\nThe judge left."

    found = _resolve(reader, text, "judge", speaker=1)

    assert found == "Peter Lund"


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        ("A tall cook sang there.", "The cook left.", "cook"),
        ("Some local divers sang there.", "The divers left.", "divers"),
        ("Many divers sang there.", "Divers left.", "Divers"),
    ],
)
def test_description_comes_back_under_its_first_name(
    reader: Reader, first: str, second: str, word: str
) -> None:
    discourse = reader.discourse(f"{first} {second}")
    places = [i for i, t in enumerate(discourse.tokens) if t.lower == word.lower()]

    numbers = {
        resolve_description(discourse, read_subject(discourse, at), None)
        for at in places
    }

    assert len(numbers) == 1


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        ("A cook sang there.", "A cook left.", "cook"),
        ("A tall cook sang there.", "The small cook left.", "cook"),
        ("Divers sang there.", "Other divers left.", "divers"),
    ],
)
def test_different_descriptions_stay_apart(
    reader: Reader, first: str, second: str, word: str
) -> None:
    discourse = reader.discourse(f"{first} {second}")
    places = [i for i, t in enumerate(discourse.tokens) if t.lower == word.lower()]

    numbers = {
        resolve_description(discourse, read_subject(discourse, at), None)
        for at in places
    }

    assert len(numbers) == 2


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("They met in Oslo. The city said that it was late.", "city", "Oslo"),
        ("Norway left the talks. The country was late.", "country", "Norway"),
        ("Norway and Sweden met. The country was late.", "country", "nobody"),
    ],
)
def test_city_and_country_are_the_one_that_was_named(
    reader: Reader, text: str, word: str, name: str
) -> None:
    found = _resolve(reader, text, word)

    assert found == name


def test_thing_of_another_kind_is_no_city(reader: Reader) -> None:
    found = _resolve(reader, "Norway left the talks. The city was late.", "city")

    assert found == "The city"


@pytest.mark.parametrize(
    ("phrase", "name"),
    [("the company", "Norlinie"), ("its company", "its company")],
)
def test_body_that_belongs_to_others_is_not_the_one_the_text_is_about(
    reader: Reader, phrase: str, name: str
) -> None:
    text = "Norlinie signed a contract. Norlinie sold two ferries.\n\n"

    found = _resolve(reader, f"{text}Then {phrase} closed.", "company")

    assert found == name
