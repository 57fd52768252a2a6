from __future__ import annotations

import pytest

from bot.core.text.topics.normalize import (
    cached_search_text,
    make_search_text,
    normalize,
    words_in,
)


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("plain", "plain"),
        ("“Ferry’s”", '"Ferry\'s"'),
        ("2019–2020", "2019-2020"),
        ("Ørå", "Ora"),
        ("the U.S. and the U.A.E.", "the US and the UAE"),
        ("So it was.", "So it was."),
        ("soft\u00adware", "software"),
        ("항구", "항구"),
        ("ばす", "ばす"),
        ("й", "и"),
    ],
)
def test_what_makes_no_difference_is_taken_away(text: str, loose: str) -> None:
    assert normalize(text) == loose


def test_the_title_comes_first_and_is_told_apart() -> None:
    passage = make_search_text("Çranes", "stand still")

    assert passage.normalized[: passage.title_end] == "Cranes"
    assert passage.normalized.endswith("stand still")
    assert passage.words == {"cranes", "stand", "still"}


def test_capital_letters_have_one_small_letter_each() -> None:
    passage = make_search_text("İzmir", "İstanbul")

    assert len(passage.lowercase) == len(passage.normalized)


def test_words_end_where_a_script_without_blanks_begins() -> None:
    assert words_in("与us合作 o'dea") == ["us", "o", "dea"]


def test_the_same_passage_is_made_once() -> None:
    assert cached_search_text("a", "b") is cached_search_text("a", "b")
