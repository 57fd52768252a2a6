from __future__ import annotations

from tests.fakes.readers import Reader

FILLER = "The ferry was late again.\n\nThe ferry was late in spring, too.\n\n"


def test_group_that_acts_in_the_lead_is_an_actor(reader: Reader) -> None:
    names = _names(reader, "Local fishermen closed the harbour.")

    assert names == ["Local fishermen"]


def test_group_that_acts_again_is_an_actor(reader: Reader) -> None:
    text = FILLER + "Fishermen closed the harbour. Later fishermen opened it."

    names = _names(reader, text)

    assert len(names) == 1


def test_group_that_acts_once_and_late_is_none(reader: Reader) -> None:
    names = _names(reader, FILLER + "Fishermen closed the harbour.")

    assert names == []


def test_group_that_does_not_act_is_none(spacy: Reader) -> None:
    names = _names(spacy, "The mayor met the fishermen there.")

    assert names == []


def test_vague_group_is_none(reader: Reader) -> None:
    names = _names(reader, "Some left. Others closed the harbour. Many people sang.")

    assert names == []


def test_group_in_a_quotation_is_none(reader: Reader) -> None:
    text = '"The fishermen closed the harbour," said Anna Berg. "It was late."'

    names = _names(reader, text)

    assert names == ["Anna Berg"]


def test_group_with_a_name_is_no_second_actor(reader: Reader) -> None:
    names = _names(reader, "They thanked the Democrats. Democrats closed the harbour.")

    assert names == ["Democrats"]


def _names(reader: Reader, text: str) -> list[str]:
    return [actor.name for actor in reader.entities(text).actors]
