from __future__ import annotations

import pytest

from bot.core.text import deep_links
from bot.core.text.deep_links import DeepLinks, page_address
from summarizers.model import Article
from tests.fakes.samples import find
from tests.tables import rows

PAGE = "https://example.org/a"


def link(text: str, words: str, *, url: str | None = PAGE) -> str | None:
    article = Article(text, url=url)
    return DeepLinks(article).link(find(article, words))


def test_a_long_sentence_is_named_by_its_first_and_last_words() -> None:
    words = "The old bridge over the river Mor will be closed to all lorries on Monday."

    found = link(f"A first line. {words} A last line.", words)

    assert found == f"{PAGE}#:~:text=The%20old%20bridge,lorries%20on%20Monday."


def test_the_words_grow_until_they_mean_one_place_only() -> None:
    words = "The old bridge over the river Mor will be closed to all lorries on Monday."

    found = link(f"The old bridge is red. {words}", words)

    assert found is not None
    assert "text=The%20old%20bridge%20over," in found


def test_the_last_words_grow_past_the_same_words_inside() -> None:
    words = "The sign says “halt on the next day.” but cars stop on the next day."

    found = link(words, words)

    assert found is not None
    assert found.endswith(",stop%20on%20the%20next%20day.")


def test_a_sentence_that_differs_in_its_end_alone_is_named_as_a_whole() -> None:
    words = "We have had four ships, and we will have sold two of them by June."

    found = link(f"{words[:-1]}, they say. {words}", words)

    assert found is not None
    assert found.endswith("two%20of%20them%20by%20June.")
    assert found.count(",") == 0


def test_a_sentence_that_stands_twice_links_to_the_plain_page() -> None:
    assert link("He left. She stayed. He left.", "He left.") == PAGE


def test_letters_that_grow_in_lower_case_do_not_shift_the_words() -> None:
    words = "İİİİ ı and many other letters were found on the walls of İzmir harbour."

    found = link(f"{words} More.", words)

    assert found is not None
    assert found.endswith(",of%20%C4%B0zmir%20harbour.")


def test_an_older_text_fragment_is_replaced() -> None:
    found = link("Ports close.", "Ports close.", url=f"{PAGE}#:~:text=Old")

    assert found == f"{PAGE}#:~:text=Ports%20close."


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,hi",
        "http://bank.test@evil.test/",
        "http://[::1",
        "/relative",
        "",
        None,
    ],
)
def test_an_address_that_may_mislead_is_not_linked_to(url: str | None) -> None:
    assert page_address(url) is None


@rows("rules/fragments", "words", "encoded")
def test_every_character_of_a_sentence_survives_in_its_link(
    words: str, encoded: str
) -> None:
    found = link(f"Before it. {words}\n\nAfter it.", words)

    assert found == f"{PAGE}#:~:text={encoded}"


@rows("rules/misleading", "words", "misleads")
def test_words_that_name_another_host_would_mislead(words: str, misleads: str) -> None:
    found = deep_links.misleads(words, "https://paper.example/a")

    assert found is (misleads == "yes")


@pytest.mark.parametrize("words", ["a." * 25_000, "a" * 50_000])
def test_long_words_do_not_mislead(words: str) -> None:
    assert not deep_links.misleads(words, "https://paper.example/a")
