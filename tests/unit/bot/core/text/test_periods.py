from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.text.periods import parse_periods, period_words

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "periods"),
    [
        ("1 day", (DAY,)),
        ("1 day, 2 hours", (DAY, 2 * HOUR)),
        ("2 hours and 1 day", (DAY, 2 * HOUR)),
        ("2h 1d", (DAY, 2 * HOUR)),
        ("1 jour, 2 heures et 1 semaine", (7 * DAY, DAY, 2 * HOUR)),
        ("1 Week; 1 DAY", (7 * DAY, DAY)),
        ("24 hours, 1 day", (DAY,)),
        (" 12 hours , and 90 days ", (90 * DAY, 12 * HOUR)),
    ],
)
def test_periods_are_read_as_people_type_them(
    typed: str, periods: tuple[timedelta, ...]
) -> None:
    assert parse_periods(typed) == periods


@pytest.mark.parametrize(
    "typed", ["", "soon", "1 day before", "-1 day", "1 month", "1 day, soon", "1,5 day"]
)
def test_other_texts_are_no_periods(typed: str) -> None:
    with pytest.raises(ValueError, match="periods"):
        parse_periods(typed)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (DAY, "1 day"),
        (36 * HOUR, "36 hours"),
        (14 * DAY, "2 weeks"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(seconds=3601), "3601 seconds"),
    ],
)
def test_a_period_has_its_largest_unit(period: timedelta, words: str) -> None:
    assert period_words(period) == words
