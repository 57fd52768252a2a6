from __future__ import annotations

from datetime import time
from zoneinfo import available_timezones

from bot.core.commands.time_parsing import Zones, read_time
from tests.tables import rows

ZONES = Zones(available_timezones())


def test_a_city_of_two_zones_is_neither() -> None:
    zones = Zones(("Asia/Istanbul", "Europe/Istanbul"))

    assert zones.find("Istanbul") is None
    assert zones.near("Istanbul") == ("Asia/Istanbul", "Europe/Istanbul")


@rows("rules/times", "typed", "meant")
def test_a_time_is_understood_as_people_write_it(typed: str, meant: str) -> None:
    assert read_time(typed) == (time.fromisoformat(meant) if meant else None)


@rows("rules/zones", "typed", "meant")
def test_a_zone_is_found_by_its_name_or_its_city(typed: str, meant: str) -> None:
    found = ZONES.find(typed)

    assert (found.key if found else "") == meant


def test_no_text_is_too_long_or_too_strange() -> None:
    assert read_time("7" * 50_000) is None
    assert ZONES.find("x" * 50_000) is ZONES.find("\ud800") is None
