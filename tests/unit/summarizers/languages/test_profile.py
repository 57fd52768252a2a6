from __future__ import annotations

import pytest

from summarizers.languages.profile import listed_profile


@pytest.mark.parametrize(
    ("lang", "noun", "forms"),
    [
        ("en", "dam", {"dam", "dams"}),
        ("en", "cities", {"city", "cities"}),
        ("en", "crash", {"crash", "crashes"}),
        ("en", "fireman", {"fireman", "firemen"}),
        ("en", "loss", {"loss", "losses"}),
        ("fr", "bateau", {"bateaux"}),
        ("fr", "journaux", {"journal"}),
        ("fr", "digue", set()),
    ],
)
def test_a_noun_has_its_other_number(lang: str, noun: str, forms: set[str]) -> None:
    assert set(listed_profile(lang).noun_forms(noun)) == forms


@pytest.mark.parametrize(
    ("lang", "sentence", "is_unclear"),
    [
        ("en", "It may flood the valley.", True),
        ("en", "“They will appeal,” the lawyer said.", True),
        ("en", "If they do not, prices could double.", True),
        ("en", "But the union wants more.", True),
        ("en", "Here is what the union wants:", True),
        ("en", "In doing so, the union broke the law.", True),
        ("en", "The port will build the first of those by May.", True),
        ("en", "If the dam breaks, the valley floods.", False),
        ("en", "This spring, the port may close.", False),
        ("en", "This rule may close the port.", True),
        ("en", "The dam may flood the valley.", False),
        ("fr", "Elle devra fermer.", True),
        ("fr", "La digue devra fermer.", False),
    ],
)
def test_a_word_that_points_back_makes_a_sentence_unclear(
    lang: str, sentence: str, *, is_unclear: bool
) -> None:
    assert listed_profile(lang).is_unclear(sentence) is is_unclear


@pytest.mark.parametrize(
    ("lang", "text", "digits"),
    [
        ("en", "1,200 of 3.5", ["1200", "3.5"]),
        ("fr", "1 200 sur 3,5", ["1200", "3.5"]),
    ],
)
def test_numbers_are_written_as_in_their_language(
    lang: str, text: str, digits: list[str]
) -> None:
    numerals = listed_profile(lang).numerals()

    assert [numerals.digits(n) for n in numerals.plain.findall(text)] == digits


def test_a_language_without_lists_uses_the_english_profile() -> None:
    assert listed_profile("de") is listed_profile("en")
