"""The rules of a language that other packages ask its profile for."""

from __future__ import annotations

import pytest

from summarizers.languages.profile import listed_profile
from tests.fakes.readers import TABLES
from tests.tables import lines


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
def test_noun_has_its_other_number(lang: str, noun: str, forms: set[str]) -> None:
    assert set(listed_profile(lang).noun_forms(noun)) == forms


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_forms_of_a_word_have_one_stem(subtests: pytest.Subtests, lang: str) -> None:
    stem = listed_profile(lang).stem
    for line in lines(f"{TABLES[lang]}/stems"):
        forms, _, others = line.partition("|")
        with subtests.test(forms=forms):
            (one,) = {stem(form) for form in forms.split()}

            assert one not in {stem(other) for other in others.split()}


@pytest.mark.parametrize("word", ["loss", "gas", "2026", "g20s", "red", "king", ""])
def test_word_that_only_looks_like_a_form_stays(word: str) -> None:
    assert listed_profile("en").stem(word) == word


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_word_that_points_back_makes_a_sentence_unclear(
    subtests: pytest.Subtests, lang: str
) -> None:
    for line in lines(f"{TABLES[lang]}/unclear"):
        expected, _, sentence = line.partition(" | ")
        with subtests.test(sentence=sentence):
            assert listed_profile(lang).is_unclear(sentence) is (expected == "unclear")


def test_language_without_lists_uses_the_english_profile() -> None:
    assert listed_profile("de") is listed_profile("en")
