from __future__ import annotations

import pytest

from tests.fakes.readers import Reader

LANCE = "Anna Berg, a senior fellow at the Lenna Institute, left the harbour.\n\n"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Anna Berg said that the ferry was late.", "Anna Berg"),
        ('"The ferry is late," said Anna Berg.', "Anna Berg"),
        ("According to Anna Berg, the ferry was late.", "Anna Berg"),
        ("Mayor Anna Berg said that the ferry was late.", "Anna Berg"),
        ("Norway said that the ferry was late.", "Norway"),
    ],
)
def test_named_source_speaks(reader: Reader, text: str, speaker: str) -> None:
    found = reader.speakers(text)

    assert found == [speaker]


def test_short_form_speaks_under_the_full_name(reader: Reader) -> None:
    text = "They met Anna Berg there. Berg said that the ferry was late."

    found = reader.speakers(text)

    assert found == ["Anna Berg"]


def test_first_of_two_sources_speaks(reader: Reader) -> None:
    found = reader.speakers("Anna Berg and Ivo Lund said that the ferry was late.")

    assert found == ["Anna Berg"]


def test_name_in_apposition_speaks(reader: Reader) -> None:
    text = "The head of the fund, Anna Berg, said that the ferry was late."

    found = reader.speakers(text)

    assert found == ["Anna Berg"]


def test_spokesman_of_a_body_speaks_for_himself(reader: Reader) -> None:
    text = "White House spokesman Ivo Lund said that the ferry was late."

    found = reader.speakers(text)

    assert found == ["Ivo Lund"]


@pytest.mark.parametrize(
    ("pronoun", "speaker"), [("He", "Peter Lund"), ("She", "Anna Berg")]
)
def test_pronoun_means_the_person_of_its_gender(
    reader: Reader, pronoun: str, speaker: str
) -> None:
    text = f"Anna Berg met Peter Lund. {pronoun} said that the ferry was late."

    found = reader.speakers(text)

    assert found == [speaker]


def test_pronoun_goes_on_with_the_last_speaker(reader: Reader) -> None:
    text = (
        "Anna Berg said that the ferry was late. "
        '"It has to wait," she said. She added that the pier was closed.'
    )

    found = reader.speakers(text)

    assert found == ["Anna Berg"] * 3


def test_pronoun_without_anyone_stays_open(reader: Reader) -> None:
    found = reader.speakers("She said that the ferry was late.")

    assert found == [None]


def test_speaker_in_the_first_person_stays_open(reader: Reader) -> None:
    found = reader.speakers("I told them that the ferry was late.")

    assert set(found) <= {None}


@pytest.mark.parametrize(
    "description",
    [
        "The expert",
        "The fellow",
        "The researcher of the Lenna Institute",
    ],
)
def test_description_means_the_one_with_the_role(
    reader: Reader, description: str
) -> None:
    found = reader.speakers(f"{LANCE}{description} said that the ferry was late.")

    assert found == ["Anna Berg"]


def test_description_that_fits_nobody_is_a_speaker_by_itself(reader: Reader) -> None:
    found = reader.speakers(f"{LANCE}The fisherman said that the ferry was late.")

    assert found == ["The fisherman"]


def test_description_that_fits_two_stays_open(reader: Reader) -> None:
    text = (
        "They met the economist Anna Berg and the economist Ivo Lund there. "
        "The economist said that the ferry was late."
    )

    found = reader.speakers(text)

    assert found == [None]


def test_unknown_speaker_is_someone_new_each_time(reader: Reader) -> None:
    text = (
        "A resident said that the ferry was late.\n\nA resident said that it was not."
    )
    entities = reader.entities(text)

    residents = [actor for actor in entities.actors if "resident" in actor.name]

    assert len(residents) == 2


def test_described_speaker_comes_back(reader: Reader) -> None:
    text = (
        "A spokesman for the harbour said that the ferry was late. "
        "The spokesman said that the pier was closed."
    )

    found = reader.speakers(text)

    assert found == ["A spokesman for the harbour"] * 2


def test_group_is_one_speaker(reader: Reader) -> None:
    text = (
        "Local fishermen said that the ferry was late. "
        "The fishermen said that the pier was closed."
    )

    found = reader.speakers(text)

    assert found == ["Local fishermen"] * 2


def test_quotation_that_follows_has_the_same_speaker(reader: Reader) -> None:
    text = (
        '"The ferry is late again," said Anna Berg. '
        '"It will have to wait for the tide."'
    )

    found = reader.speakers(text)

    assert set(found) == {"Anna Berg"}


def test_speaker_before_a_colon_is_the_subject(reader: Reader) -> None:
    text = 'Anna Berg thanked them all: "The ferry will run again in spring."'

    found = reader.speakers(text)

    assert found == ["Anna Berg"]


def test_every_speaker_is_an_actor(reader: Reader) -> None:
    text = f"{LANCE}Police said that the ferry was late. It was late, a source said."
    entities = reader.entities(text)

    names = {actor.name for actor in entities.actors}

    assert {speaker for speaker in entities.speakers if speaker} <= names


def test_resolved_pronoun_is_a_mention(reader: Reader) -> None:
    text = "Anna Berg left the harbour. She said that the ferry was late."

    (actor,) = reader.entities(text).actors

    assert [(m.span.text, m.pronoun) for m in actor.mentions] == [
        ("Anna Berg", False),
        ("She", True),
    ]


def test_resolved_description_is_an_alias(reader: Reader) -> None:
    text = f"{LANCE}The expert said that the ferry was late."

    actor = next(a for a in reader.entities(text).actors if a.name == "Anna Berg")

    assert "The expert" in actor.aliases


def test_pronoun_is_no_alias(reader: Reader) -> None:
    text = "Anna Berg left the harbour. She said that the ferry was late."

    (actor,) = reader.entities(text).actors

    assert actor.aliases == ()


def test_first_of_three_sources_speaks(spacy: Reader) -> None:
    text = "Norway, Poland and Finland said that the ferry was late."

    found = spacy.speakers(text)

    assert found[:1] == ["Norway"]


def test_two_roles_of_one_source_are_one_speaker(reader: Reader) -> None:
    text = "XQZ scientist and author Anna Berg said that the ferry was late."

    found = reader.speakers(text)

    assert found == ["Anna Berg"]


def test_name_in_apposition_may_stand_behind_brackets(reader: Reader) -> None:
    text = "The head of the fund (a charity), Anna Berg, said the ferry was late."

    found = reader.speakers(text)

    assert found == ["Anna Berg"]


def test_quotation_far_from_the_last_speaker_stays_open(reader: Reader) -> None:
    text = (
        "Anna Berg said that the ferry was late.\n\nThe harbour was closed.\n\n"
        'The pier was closed.\n\n"It will have to wait for the next tide."'
    )

    found = reader.speakers(text)

    assert found[1:] in ([], [None])
