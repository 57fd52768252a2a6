from __future__ import annotations

import pytest

from summarizers.languages.date_frames import Family
from summarizers.languages.english.dates.anchors import (
    Anchor,
    families_of,
    find_anchors,
    find_numbers,
)


@pytest.mark.parametrize(
    ("text", "family", "places"),
    [
        ("from May to July", Family.MONTH, [5, 12]),
        ("on Monday", Family.WEEKDAY, [3]),
        ("next spring", Family.SEASON, [5]),
        ("by Christmas", Family.HOLIDAY, [3]),
        ("in Q3", Family.QUARTER, [3]),
        ("Tonight it rains", Family.DAY, [0]),
        ("next week", Family.UNIT, [5]),
        ("two weeks ago", Family.UNITS, [4]),
        ("in 2031", Family.YEAR, [3]),
        ("in the 2030s", Family.YEAR, [7]),
    ],
)
def test_family_is_found_by_its_word(
    text: str, family: Family, places: list[int]
) -> None:
    found = find_anchors(text, 0, len(text))

    assert [at for at, of in found if of is family] == places


def test_quarter_is_a_unit_as_well() -> None:
    found = find_anchors("next quarter", 0, 12)

    assert found == [(5, Family.QUARTER), (5, Family.UNIT)]


@pytest.mark.parametrize("text", ["it may rain", "in 12 steps", "a new pier", ""])
def test_text_without_such_words_has_no_anchors(text: str) -> None:
    assert find_anchors(text, 0, len(text)) == []


def test_anchor_outside_the_stretch_is_not_found() -> None:
    assert find_anchors("Monday or Friday", 0, 6) == [(0, Family.WEEKDAY)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in 2031", [(3, Family.YEAR)]),
        ("by mid-May", [(7, Family.MONTH)]),
        ("mid-level staff", []),
        ("in mid-", []),
        ("in 31 days", []),
        ("in room x2031", []),
    ],
)
def test_years_and_parts_are_found_as_numbers(text: str, found: list[Anchor]) -> None:
    assert find_numbers(text, 0, len(text)) == found


@pytest.mark.parametrize(
    ("word", "families"),
    [
        ("Oct.", (Family.MONTH,)),
        ("May", (Family.MONTH,)),
        ("may", ()),
        ("week", (Family.UNIT,)),
        ("harbour", ()),
    ],
)
def test_word_tells_its_families(word: str, families: tuple[Family, ...]) -> None:
    assert families_of(word) == families
