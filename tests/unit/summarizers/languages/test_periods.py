from __future__ import annotations

from datetime import date

import pytest

from summarizers.languages import periods
from summarizers.languages.periods import Period

THURSDAY = date(2024, 2, 29)


def test_week_runs_from_monday_to_sunday() -> None:
    assert periods.week_of(THURSDAY) == Period(date(2024, 2, 26), date(2024, 3, 3))


def test_weekend_is_the_one_of_the_same_week() -> None:
    assert periods.weekend_of(THURSDAY) == Period(date(2024, 3, 2), date(2024, 3, 3))


def test_months_reach_over_the_end_of_the_year() -> None:
    winter = periods.months(2023, 12, 3)

    assert winter == Period(date(2023, 12, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("unit", "count", "moved"),
    [
        ("day", -1, date(2024, 2, 28)),
        ("week", 2, date(2024, 3, 14)),
        ("fortnight", 1, date(2024, 3, 14)),
        ("month", 12, date(2025, 2, 28)),
        ("quarter", -1, date(2023, 11, 29)),
        ("year", 4, date(2028, 2, 29)),
        ("decade", 1, date(2034, 2, 28)),
        ("hour", 48, THURSDAY),
    ],
)
def test_shifted_day_is_cut_to_the_end_of_its_month(
    unit: str, count: int, moved: date
) -> None:
    assert periods.shift(THURSDAY, unit, count) == moved


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        ("day", date(2024, 2, 29), date(2024, 2, 29)),
        ("month", date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter", date(2024, 1, 1), date(2024, 3, 31)),
        ("year", date(2024, 1, 1), date(2024, 12, 31)),
        ("decade", date(2020, 1, 1), date(2029, 12, 31)),
    ],
)
def test_unit_around_a_day(unit: str, first: date, last: date) -> None:
    assert periods.unit_of(THURSDAY, unit) == Period(first, last)


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [
        ("early", date(2024, 2, 1), date(2024, 2, 9)),
        ("mid", date(2024, 2, 10), date(2024, 2, 18)),
        ("late", date(2024, 2, 19), date(2024, 2, 29)),
        ("end", date(2024, 2, 19), date(2024, 2, 29)),
        ("first half", date(2024, 2, 1), date(2024, 2, 14)),
        ("second half", date(2024, 2, 15), date(2024, 2, 29)),
    ],
)
def test_parts_of_a_month_leave_no_day_out(part: str, first: date, last: date) -> None:
    assert periods.part_of(periods.months(2024, 2), part) == Period(first, last)


def test_parts_of_a_year_are_whole_months() -> None:
    late = periods.part_of(periods.year_of(2024), "late")

    assert late == Period(date(2024, 9, 1), date(2024, 12, 31))


def test_end_of_a_year_is_its_last_month() -> None:
    end = periods.part_of(periods.year_of(2024), "end")

    assert end == periods.months(2024, 12)
