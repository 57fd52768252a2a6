from __future__ import annotations

from datetime import date

import pytest

from summarizers.languages.date_frames import Outlook
from summarizers.languages.english.dates import find_phrases

PUBLISHED = date(2022, 9, 16)


def _days(text: str, outlook: Outlook = Outlook.AHEAD) -> tuple[str, str] | None:
    (phrase,) = find_phrases(text)
    when = phrase.resolve(PUBLISHED, outlook)
    return (when.first.isoformat(), when.last.isoformat()) if when else None


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-14",
        "February 14, 2023",
        "Feb. 14, 2023",
        "14 February 2023",
        "14th of February, 2023",
        "Tuesday, February 14, 2023",
        "14/2/2023",
    ],
)
def test_full_day_is_read_in_every_spelling(text: str) -> None:
    assert _days(f"The bridge opens on {text}.") == ("2023-02-14", "2023-02-14")


def test_day_and_month_in_unknown_order_stay_open() -> None:
    assert _days("The lease ends on 10/12/2023.") is None


def test_equal_day_and_month_have_one_reading() -> None:
    assert _days("The lease ends on 7/7/2023.") == ("2023-07-07", "2023-07-07")


def test_day_that_no_calendar_has_stays_open() -> None:
    assert _days("The lease ends on 31 June 2023.") is None


@pytest.mark.parametrize(
    ("outlook", "year"),
    [(Outlook.AHEAD, 2023), (Outlook.BACK, 2022), (Outlook.OPEN, 2022)],
)
def test_day_without_a_year_takes_the_outlook_of_its_clause(
    outlook: Outlook, year: int
) -> None:
    assert _days("on June 3", outlook) == (f"{year}-06-03", f"{year}-06-03")


@pytest.mark.parametrize("outlook", list(Outlook))
def test_day_of_publication_is_today_in_any_clause(outlook: Outlook) -> None:
    assert _days("on September 16", outlook) == ("2022-09-16", "2022-09-16")


@pytest.mark.parametrize(
    "text", ["June 3-5", "June 3 to 5", "3 and 5 June", "3–5 June"]
)
def test_range_of_days_keeps_both_ends(text: str) -> None:
    assert _days(f"The fair is open {text}.") == ("2023-06-03", "2023-06-05")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("March 2023", "2023-03-01", "2023-03-31"),
        ("early March 2023", "2023-03-01", "2023-03-10"),
        ("mid-March", "2023-03-11", "2023-03-20"),
        ("late February", "2023-02-19", "2023-02-28"),
        ("the beginning of May", "2023-05-01", "2023-05-10"),
        ("next June", "2023-06-01", "2023-06-30"),
        ("last June", "2022-06-01", "2022-06-30"),
    ],
)
def test_month_and_its_parts(text: str, first: str, last: str) -> None:
    assert _days(f"The works start in {text}.") == (first, last)


def test_month_of_a_noun_is_a_date() -> None:
    assert _days("They prepare for an April vote.") == ("2023-04-01", "2023-04-30")


@pytest.mark.parametrize(
    "text",
    [
        "It may rain.",
        "The May government fell.",
        "They march on.",
        "March on the palace",
        "A Bold March 4c engine burns.",
    ],
)
def test_words_that_only_look_like_months_are_no_dates(text: str) -> None:
    assert find_phrases(text) == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in 2031", "2031-01-01", "2031-12-31"),
        ("until at least 2031", "2031-01-01", "2031-12-31"),
        ("the 2031 Games", "2031-01-01", "2031-12-31"),
        ("Harbour Days 2031", "2031-01-01", "2031-12-31"),
        ("early 2031", "2031-01-01", "2031-04-30"),
        ("the first half of 2031", "2031-01-01", "2031-06-30"),
        ("at the end of 2031", "2031-12-01", "2031-12-31"),
        ("by the end of 2031", "2031-12-31", "2031-12-31"),
        ("the 2030s", "2030-01-01", "2039-12-31"),
        ("the late 2030s", "2036-08-31", "2039-12-31"),
    ],
)
def test_year_and_its_parts(text: str, first: str, last: str) -> None:
    assert _days(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["It cost 2,031 crowns.", "for 2031 workers", "some 2031 tons", "1950.5 metres"],
)
def test_number_that_counts_things_is_no_year(text: str) -> None:
    assert find_phrases(text) == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Q3 2023", "2023-07-01", "2023-09-30"),
        ("the first quarter of 2023", "2023-01-01", "2023-03-31"),
        ("the second quarter of next year", "2023-04-01", "2023-06-30"),
        ("the third quarter of last year", "2021-07-01", "2021-09-30"),
        ("the fourth quarter", "2022-10-01", "2022-12-31"),
    ],
)
def test_quarter_of_a_year(text: str, first: str, last: str) -> None:
    assert _days(f"Profits rise in {text}.") == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("next spring", "2023-03-01", "2023-05-31"),
        ("last winter", "2021-12-01", "2022-02-28"),
        ("in autumn 2024", "2024-09-01", "2024-11-30"),
        ("by the summer", "2023-06-01", "2023-08-31"),
    ],
)
def test_season_of_a_year(text: str, first: str, last: str) -> None:
    assert _days(text) == (first, last)


def test_prices_that_fall_name_no_season() -> None:
    assert find_phrases("Prices fall and a spring broke.") == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("before Christmas Day", "2022-12-25"),
        ("on New Year's Eve", "2022-12-31"),
        ("last Halloween", "2021-10-31"),
        ("Boxing Day 2024", "2024-12-26"),
    ],
)
def test_holiday_has_its_day(text: str, day: str) -> None:
    assert _days(text) == (day, day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("over Christmas and after", "2022-12-24", "2022-12-26"),
        ("before the New Year break", "2022-12-31", "2023-01-02"),
    ],
)
def test_holiday_season_is_no_single_day(text: str, first: str, last: str) -> None:
    assert _days(text) == (first, last)


def test_new_year_of_another_calendar_has_no_day() -> None:
    assert find_phrases("the Chinese New Year and the Lunar New Year") == ()


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("on Boxing Day", True),
        ("next week", True),
        ("in two weeks", True),
        ("in March 2023", True),
        ("in 2031", True),
        ("over Christmas", False),
        ("early next year", False),
        ("later this month", False),
        ("by the end of 2025", False),
        ("in the mid-2020s", False),
        ("in a few weeks", False),
        ("in the spring", False),
        ("over the next two days", False),
    ],
)
def test_phrase_tells_whether_it_names_its_days(text: str, *, exact: bool) -> None:
    (phrase,) = find_phrases(text)

    assert phrase.is_exact is exact


def test_few_weeks_are_a_range() -> None:
    assert _days("in a few weeks") == ("2022-09-26", "2022-10-30")
