from __future__ import annotations

from datetime import time
from zoneinfo import available_timezones

import pytest

from bot.core.commands.time_parsing import Zones, read_time

ZONES = Zones(available_timezones())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("7:30", time(7, 30)), ("07.30", time(7, 30)), ("07:30", time(7, 30))),
        *(("0730", time(7, 30)), ("730", time(7, 30)), ("7 30", time(7, 30))),
        *(("7am", time(7)), ("7 AM", time(7)), ("7.30 p.m.", time(19, 30))),
        *(("19h", time(19)), ("19h30", time(19, 30)), ("19 h", time(19))),
        *(("12am", time(0)), ("12 pm", time(12)), ("0:00", time(0))),
        *(("7", time(7)), ("23:59", time(23, 59)), ("7 o'clock", time(7))),
        *(("noon", time(12)), (" Midnight ", time(0))),
        ("\uff17\uff1a\uff13\uff10", time(7, 30)),
    ],
)
def test_a_time_is_understood_as_people_write_it(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "24:00", "7:60", "7:5", "-1", "13pm", "0am", "730pm30", "99999"),
        *("soon", "half past", "7:30:15", "7;30", "\u0667", "7" * 50_000, "\u200b"),
    ],
)
def test_what_is_no_time_is_none(typed: str) -> None:
    assert read_time(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin")),
        *(("Berlin", "Europe/Berlin"), ("new york", "America/New_York")),
        *(("Europe / Lisbon", "Europe/Lisbon"), ("utc", "UTC")),
        ("Singapore", "Singapore"),
    ],
)
def test_a_zone_is_found_by_its_name_or_its_city(typed: str, meant: str) -> None:
    found = ZONES.find(typed)

    assert found is not None
    assert found.key == meant


@pytest.mark.parametrize(
    "typed", ["", "Lenna", "Europe", "../etc/passwd", "UTC+2", "x" * 50_000, "\ud800"]
)
def test_what_is_no_zone_is_none(typed: str) -> None:
    assert ZONES.find(typed) is None


def test_a_city_of_two_zones_is_neither() -> None:
    zones = Zones(("Asia/Istanbul", "Europe/Istanbul"))

    assert zones.find("Istanbul") is None
    assert zones.near("Istanbul") == ("Asia/Istanbul", "Europe/Istanbul")
