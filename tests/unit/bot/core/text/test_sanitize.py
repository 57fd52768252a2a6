from __future__ import annotations

import pytest

from bot.core.text.sanitize import sanitized


@pytest.mark.parametrize(
    "control", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u061c"]
)
def test_a_shown_line_never_turns_its_direction(control: str) -> None:
    assert sanitized(f"safe{control}gnp.exe") == "safegnp.exe"


@pytest.mark.parametrize("unseen", [*"\u200b\ufeff\u2060\u00ad\u180e\u3164\U000e0041"])
def test_a_shown_line_holds_nothing_unseen(unseen: str) -> None:
    assert sanitized(f"pay{unseen}pal{unseen}") == "paypal"


@pytest.mark.parametrize("break_", ["\n\n\n\n", "\r\n", "\t", "\u2028", "\u0085", "\v"])
def test_breaks_inside_a_line_become_one_blank(break_: str) -> None:
    assert sanitized(f"  one {break_} two{break_}") == "one two"


@pytest.mark.parametrize("control", ["\x1b", "\x07", "\x00", "\x9b", "\x7f", "\ud800"])
def test_a_shown_line_cannot_steer_the_terminal(control: str) -> None:
    assert sanitized(f"red{control}[31m") == "red[31m"


def test_joined_emoji_stay_whole() -> None:
    family = "👩\u200d👩\u200d👧"

    assert sanitized(f"A {family} at home") == f"A {family} at home"


def test_persian_words_keep_their_joiner() -> None:
    assert sanitized("می\u200cخواهم") == "می\u200cخواهم"


def test_a_joiner_between_latin_letters_is_taken_out() -> None:
    assert sanitized("pay\u200dpal\u200c.example") == "paypal.example"
