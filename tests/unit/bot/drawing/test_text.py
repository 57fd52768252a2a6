"""Text is measured, broken between words, and cut with an ellipsis."""

from __future__ import annotations

import pytest

from bot.drawing.text import BOLD, fitted, text_width, wrapped

SENTENCE = "The last of 46 waiting ships is to berth by Saturday."


def test_a_text_is_as_wide_as_its_characters() -> None:
    assert text_width("", 30) == 0
    assert text_width("ab", 30) == pytest.approx((0.544 + 0.562) * 30, abs=0.1)
    assert text_width("ab", 30, BOLD) > text_width("ab", 30)


@pytest.mark.parametrize("room", [120, 200, 300, 500])
def test_lines_hold_all_words_and_fit(room: int) -> None:
    lines = wrapped(SENTENCE, room, 28, lines=20)

    assert " ".join(lines) == SENTENCE
    assert all(text_width(line, 28) <= room for line in lines)


@pytest.mark.parametrize("room", [120, 200, 300])
def test_text_without_room_is_cut_between_words(room: int) -> None:
    lines = wrapped(SENTENCE, room, 28, lines=2)
    *_, last = lines

    assert last.endswith(" …")
    assert SENTENCE.startswith(" ".join(lines).removesuffix(" …"))
    assert all(text_width(line, 28) <= room for line in lines)


def test_a_word_that_is_longer_than_a_line_is_cut() -> None:
    name = fitted("marrowbay-courier.example", 200, 29)

    assert name.endswith("…")
    assert text_width(name, 29) <= 200


def test_a_text_that_fits_stays() -> None:
    assert fitted(SENTENCE, 2000, 28) == SENTENCE
    assert fitted("", 100, 28) == ""
    assert wrapped("", 100, 28, lines=3) == ()
