from __future__ import annotations

from datetime import date

import pytest

from bot.core.text.date_format import (
    day_label,
    format_day,
)
from bot.core.text.labels import labels_for

FRENCH = labels_for("fr")


def spaced(text: str | None) -> str | None:
    """The text with plain spaces, which the test checks to be no-break spaces."""
    assert text is None or " " not in text
    return text and text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_day_is_written_the_same_in_every_locale() -> None:
    assert format_day(date(2022, 9, 7)) == "7 Sep 2022"


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
