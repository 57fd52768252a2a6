from __future__ import annotations

import pytest

from tests.fakes.readers import Reader


@pytest.mark.parametrize(
    "text",
    [
        "Poland was late. Later Warsaw said no.",
        "Poland was late. the deal with Warsaw failed.",
        "the Polish ferry was late. Later Warsaw said no.",
    ],
)
def test_capital_that_acts_is_the_state(reader: Reader, text: str) -> None:
    names = _kinds(reader, text)

    assert "place" not in names.values()


@pytest.mark.parametrize(
    "text",
    [
        "Poland was late. they met in Warsaw there.",
        "Poland was late. they came from Warsaw there.",
    ],
)
def test_capital_where_something_happens_is_a_place(reader: Reader, text: str) -> None:
    names = _kinds(reader, text)

    assert names["Warsaw"] == "place"


def test_capital_alone_is_a_place(reader: Reader) -> None:
    names = _kinds(reader, "Later Warsaw said no.")

    assert names == {"Warsaw": "place"}


def test_capital_may_be_both(reader: Reader) -> None:
    text = "Poland was late. they met in Warsaw there. the deal with Warsaw failed."

    counts = {a.name: len(a.mentions) for a in reader.entities(text).actors}

    assert counts == {"Poland": 2, "Warsaw": 1}


def test_owner_of_what_acts_is_the_state(spacy: Reader) -> None:
    names = _kinds(spacy, "Poland was late. Warsaw's army closed the port.")

    assert "Warsaw" not in names


def test_state_known_by_its_people_is_named_by_its_capital(reader: Reader) -> None:
    actors = reader.entities("the Polish ferry was late. the deal with Warsaw failed.")

    assert [(a.name, str(a.kind)) for a in actors.actors] == [("Warsaw", "country")]


def _kinds(reader: Reader, text: str) -> dict[str, str]:
    return {actor.name: str(actor.kind) for actor in reader.entities(text).actors}
