from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.core.text.date_format import (
    day_label,
    format_day,
    full_day,
    period_label,
    time_label,
)
from bot.core.text.labels import labels_for

FRENCH = labels_for("fr")


def spaced(text: str | None) -> str | None:
    """The text with plain spaces, which the test checks to be no-break spaces."""
    assert text is None or " " not in text
    return text and text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_day_is_written_the_same_in_every_locale() -> None:
    assert format_day(date(2022, 9, 7)) == "7 Sep 2022"


def test_a_full_day_has_its_weekday_and_year() -> None:
    assert spaced(full_day(date(2026, 11, 6))) == "Fri 6 Nov 2026"
    assert spaced(full_day(date(2026, 11, 6), FRENCH)) == "ven. 6 nov. 2026"


def test_a_time_follows_its_day() -> None:
    moment = datetime(2026, 11, 6, 7, 30)  # noqa: DTZ001 - a local time

    assert time_label(moment, 2026).endswith("Nov, 07:30")
    assert time_label(moment, 2025).endswith("Nov\N{NO-BREAK SPACE}2026, 07:30")


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2026, "Fri 6 Nov"), (2025, "Fri 6 Nov 2026"), (None, "Fri 6 Nov 2026")],
)
def test_a_label_has_its_year_only_if_it_is_another(
    year: int | None, expected: str
) -> None:
    assert spaced(day_label(date(2026, 11, 6), year)) == expected


def test_the_first_day_of_a_month_is_written_as_french_writes_it() -> None:
    assert spaced(day_label(date(2026, 5, 1), 2026, FRENCH)) == "ven. 1er mai"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 3, 4), date(2026, 3, 4), "Wed 4 Mar"),
        (date(2026, 11, 16), date(2026, 11, 22), "16–22 Nov"),
        (date(2026, 11, 28), date(2026, 12, 3), "28 Nov – 3 Dec"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 Dec 2026 – 2 Jan 2027"),
        (date(2026, 2, 1), date(2026, 2, 28), "Feb"),
        (date(2027, 3, 1), date(2027, 3, 31), "Mar 2027"),
        (date(9999, 12, 1), date(9999, 12, 31), "Dec 9999"),
        (date(2026, 1, 1), date(2026, 12, 31), None),
        (date(2026, 1, 1), date(2026, 3, 31), None),
        (date(2026, 3, 1), date(2026, 3, 9), None),
    ],
)
def test_days_weeks_and_months_have_labels_and_longer_periods_have_none(
    first: date, last: date, expected: str | None
) -> None:
    assert spaced(period_label(first, last, 2026)) == expected
