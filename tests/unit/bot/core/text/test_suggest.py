from __future__ import annotations

from bot.core.text.suggest import did_you_mean


def test_a_mistyped_word_is_asked_about() -> None:
    assert did_you_mean("Feedz", ["page", "feed"]) == '; did you mean "feed"?'


def test_the_word_is_told_as_it_is_known() -> None:
    assert did_you_mean("asia/tokio", ["Asia/Tokyo"]) == '; did you mean "Asia/Tokyo"?'


def test_a_word_like_none_is_not_asked_about() -> None:
    assert did_you_mean("xyz", ["page", "feed"]) == ""
