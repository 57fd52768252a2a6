from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.text.periods import parse_periods, period_words
from tests.tables import rows

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


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


@rows("rules/periods", "typed", "hours")
def test_periods_are_read_as_people_type_them(typed: str, hours: str) -> None:
    if hours:
        assert parse_periods(typed) == tuple(int(n) * HOUR for n in hours.split())
    else:
        with pytest.raises(ValueError, match="periods"):
            parse_periods(typed)
