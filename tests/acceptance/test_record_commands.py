"""``sitrep who``: what is recorded of a person, from the command line."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.stores.sql import open_store
from tests.fakes.command import Done, sitrep
from tests.fakes.record import make_claim, make_entry, make_speaker
from tests.fakes.records import add

FILE = """\
topics:
  harbours:
    title: Harbours
    sources:
      - page: https://lenna-gazette.example/a
  schools:
    title: Schools
    sources:
      - page: https://lenna-gazette.example/b
"""
SPEAKERS = make_speaker(), make_speaker("Olof Brandt", role="mayor")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration and a database with statements of two people."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "sitrep.yaml").write_text(FILE)

    async def record() -> None:
        async with open_store(f"sqlite:///{folder / 'sitrep.db'}") as store:
            for name, speaker in zip(("ferry", "bridge"), SPEAKERS, strict=True):
                article = await add(store, name)
                due = await store.due_entries(1)
                claims = [make_claim(speaker)]
                entry = make_entry(article, number=due.through, claims=claims)
                assert await store.record(due, [entry])

    asyncio.run(record())
    return folder


def who(desk: Path, *arguments: str) -> Done:
    return sitrep("who", *arguments, place=desk)


def test_statements_are_listed_with_their_links(desk: Path) -> None:
    text = who(desk, "Ida Brandt")
    markdown = who(desk, "Ida Brandt", "--format", "markdown")

    assert text.status == markdown.status == 0
    assert "“The ferry" in text.output or '"The ferry' in text.output
    assert "News of ferry" in text.output
    assert "#:~:text=ferry" in markdown.output


def test_the_document_has_the_fields_of_the_contract(desk: Path) -> None:
    done = who(desk, "ida brandt", "--format", "json", "--topic", "harbours")

    document = json.loads(done.output)
    assert list(document) == ["speaker", "role", "statements"]
    (line,) = document["statements"]
    assert set(line) == {
        *("text", "cue", "article", "link", "story", "papers", "earlier")
    }
    assert set(line["article"]) == {"title", "url", "site", "published"}


def test_an_ambiguous_name_is_an_error_with_the_candidates(desk: Path) -> None:
    done = who(desk, "Brandt", "--format", "json")
    text = who(desk, "Brandt")

    assert done.status == text.status == 1
    error = json.loads(done.output)["error"]
    assert error["kind"] == "ambiguous"
    assert {"name": "Olof Brandt", "role": "mayor"} in error["candidates"]
    assert "Olof Brandt, mayor" in text.messages


def test_other_topics_and_times_are_left_out(desk: Path) -> None:
    other = who(desk, "Ida Brandt", "--topic", "schools")
    later = who(desk, "Ida Brandt", "--since", "2030-01-01", "--format", "json")

    assert other.status == 1
    assert json.loads(later.output)["statements"] == []


@pytest.mark.parametrize(
    ("option", "typed", "problem"),
    [
        ("--topic", "harbour", 'unknown topic "harbour"'),
        ("--since", "the flood", '"the flood" is not a day or a period'),
    ],
)
def test_wrong_options_are_explained(
    desk: Path, option: str, typed: str, problem: str
) -> None:
    done = who(desk, "Ida Brandt", option, typed)

    assert done.status == 2
    assert problem in done.messages
