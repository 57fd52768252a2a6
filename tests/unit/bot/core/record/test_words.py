from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.record.words import (
    defanged,
    folded_query,
    identifiers_of,
    search_words,
    words_of,
)


def words(text: str) -> tuple[str, ...]:
    """The tokens of the words of a text."""
    return words_of(folded_query(text))


def identifiers(text: str) -> list[str]:
    """The identifiers of a text, decoded."""
    tokens = identifiers_of(folded_query(text))
    return [bytes.fromhex(token.removeprefix("zqi")).decode() for token in tokens]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("L’ÉTÉ à Åbo", ("ete", "a", "abo")),
        ("qu’il jusqu'à lorsqu’elle", ("il", "a", "elle")),
        ("aujourd'hui", ("aujourdhui",)),
        ("O’Brien’s dogs' don't", ("obrien", "dogs", "dont")),
        ("the U.S. and the UN", ("the", "us", "and", "the", "un")),
        ("Œuvre ßtraße", ("oeuvre", "sstrasse")),
        ("1,336 ships - 40%", ("1", "336", "ships", "40")),
        ("… — “” *", ()),
        ("", ()),
    ],
)
def test_case_accents_and_apostrophes_make_no_difference(
    text: str, tokens: tuple[str, ...]
) -> None:
    assert words(text) == tokens


def test_a_script_without_blanks_has_a_token_for_each_sign() -> None:
    assert len(words("東京 Москва")) == 3
    assert words("東京")[0] == words("東")[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "the flaw CVE-2026-41177, and CVE‑2025‑1234.",
            ["cve-2026-41177", "cve-2025-1234"],
        ),
        ("hxxps://evil[.]example/x?y=1", ["evil.example"]),
        ("HXXP://www.evil[dot]example", ["evil.example"]),
        ("evil (dot) example and evil{.}example", ["evil.example"]),
        ("write to ida[at]lenna[.]example.", ["lenna.example"]),
        ("10.0.0.1, 10[.]0[.]0[.]2 and 300.0.0.1", ["10.0.0.1", "10.0.0.2"]),
        ("10.0.0.1.5 is none", []),
        ("2001:DB8::0:1 at 12:30:45", ["2001:db8::1"]),
        ("No. 23-939 and 1:24-cv-01234", ["23-939", "1:24-cv-01234"]),
        ("C‑311/18, F-16, 10-year, COVID-19", ["c-311/18"]),
        ("a-1234-b.example", ["a-1234-b.example"]),
        ("He said. They left at 7.", []),
    ],
)
def test_identifiers_are_found_also_if_they_are_defanged(
    text: str, found: list[str]
) -> None:
    assert identifiers(text) == found


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
