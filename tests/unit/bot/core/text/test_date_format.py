from __future__ import annotations

from datetime import date

import pytest

from bot.core.text.date_format import format_day, format_period


def test_a_day_is_written_the_same_in_every_locale() -> None:
    assert format_day(date(2022, 9, 7)) == "7 Sep 2022"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 3, 4), date(2026, 3, 4), "4 Mar 2026"),
        (date(2026, 3, 4), date(2026, 3, 9), "4–9 Mar 2026"),
        (date(2026, 2, 1), date(2026, 2, 28), "Feb 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 1, 1), date(2026, 3, 31), "Jan 2026 – Mar 2026"),
        (date(2026, 1, 30), date(2026, 2, 3), "30 Jan 2026 – 3 Feb 2026"),
        (date(9999, 12, 1), date(9999, 12, 31), "Dec 9999"),
    ],
)
def test_a_period_is_told_as_short_as_it_can_be(
    first: date, last: date, told: str
) -> None:
    assert format_period(first, last) == told
