from __future__ import annotations

import pytest

from tests.fakes.readers import Reader


@pytest.mark.parametrize(
    "text",
    [
        "Norlinie's statement said that the ferry was late.",
        "A Norlinie statement said that the ferry was late.",
        "A letter from Norlinie said that the ferry was late.",
        "An email by the company Norlinie said that the ferry was late.",
    ],
)
def test_sender_of_a_document_speaks(reader: Reader, text: str) -> None:
    found = reader.speakers(text)

    assert found == ["Norlinie"]


@pytest.mark.parametrize(
    "text",
    [
        "Norlinie issued a statement saying that the ferry was late.",
        "Norlinie released a letter which said that the ferry was late.",
        "Norlinie issued a statement. The statement said that the ferry was late.",
        "Norlinie began to send out letters saying that the ferry was late.",
        "It was Norlinie who sent them a letter warning that the ferry was late.",
        "Norlinie adopted a resolution saying that the ferry was late.",
    ],
)
def test_issuer_of_a_document_speaks(spacy: Reader, text: str) -> None:
    found = spacy.speakers(text)

    assert found == ["Norlinie"]


def test_described_issuer_of_a_document_speaks(spacy: Reader) -> None:
    text = "A spokesman released a statement saying that the ferry was late."

    found = spacy.speakers(text)

    assert found == ["A spokesman"]


@pytest.mark.parametrize(
    "text",
    [
        "The statement said that the ferry was late.",
        "A letter from the island said that the ferry was late.",
    ],
)
def test_document_without_a_sender_stays_open(reader: Reader, text: str) -> None:
    found = reader.speakers(text)

    assert found == [None]


def test_document_is_no_actor(reader: Reader) -> None:
    entities = reader.entities("The statement said that the ferry was late.")

    assert entities.actors == ()


@pytest.mark.parametrize(
    "text",
    [
        "A study by Norlinie said that the ferry was late.",
        "Results of a survey, published in a paper by Norlinie, show the ferry is late.",
        "Norlinie's analysis showed that the ferry was late.",
    ],
)
def test_writer_of_a_study_speaks(spacy: Reader, text: str) -> None:
    found = spacy.speakers(text)

    assert found == ["Norlinie"]


def test_study_speaks_for_itself_when_nobody_is_named(spacy: Reader) -> None:
    found = spacy.speakers("A study said that the ferry was late.")

    assert found == ["A study"]


def test_described_body_speaks_in_what_it_passed(spacy: Reader) -> None:
    text = "The council passed a resolution calling for an end to the night flights."

    found = spacy.speakers(text)

    assert found == ["The council"]


def test_author_far_back_is_not_taken_for_a_new_document(spacy: Reader) -> None:
    gap = "The harbour was closed for the night. " * 6
    text = f"Norlinie issued a letter. {gap}The letter said that the ferry was late."

    found = spacy.speakers(text)

    assert found == [None]
