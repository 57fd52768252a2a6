from __future__ import annotations

import pytest

from summarizers.stories.documents import LEAD, StoryDocument
from summarizers.stories.vectors import DocumentTokenizer


def wording(text: str, title: str = "") -> tuple[DocumentTokenizer, dict[str, int]]:
    document = StoryDocument("a", text, title)
    found = DocumentTokenizer([document])
    return found, found.terms(document)


def test_the_title_counts_twice() -> None:
    _, terms = wording("Then a ferry sank.", "Ferry sinks")

    assert terms["ferry"] == 3


def test_words_that_say_nothing_are_left_out() -> None:
    _, terms = wording("The ferry and the storm, a b")

    assert set(terms) == {"ferry", "storm"}


def test_only_the_lead_is_read() -> None:
    _, terms = wording("ferry " * (LEAD // 6) + " storm")

    assert set(terms) == {"ferry"}


@pytest.mark.parametrize(
    "address",
    ["https://news.example/Ferry/2026", "http: / / news. example / ferry", "www.x.org"],
)
def test_addresses_are_no_words(address: str) -> None:
    _, terms = wording(f"{address}\nstorm")

    assert set(terms) == {"storm"}


def test_names_are_told_by_their_capital_inside_sentences() -> None:
    found, _ = wording("Storms hit Saltby. The mayor of Saltby said storms were rare.")

    assert [found.is_name(word) for word in ("saltby", "storms")] == [True, False]


def test_a_title_in_capitals_makes_no_names() -> None:
    found, _ = wording("A storm hit the town, and the storm stayed.", "Big Storm Hits")

    assert not found.is_name("storm")


def test_names_keep_their_endings() -> None:
    _, terms = wording("Near Dunes the boats of Dunes met other boats.")

    assert {"dunes", "boat"} <= set(terms)
