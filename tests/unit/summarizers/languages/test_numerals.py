"""The numbers that a language writes in words and digits."""

from __future__ import annotations

import pytest

from summarizers.languages.numerals import Numerals
from summarizers.languages.profile import listed_profile


def numerals(lang: str = "en") -> Numerals:
    return listed_profile(lang).numerals()


@pytest.mark.parametrize(
    ("word", "value"),
    [("twelve", 12), ("Twenty", 20), ("twenty-one", 21), ("ninety-nine", 99)],
)
def test_number_word_has_its_value(word: str, value: int) -> None:
    assert numerals().word(word) == value


@pytest.mark.parametrize(
    ("word", "value"), [("vingt-deux", 22), ("vingt et un", 21), ("trente-trois", 33)]
)
def test_french_number_word_has_its_value(word: str, value: int) -> None:
    assert numerals("fr").word(word) == value


@pytest.mark.parametrize(
    ("lang", "written", "digits"),
    [
        ("en", "1,200.5", "1200.5"),
        ("en", "12", "12"),
        ("fr", "1 200,5", "1200.5"),
        ("fr", "1\u202f200", "1200"),
    ],
)
def test_digits_lose_their_groups_and_get_a_full_stop(
    lang: str, written: str, digits: str
) -> None:
    assert numerals(lang).digits(written) == digits


@pytest.mark.parametrize(
    ("lang", "written", "sign"),
    [("en", "€", "€"), ("en", "US$", "$"), ("fr", "euros", "€"), ("fr", " Euro ", "€")],
)
def test_currency_has_one_sign_for_its_names_and_signs(
    lang: str, written: str, sign: str
) -> None:
    assert numerals(lang).currency(written) == sign


@pytest.mark.parametrize(
    ("word", "factor"),
    [("million", 1_000_000), (" Thousand ", 1_000), ("ferries", 1), (None, 1)],
)
def test_only_a_scale_word_multiplies(word: str | None, factor: int) -> None:
    assert numerals().factor(word) == factor


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("about 12 ships", "about"),
        ("more than 12 ships", "above"),
        ("fewer than 12 ships", "below"),
        ("a dozen ships", "about"),
        ("12 ships", ""),
    ],
)
def test_qualifier_tells_on_which_side_the_exact_number_lies(
    text: str, kind: str
) -> None:
    language = numerals()
    match = language.pattern.search(text)

    assert match is not None
    assert language.kind(match) == kind
