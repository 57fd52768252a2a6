from __future__ import annotations

import pytest

from summarizers.languages.english.inflections import stem


@pytest.mark.parametrize(
    "forms",
    [
        ("strike", "strikes", "striking", "striked"),
        ("rescue", "rescued", "rescues", "rescuing"),
        ("plan", "plans", "planned", "planning"),
        ("city", "cities"),
        ("call", "calls", "called", "calling"),
        ("court", "courts"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["loss", "gas", "2026", "g20s", "red", "king", ""])
def test_what_only_looks_like_an_ending_stays(word: str) -> None:
    assert stem(word) == word
