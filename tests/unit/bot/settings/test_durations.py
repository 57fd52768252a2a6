from __future__ import annotations

from datetime import timedelta

import pytest

from bot.settings.value_checks import KEEP, POLL, parse_duration, wrong_duration


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("15 minutes", timedelta(minutes=15)),
        ("1 hour", timedelta(hours=1)),
        ("30seconds", timedelta(seconds=30)),
        (" 2 Weeks ", timedelta(weeks=2)),
        ("1 day", timedelta(days=1)),
    ],
)
def test_a_span_is_a_number_and_a_unit(text: str, span: timedelta) -> None:
    assert parse_duration(text) == span


@pytest.mark.parametrize(
    "text",
    ["", "15", "minutes", "-1 day", "1.5 hours", "1 day 2 hours", "9999999 days"],
)
def test_what_is_no_span_is_told_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="write a number and a unit"):
        parse_duration(text)


def test_the_unit_that_is_meant_is_asked_about() -> None:
    with pytest.raises(ValueError, match=r'"minuets" is not a unit.*mean "minutes"'):
        parse_duration("15 minuets")


def test_all_units_are_told_where_none_is_meant() -> None:
    with pytest.raises(ValueError, match="use one of second, minute, hour, day"):
        parse_duration("3 fortnights")


@pytest.mark.parametrize("value", ["10 seconds", "1 day", "24 hours"])
def test_the_ends_of_the_bounds_are_within_them(value: str) -> None:
    assert wrong_duration(value, POLL) is None


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("5 seconds", "5 seconds is too short: write 1 minute to 1 day"),
        ("0 minutes", "0 minutes is too short: write 1 minute to 1 day"),
        ("25 hours", "25 hours is too long: write 1 minute to 1 day"),
        (90, 'a number needs a unit: write "90 minutes" or "90 days"'),
    ],
)
def test_what_is_out_of_bounds_is_told_them(value: object, problem: str) -> None:
    assert wrong_duration(value, POLL) == problem


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("15m", "15 minutes"),
        ("15 min", "15 minutes"),
        ("1h", "1 hour"),
        ("30 secs.", "30 seconds"),
        ("every 15 minutes", "15 minutes"),
        ("every 2 wks", "2 weeks"),
        ("hourly", "1 hour"),
        ("Daily", "1 day"),
    ],
)
def test_an_abbreviation_is_told_in_full(text: str, meant: str) -> None:
    problem = wrong_duration(text, POLL)

    assert problem == f'"{text}" is not a duration: write "{meant}"'
    assert parse_duration(meant)


@pytest.mark.parametrize("value", [None, ["90 days"], True])
def test_what_is_no_text_is_told_how_to_write_it(value: object) -> None:
    assert str(wrong_duration(value, KEEP)).startswith("write a number and a unit")
