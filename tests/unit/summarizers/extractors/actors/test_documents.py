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
    cast = reader.cast("The statement said that the ferry was late.")

    assert cast.actors == ()
