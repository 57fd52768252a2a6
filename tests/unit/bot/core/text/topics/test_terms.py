from __future__ import annotations

import pytest

from bot.core.text.topics.normalize import make_search_text
from bot.core.text.topics.terms import TermIndex, make_term
from tests.tables import rows


def stands(term: str, text: str) -> bool:
    """Whether the term stands in the text."""
    return bool(TermIndex([make_term(term)]).matches(make_search_text("", text)))


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "a-" * 50_000, " " * 100_000, "A." * 50_000, "é" * 50_000]
)
def test_no_text_makes_the_search_stall(text: str) -> None:
    assert not stands("a-b c", text)


@rows("rules/terms", "term", "text", "found")
def test_a_term_stands_in_a_text_or_does_not(term: str, text: str, found: str) -> None:
    assert stands(term, text) is (found == "yes")
