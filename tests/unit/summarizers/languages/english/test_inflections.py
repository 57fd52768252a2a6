from __future__ import annotations

import pytest

from summarizers.languages.english.inflections import inflected


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("warn", {"warn", "warns", "warned", "warning"}),
        ("escalate", {"escalate", "escalates", "escalated", "escalating"}),
        ("worry", {"worry", "worries", "worried", "worrying"}),
        ("delay", {"delay", "delays", "delayed", "delaying"}),
        ("clash", {"clash", "clashes", "clashed", "clashing"}),
        ("die", {"die", "dies", "died", "dying"}),
        ("veto", {"veto", "vetos", "vetoed", "vetoing"}),
    ],
)
def test_regular_words_have_all_their_forms(base: str, forms: set[str]) -> None:
    assert set(inflected(base)) == forms


def test_last_consonant_is_doubled_as_well() -> None:
    assert {"planned", "planning"} <= set(inflected("plan"))


@pytest.mark.parametrize("word", ["'ll", "wo", "’d", "so-called"])
def test_clitics_and_compounds_stay_as_they_are(word: str) -> None:
    assert inflected(word) == (word,)
