from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.record.word_forms import english_forms, french_forms
from bot.core.record.words import (
    defanged,
    folded_query,
    identifiers_of,
    search_words,
    words_of,
)
from tests.tables import lines, rows


def words(text: str) -> tuple[str, ...]:
    """The tokens of the words of a text."""
    return words_of(folded_query(text))


def test_a_script_without_blanks_has_a_token_for_each_sign() -> None:
    assert len(words("東京 Москва")) == 3
    assert words("東京")[0] == words("東")[0]


@given(st.text(max_size=200))
def test_tokens_have_letters_of_ascii_and_digits_alone(text: str) -> None:
    tokens = search_words(text.replace("\ud800", ""), "fr")

    assert re.fullmatch(r"[a-z0-9]+(?: [a-z0-9]+)*", tokens)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It calls 10.0.0.1.", "It calls 10[.]0[.]0[.]1."),
        ("See https://a.bbc.co.uk/x.", "See hxxps://a[.]bbc[.]co[.]uk/x."),
        ("Amazon.com and node.js", "Amazon[.]com and node.js"),
        ("evil[.]com stays", "evil[.]com stays"),
        ("It ended. Then 3.5 more.", "It ended. Then 3.5 more."),
    ],
)
def test_a_shown_line_has_no_address_to_follow(text: str, shown: str) -> None:
    assert defanged(text) == shown


@rows("record/words", "text", "words", "identifiers")
def test_words_and_identifiers_of_a_text(
    text: str, words: str, identifiers: str
) -> None:
    folded = folded_query(text)
    codes = [token.removeprefix("zqi") for token in identifiers_of(folded)]

    assert " ".join(bytes.fromhex(code).decode() for code in codes) == identifiers
    if not identifiers:
        assert " ".join(words_of(folded)) == words


def test_forms_of_words_belong_together() -> None:
    for line in lines("record/word_forms"):
        lang, word, other, expected = line.split()
        found = (english_forms if lang == "en" else french_forms)(word)
        assert (found[0], other in found) == (word, expected == "yes"), line
