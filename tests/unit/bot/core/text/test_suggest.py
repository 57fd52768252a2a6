from __future__ import annotations

from bot.core.text.suggest import nearest


def test_a_mistyped_word_is_asked_about() -> None:
    assert nearest("Feedz", ["page", "feed"]) == '; did you mean "feed"?'


def test_the_word_is_told_as_it_is_known() -> None:
    assert nearest("asia/tokio", ["Asia/Tokyo"]) == '; did you mean "Asia/Tokyo"?'


def test_a_word_like_none_is_not_asked_about() -> None:
    assert nearest("xyz", ["page", "feed"]) == ""
