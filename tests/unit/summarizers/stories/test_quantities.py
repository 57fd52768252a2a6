from __future__ import annotations

import pytest

from summarizers.languages.english import PROFILE
from summarizers.stories.casualties import Quantity, find_quantities


def found(text: str) -> list[Quantity]:
    return list(find_quantities(text, 0, len(text), PROFILE.numerals()))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200 men", 1200),
        ("1200 men", 1200),
        ("1.2 thousand men", 1200),
        ("twenty-one men", 21),
        ("two dozen men", 24),
        ("a hundred men", 100),
        ("3.5 million men", 3_500_000),
        ("twelve thousand men", 12_000),
    ],
)
def test_numbers_are_read_in_each_form(text: str, value: float) -> None:
    assert [one.value for one in found(text)] == [value]


@pytest.mark.parametrize(
    ("text", "currency", "value"),
    [
        ("$2.1bn", "$", 2.1e9),
        ("US$ 30 million", "$", 3e7),
        ("£5m", "£", 5e6),
        ("€40", "€", 40),
    ],
)
def test_money_has_its_currency(text: str, currency: str, value: float) -> None:
    assert [(one.currency, one.value) for one in found(text)] == [(currency, value)]


@pytest.mark.parametrize(
    "text",
    [
        "12-year-old",
        "5:30",
        "30%",
        "the 3rd",
        "in 2016",
        "v2.3.1",
        "a 3-1 win",
        "no. A4",
    ],
)
def test_ages_times_shares_years_scores_and_names_are_no_numbers(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    ["from 10 to 14 men", "10 or 14 men", "between ten and 14", "1, 400 men"],
)
def test_parts_of_ranges_and_of_broken_numbers_are_loose(text: str) -> None:
    assert any(one.loose for one in found(text))


@pytest.mark.parametrize(
    ("text", "exact", "fits"),
    [
        ("at least 12 men", 12, True),
        ("at least 12 men", 14, False),
        ("more than 200 men", 212, True),
        ("more than 200 men", 190, False),
        ("nearly 1,000 men", 980, True),
        ("nearly 1,000 men", 1100, False),
        ("about 3,400 men", 3412, True),
        ("3,400 men", 3412, True),
        ("3,400 men", 3490, False),
        ("10 men", 12, False),
        ("2 million men", 2_130_000, True),
        ("2.1 million men", 2_130_000, True),
        ("2.1 million men", 2_190_000, False),
    ],
)
def test_a_rounded_number_may_be_its_exact_one(
    text: str, exact: float, *, fits: bool
) -> None:
    (one,) = found(text)

    assert (one.low <= exact <= one.high) is fits


def test_the_qualifier_belongs_to_the_number() -> None:
    text = "There were at least 12 men."

    assert [text[one.start : one.end] for one in found(text)] == ["at least 12"]
