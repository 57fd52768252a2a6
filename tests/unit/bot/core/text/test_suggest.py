from __future__ import annotations

import pytest

from bot.core.text.suggest import did_you_mean, unknown_name


def test_a_mistyped_word_is_asked_about() -> None:
    assert did_you_mean("Feedz", ["page", "feed"]) == '; did you mean "feed"?'


def test_the_word_is_told_as_it_is_known() -> None:
    assert did_you_mean("asia/tokio", ["Asia/Tokyo"]) == '; did you mean "Asia/Tokyo"?'


def test_a_word_like_none_is_not_asked_about() -> None:
    assert did_you_mean("xyz", ["page", "feed"]) == ""


@pytest.mark.parametrize(
    ("name", "names", "message"),
    [
        ("port", ["ports"], 'unknown topic "port"; did you mean "ports"?'),
        (
            "port",
            ["ports", "sea"],
            'unknown topic "port"; did you mean "ports"? Known topics: ports, sea',
        ),
        ("xyz", ["ports", "sea"], 'unknown topic "xyz"; known topics: ports, sea'),
        ("xyz", [], 'unknown topic "xyz": no topic is configured'),
    ],
)
def test_an_unknown_name_lists_the_known_ones(
    name: str, names: list[str], message: str
) -> None:
    assert unknown_name("topic", name, names) == message
