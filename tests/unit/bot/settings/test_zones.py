from __future__ import annotations

import pytest

from bot.settings.value_checks import find_zone, nearest_zone


def test_a_zone_is_found_by_its_name() -> None:
    zone = find_zone("Asia/Singapore")

    assert zone is not None
    assert zone.key == "Asia/Singapore"


@pytest.mark.parametrize(
    "name", ["Mars/Phobos", "", "../../etc/passwd", "/etc/passwd", "Europe", "a\0b"]
)
def test_what_is_no_zone_is_not_found(name: str) -> None:
    assert find_zone(name) is None


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("berlin", '; did you mean "Europe/Berlin"?'),
        ("New York", '; did you mean "America/New_York"?'),
        ("Asia/Singapur", '; did you mean "Asia/Singapore"?'),
        ("europe/berlin", '; did you mean "Europe/Berlin"?'),
        ("Mars/Phobos", '; write one such as "Europe/Berlin"'),
    ],
)
def test_the_zone_that_is_meant_is_asked_about(name: str, told: str) -> None:
    assert nearest_zone(name) == told
