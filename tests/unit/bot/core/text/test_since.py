"""From when a person asks for changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.text.since import parse_days, parse_since, split_days

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
        ("today", "2026-11-04T00:00"),
        ("since yesterday", "2026-11-03T00:00"),
        ("Monday", "2026-11-02T00:00"),
        ("wednesday", "2026-11-04T00:00"),
        ("thu", "2026-10-29T00:00"),
        ("depuis lundi", "2026-11-02T00:00"),
        ("hier", "2026-11-03T00:00"),
        ("this week", "2026-11-02T00:00"),
        ("last week", "2026-10-26T00:00"),
        ("last month", "2026-10-01T00:00"),
        ("la semaine dernière", "2026-10-26T00:00"),
    ],
)
def test_a_period_begins_where_people_say(typed: str, expected: str) -> None:
    start = parse_since(typed, NOW, UTC_ZONE)

    assert start == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize("typed", ["soon", "7", "9999-12-31", "1 month ago", "٧"])
def test_other_words_are_no_period(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_since(typed, NOW, UTC_ZONE)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("today", "2026-11-04", "2026-11-04"),
        ("Tomorrow", "2026-11-05", "2026-11-05"),
        ("on friday", "2026-11-06", "2026-11-06"),
        ("monday", "2026-11-09", "2026-11-09"),
        ("this week", "2026-11-02", "2026-11-08"),
        ("next week", "2026-11-09", "2026-11-15"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("demain", "2026-11-05", "2026-11-05"),
        ("la semaine prochaine", "2026-11-09", "2026-11-15"),
        ("10 days", "2026-11-04", "2026-11-13"),
        ("2 weeks", "2026-11-04", "2026-11-17"),
        ("2026-11-20", "2026-11-20", "2026-11-20"),
    ],
)
def test_days_are_those_that_people_name(typed: str, first: str, last: str) -> None:
    days = parse_days(typed, NOW.date())

    assert days == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("typed", ["", "soon", "ports", "next", "mo"])
def test_other_words_are_no_days(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_days(typed, NOW.date())


@pytest.mark.parametrize(
    ("typed", "before", "days"),
    [
        ("ports next week", "ports", "next week"),
        ("tomorrow", "", "tomorrow"),
        ("the coast", "the coast", ""),
        ("ports la semaine prochaine", "ports", "la semaine prochaine"),
        ("", "", ""),
    ],
)
def test_days_stand_behind_a_topic(typed: str, before: str, days: str) -> None:
    assert split_days(typed) == (before, days)
