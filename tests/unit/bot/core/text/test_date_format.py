from __future__ import annotations

from datetime import date

import pytest

from bot.core.text.date_format import format_day, format_period, format_when
from summarizers.model import Span, When


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


@pytest.mark.parametrize(
    ("exact", "told"), [(True, "Jan 2026 – Apr 2026"), (False, "early next year")]
)
def test_a_vague_date_keeps_its_own_words(told: str, *, exact: bool) -> None:
    words = "early next year"
    span = Span(10, 10 + len(words), words)
    when = When(date(2026, 1, 1), date(2026, 4, 30), span, exact=exact)

    assert format_when(when) == told
