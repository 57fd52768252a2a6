from __future__ import annotations

from datetime import date

import pytest

from summarizers.languages.date_frames import Outlook
from summarizers.languages.english.dates import find_phrases

FRIDAY = date(2022, 9, 16)
MONDAY = date(2022, 9, 19)


def _days(
    text: str, outlook: Outlook = Outlook.AHEAD, published: date = FRIDAY
) -> tuple[str, str] | None:
    (phrase,) = find_phrases(text)
    when = phrase.resolve(published, outlook)
    return (when.first.isoformat(), when.last.isoformat()) if when else None


@pytest.mark.parametrize(
    ("text", "outlook", "day"),
    [
        ("on Tuesday", Outlook.AHEAD, "2022-09-20"),
        ("on Tuesday", Outlook.BACK, "2022-09-13"),
        ("on Tuesday", Outlook.OPEN, "2022-09-13"),
        ("on Friday", Outlook.AHEAD, "2022-09-16"),
        ("on Friday", Outlook.BACK, "2022-09-16"),
        ("next Friday", Outlook.BACK, "2022-09-23"),
        ("last Friday", Outlook.AHEAD, "2022-09-09"),
        ("this Sunday", Outlook.OPEN, "2022-09-18"),
        ("Tuesday next week", Outlook.OPEN, "2022-09-20"),
        ("Tuesday of last week", Outlook.AHEAD, "2022-09-06"),
    ],
)
def test_weekday_is_the_next_or_the_last_one(
    text: str, outlook: Outlook, day: str
) -> None:
    assert _days(text, outlook) == (day, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2022-09-16"),
        ("this evening", "2022-09-16"),
        ("tonight", "2022-09-16"),
        ("Tomorrow", "2022-09-17"),
        ("yesterday", "2022-09-15"),
        ("last night", "2022-09-15"),
        ("day after tomorrow", "2022-09-18"),
        ("day before yesterday", "2022-09-14"),
    ],
)
def test_day_counted_from_today(text: str, day: str) -> None:
    assert _days(f"{text} the ferry stops") == (day, day)


@pytest.mark.parametrize("name", ["Black Friday", "this Black Friday", "Super Tuesday"])
def test_a_holiday_named_after_a_weekday_is_not_the_next_one(name: str) -> None:
    assert find_phrases(f"The sale begins on {name}.") == ()


def test_name_that_ends_in_today_is_no_date() -> None:
    assert find_phrases("She writes for Harbour Today and others.") == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("next week", "2022-09-19", "2022-09-25"),
        ("last week", "2022-09-05", "2022-09-11"),
        ("this month", "2022-09-01", "2022-09-30"),
        ("next year", "2023-01-01", "2023-12-31"),
        ("Last Year", "2021-01-01", "2021-12-31"),
        ("next quarter", "2022-10-01", "2022-12-31"),
        ("the past decade", "2010-01-01", "2019-12-31"),
        ("later this month", "2022-09-16", "2022-09-30"),
        ("earlier this week", "2022-09-12", "2022-09-16"),
        ("late next year", "2023-09-01", "2023-12-31"),
        ("the end of this month", "2022-09-21", "2022-09-30"),
        ("the end of the year", "2022-12-01", "2022-12-31"),
        ("next fiscal year", "2023-01-01", "2023-12-31"),
    ],
)
def test_week_month_and_year_around_now(text: str, first: str, last: str) -> None:
    assert _days(f"They met {text}") == (first, last)


def test_deadline_is_the_last_day() -> None:
    assert _days("by the end of the month") == ("2022-09-30", "2022-09-30")


@pytest.mark.parametrize(
    ("text", "outlook", "first"),
    [
        ("this weekend", Outlook.AHEAD, "2022-09-24"),
        ("over the weekend", Outlook.AHEAD, "2022-09-24"),
        ("this weekend", Outlook.BACK, "2022-09-17"),
        ("next weekend", Outlook.AHEAD, "2022-10-01"),
        ("last weekend", Outlook.BACK, "2022-09-17"),
    ],
)
def test_weekend_on_a_monday_takes_the_outlook(
    text: str, outlook: Outlook, first: str
) -> None:
    days = _days(text, outlook, MONDAY)

    assert days is not None
    assert days[0] == first


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("over the next two weeks", "2022-09-16", "2022-09-30"),
        ("in the coming days", "2022-09-16", "2022-09-23"),
        ("the next few months", "2022-09-16", "2022-12-16"),
        ("the past couple of years", "2020-09-16", "2022-09-16"),
        ("within 30 days", "2022-09-16", "2022-10-16"),
        ("in three days", "2022-09-19", "2022-09-19"),
        ("in a year", "2023-01-01", "2023-12-31"),
        ("in two months", "2022-11-01", "2022-11-30"),
        ("two years from now", "2024-01-01", "2024-12-31"),
        ("Ten years ago", "2012-01-01", "2012-12-31"),
        ("a decade ago", "2012-01-01", "2012-12-31"),
    ],
)
def test_counted_days_weeks_and_years(text: str, first: str, last: str) -> None:
    assert _days(text) == (first, last)


def test_duration_in_a_past_clause_is_no_date() -> None:
    assert _days("They built it in two years", Outlook.BACK) is None


@pytest.mark.parametrize("text", ["by year-end", "by year's end"])
def test_end_of_the_year_is_its_last_day(text: str) -> None:
    assert _days(text) == ("2022-12-31", "2022-12-31")


def test_plain_duration_is_no_date() -> None:
    assert find_phrases("The crossing takes two days and a night.") == ()
