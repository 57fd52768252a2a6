from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.record.words import search_words


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The ferry stays in port.", "the ferry stays in port"),
        ("L'Été à Åbo, 2026!", "l ete a abo 2026"),
        ("L’été", "l ete"),
        ("U.N. – “peace”…", "un peace"),
        ("CVE-2026-41177", "cve 2026 41177"),
        ("Straße, Ærø, Łódź", "strasse aero lodz"),
        ("snake_case", "snake case"),
        ("", ""),
        ("…", ""),
    ],
)
def test_tokens_are_folded_words(text: str, tokens: str) -> None:
    assert search_words(text) == tokens


def test_a_word_of_other_letters_is_one_token() -> None:
    tokens = search_words("Москва, МОСКВА; Ελλάδα").split()

    assert tokens[0] == tokens[1]
    assert len(set(tokens)) == 2


@given(st.text())
def test_tokens_have_letters_and_digits_of_ascii_alone(text: str) -> None:
    tokens = search_words(text)

    assert tokens.isascii()
    assert tokens == tokens.lower()
    assert tokens.replace(" ", "").isalnum() or not tokens


@given(st.text())
def test_tokens_are_their_own_tokens(text: str) -> None:
    assert search_words(search_words(text)) == search_words(text)
