from __future__ import annotations

import pytest

from summarizers.readers.english.actors.pronouns import (
    PRONOUNS,
    resolve_pronoun,
)
from tests.fakes.readers import Reader


def _resolve(
    reader: Reader, text: str, speaker: tuple[int, int] | None = None
) -> str | None:
    """The name of what the last pronoun of a text means."""
    discourse = reader.discourse(text)
    places = [i for i, t in enumerate(discourse.tokens) if t.lower in PRONOUNS]
    number = resolve_pronoun(discourse, places[-1], speaker)
    if number is None:
        return None
    return (
        discourse.entities[number].names[0].text
        if number >= 0
        else _word(discourse, number)
    )


def _word(discourse: object, number: int) -> str:
    tokens = discourse.tokens  # type: ignore[attr-defined]
    return f"~{tokens[~number].text}"


def test_only_person_of_the_gender_is_meant(reader: Reader) -> None:
    found = _resolve(reader, "Anna Berg thanked Peter Lund for it. In the end he left.")

    assert found == "Peter Lund"


def test_person_of_unknown_gender_may_be_meant(reader: Reader) -> None:
    found = _resolve(reader, "They thanked Mayor Xq Orsa for it. In the end she left.")

    assert found == "Xq Orsa"


def test_gender_is_learned(reader: Reader) -> None:
    discourse = reader.discourse(
        "They thanked Mayor Xq Orsa for it. In the end she left."
    )
    places = [i for i, t in enumerate(discourse.tokens) if t.lower == "she"]

    resolve_pronoun(discourse, places[-1], None)

    assert discourse.entities[0].evidence.gender == "f"


def test_subject_comes_before_object(reader: Reader) -> None:
    text = "Peter Lund said that the ferry hit Ivan Orsa. In the end he left."

    found = _resolve(reader, text)

    assert found == "Peter Lund"


def test_two_alike_are_nobody(reader: Reader) -> None:
    text = "The ferry hit Peter Lund and Ivan Orsa at once. In the end he left."

    found = _resolve(reader, text)

    assert found is None


def test_nearer_person_is_meant(reader: Reader) -> None:
    text = (
        "The ferry hit Peter Lund last week. The ferry was late. "
        "The ferry hit Ivan Orsa today. In the end he left."
    )

    found = _resolve(reader, text)

    assert found == "Ivan Orsa"


def test_last_speaker_goes_on(reader: Reader) -> None:
    text = "The ferry hit Peter Lund and Ivan Orsa at once. In the end he left."

    found = _resolve(reader, text, speaker=(1, 1))

    assert found == "Ivan Orsa"


def test_speaker_long_ago_does_not_count(reader: Reader) -> None:
    text = "The ferry hit Peter Lund. " + "The ferry was late. " * 9 + "Then he left."

    found = _resolve(reader, text, speaker=(0, 1))

    assert found is None


def test_person_in_a_quotation_is_rather_not_meant(reader: Reader) -> None:
    text = (
        'Peter Lund called it bad luck. "The ferry hit Ivan Orsa," the town heard. '
        "In the end he left."
    )

    found = _resolve(reader, text)

    assert found == "Peter Lund"


def test_described_subject_before_may_be_meant(reader: Reader) -> None:
    text = "A spokeswoman said that the ferry was late. In the end she left."

    found = _resolve(reader, text)

    assert found == "A spokeswoman"


def test_subject_that_is_no_figure_may_be_meant(reader: Reader) -> None:
    found = _resolve(reader, "A fisherman left the pier at once. In the end he sang.")

    assert found == "~fisherman"


def test_body_is_meant_by_it(reader: Reader) -> None:
    found = _resolve(reader, "Norlinie closed the pier. In the end it left.")

    assert found == "Norlinie"


def test_person_is_not_meant_by_it(reader: Reader) -> None:
    found = _resolve(reader, "Peter Lund closed the pier. In the end it left.")

    assert found is None


def test_group_is_meant_by_they(reader: Reader) -> None:
    found = _resolve(reader, "Fishermen closed the pier. In the end they left.")

    assert found == "Fishermen"


@pytest.mark.parametrize(("sentence", "name"), [(2, "Norlinie"), (0, None)])
def test_body_that_just_spoke_goes_on_as_they(
    reader: Reader, sentence: int, name: str | None
) -> None:
    text = "Norlinie closed the pier.\n\nIn the end they left."

    found = _resolve(reader, text, speaker=(0, sentence))

    assert found == name
