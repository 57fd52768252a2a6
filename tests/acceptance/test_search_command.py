"""``sitrep search`` on a database that has a record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.stores.sql import open_store
from tests.fakes.command import Done, sitrep
from tests.fakes.records import DAY, NOW
from tests.fakes.search import record_sentence

CONFIGURATION = """\
topics:
  harbours: {title: Harbours, sources: [file: coast]}
  schools: {title: Schools, sources: [file: coast]}
"""
STORM = "The storm over Lenna is over, said the harbour master."
FERRY = "The ferry calls 10.0.0.1 until the storm has passed, said a man."


@pytest.fixture
async def place(tmp_path: Path) -> Path:
    """A folder with a configuration and a record of some sentences."""
    (tmp_path / "sitrep.yaml").write_text(CONFIGURATION)
    (tmp_path / "coast").mkdir()
    async with open_store(f"sqlite:///{tmp_path / 'sitrep.db'}") as store:
        await record_sentence(store, "storm", STORM, who="Ida Brandt", at=NOW - DAY)
        await record_sentence(store, "ferry", FERRY, paper="Coast Courier")
        await record_sentence(
            store, "school", "A storm closed the school.", topics=("schools",)
        )
        await record_sentence(store, "x", "A secret storm.", topics=("secret",))
    return tmp_path


def search(place: Path, *arguments: str) -> Done:
    """Run the command in the folder."""
    return sitrep("search", *arguments, place=place)


def texts(done: Done) -> list[str]:
    """The texts of the hits in JSON."""
    assert done.status == 0, done.messages
    return [hit["text"] for hit in json.loads(done.output)["hits"]]


def test_the_json_has_the_sentences_as_they_are_printed(place: Path) -> None:
    done = search(place, "storm", "-f", "json", "--topic", "harbours")

    hits = json.loads(done.output)["hits"]
    assert [hit["text"] for hit in hits] == [STORM, FERRY]
    assert hits[1]["article"] == {
        "title": "News of ferry",
        "url": "https://lenna-gazette.example/ferry",
        "site": "Coast Courier",
        "published": "2026-03-02",
    }
    assert hits[0]["score"] > hits[1]["score"] > 0
    assert hits[0]["papers"] == ["Lenna Gazette"]
    assert hits[0]["link"].startswith("https://lenna-gazette.example/storm#:~:text=")


def test_options_narrow_the_search(place: Path) -> None:
    json_ = ("-f", "json")

    assert len(texts(search(place, "storm", *json_))) == 3
    assert texts(search(place, "storm", "--paper", "courier", *json_)) == [FERRY]
    assert texts(search(place, "storm", "--who", "Ida Brandt", *json_)) == [STORM]
    assert texts(search(place, "storm -ferry", "school", *json_)) == [
        "A storm closed the school."
    ]
    assert texts(search(place, "storm", "--since", "2026-03-03", *json_)) == []


def test_text_and_markdown_have_lines_below_titles(place: Path) -> None:
    text = search(place, '"harbour master"')
    markdown = search(place, "10.0.0.1", "--format", "markdown")

    assert "FOUND" in text.output
    assert "News of storm" in text.output
    assert "10\\[.\\]0\\[.\\]0\\[.\\]1 until" in markdown.output
    assert (text.status, markdown.status) == (0, 0)


def test_nothing_found_is_no_failure(place: Path) -> None:
    done = search(place, "volcano")

    assert done.status == 0
    assert "No sentence of the record has: volcano" in done.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("*",), "at least one word"),
        (("storm", "--since", "the flood"), '"the flood" is not a day'),
        (("storm", "--topic", "harbour"), 'unknown topic "harbour"'),
    ],
)
def test_wrong_usage_is_told(
    place: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = search(place, *arguments)

    assert (done.status, done.output) == (2, "")
    assert told in done.messages


async def test_a_name_of_two_people_is_asked_about(place: Path) -> None:
    async with open_store(f"sqlite:///{place / 'sitrep.db'}") as store:
        await record_sentence(store, "tide", "A tide.", who="Ada Brandt", role="pilot")

    text = search(place, "storm", "--who", "brandt")
    document = search(place, "storm", "--who", "brandt", "--format", "json")

    assert (text.status, document.status) == (1, 1)
    assert "Ada Brandt" in text.messages
    assert "harbour master" in text.messages
    error = json.loads(document.output)["error"]
    assert error["kind"] == "ambiguous"
    assert {"name": "Ada Brandt", "role": "pilot"} in error["candidates"]
