from __future__ import annotations

from datetime import time

import pytest

from bot.core.domain.configuration import QuietHours
from bot.settings.value_checks import nearest_time, parse_hours, wrong_hours


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("22:00-07:00", time(22), time(7)),
        ("12:30-13:15", time(12, 30), time(13, 15)),
        ("00:00-23:59", time(0), time(23, 59)),
    ],
)
def test_hours_are_from_when_to_when(text: str, start: time, end: time) -> None:
    assert wrong_hours(text) is None
    assert parse_hours(text) == QuietHours(start, end)


@pytest.mark.parametrize(
    "value",
    [
        *("", "22:00", "22-7", "10pm-7am", "22:00 - 07:00", "22:00–07:00"),
        *("24:00-07:00", "22:00-07:60", "22:00-07:00-08:00", "22:00-07:00\n"),
        *("٢٢:00-07:00", "22:00-" * 20_000),
        *(22, None, ["22:00-07:00"], {"from": "22:00"}, True),
    ],
)
def test_what_are_no_hours_is_told_how_to_write_them(value: object) -> None:
    assert wrong_hours(value) == ('write from when to when, in quotes: "22:00-07:00"')


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7:00-8:00", "07:00-08:00"),
        ("9.30pm - 6 am", "21:30-06:00"),
        ("2200-0700", "22:00-07:00"),
    ],
)
def test_hours_in_another_form_are_told_in_the_right_one(text: str, meant: str) -> None:
    assert wrong_hours(text) == f'write from when to when, in quotes: "{meant}"'


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7:30", "07:30"),
        ("07:30:00", "07:30"),
        ("730", "07:30"),
        ("7h30", "07:30"),
        ("7", "07:00"),
        ("12 am", "00:00"),
        ("12:15 p.m.", "12:15"),
        ("24:00", None),
        ("7:60", None),
        ("noon", None),
        ("", None),
    ],
)
def test_the_time_that_is_meant_is_guessed(text: str, meant: str | None) -> None:
    assert nearest_time(text) == meant


def test_hours_that_end_when_they_begin_are_refused() -> None:
    assert wrong_hours("07:00-07:00") is not None


def test_no_hours_are_no_hours() -> None:
    assert parse_hours("") is None
