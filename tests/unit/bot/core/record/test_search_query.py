from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.domain.search import SearchTerm
from bot.core.record.search_query import (
    LONGEST,
    MOST_TERMS,
    SearchQueryError,
    parse_query,
)
from bot.core.record.words import FRENCH
from tests.tables import rows


def typed(text: str) -> tuple[list[str], list[str]]:
    """The wanted and the unwanted terms, each as it was typed."""
    terms = parse_query(text)[0]
    return list(map(written, terms.wanted)), list(map(written, terms.unwanted))


def written(term: SearchTerm) -> str:
    """A term as it was typed."""
    return " ".join(term.runs[0]) + "*" * term.begins


def test_only_a_word_without_quotation_marks_has_other_forms() -> None:
    (english, french) = parse_query('ferry "ferries" ferr*')

    assert ("ferries",) in english.wanted[0].runs
    assert english.wanted[1].runs == (("ferries",),)
    assert english.wanted[2] == SearchTerm((("ferr",),), begins=True)
    assert french.wanted[-1] == SearchTerm(((FRENCH,),))


@given(st.text(max_size=120))
def test_no_text_gives_a_token_with_a_sign(text: str) -> None:
    try:
        variants = parse_query(text)
    except SearchQueryError:
        return
    every = [term for terms in variants for term in (*terms.wanted, *terms.unwanted)]

    tokens = [token for term in every for run in term.runs for token in run]

    assert every
    assert all(re.fullmatch(r"[a-z0-9]+", token) for token in tokens)


@rows("record/queries", "typed", "wanted", "unwanted", "problem")
def test_a_query_is_read_as_it_is_typed(
    typed: str, wanted: str, unwanted: str, problem: str
) -> None:
    if problem:
        with pytest.raises(SearchQueryError, match=problem):
            parse_query(typed)
        return
    terms = parse_query(typed)[0]

    assert ", ".join(map(written, terms.wanted)) == wanted
    assert ", ".join(map(written, terms.unwanted)) == unwanted


@pytest.mark.parametrize(
    "text", ["x" * (LONGEST + 1), " ".join(f"w{n}" for n in range(MOST_TERMS + 1))]
)
def test_a_query_has_its_limits(text: str) -> None:
    with pytest.raises(SearchQueryError, match=r"500 characters|16 words"):
        parse_query(text)
