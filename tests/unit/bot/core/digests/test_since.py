"""From when a person asks for changes."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.text.since import parse_since

UTC_ZONE = ZoneInfo("UTC")
NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "2026-10-28T09:00"),
        ("1 day", "2026-11-03T09:00"),
        ("24h", "2026-11-03T09:00"),
        ("2 semaines", "2026-10-21T09:00"),
        (" 3  days ", "2026-11-01T09:00"),
        ("2026-11-01", "2026-11-01T00:00"),
        ("2026-11-01T07:30", "2026-11-01T07:30"),
    ],
)
def test_a_period_begins_where_people_say(typed: str, expected: str) -> None:
    start = parse_since(typed, NOW, UTC_ZONE)

    assert start == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize("typed", ["soon", "7", "9999-12-31", "1 month ago", "٧"])
def test_other_words_are_no_period(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_since(typed, NOW, UTC_ZONE)
