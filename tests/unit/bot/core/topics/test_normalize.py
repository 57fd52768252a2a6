from __future__ import annotations

import pytest

from bot.core.topics.normalize import known_passage, loosened, make_passage, words_in


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
    assert loosened(text) == loose


def test_the_title_comes_first_and_is_told_apart() -> None:
    passage = make_passage("Çranes", "stand still")

    assert passage.loose[: passage.title_end] == "Cranes"
    assert passage.loose.endswith("stand still")
    assert passage.words == {"cranes", "stand", "still"}


def test_capital_letters_have_one_small_letter_each() -> None:
    passage = make_passage("İzmir", "İstanbul")

    assert len(passage.small) == len(passage.loose)


def test_words_end_where_a_script_without_blanks_begins() -> None:
    assert words_in("与us合作 o'dea") == ["us", "o", "dea"]


def test_the_same_passage_is_made_once() -> None:
    assert known_passage("a", "b") is known_passage("a", "b")
