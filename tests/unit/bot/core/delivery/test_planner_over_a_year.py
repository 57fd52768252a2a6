"""Every digest of a year goes out once, wherever its clock stands."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.delivery.planner import plan_slots
from bot.core.domain.slots import PlannedSlot
from tests.fakes.plans import make_plan

YEAR = 2026
DAYS = [date(YEAR, 1, 1) + timedelta(days=day) for day in range(365)]
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Africa/Casablanca",
    "America/Santiago",
)


def slots(
    zone: str, wall: str, *, step: timedelta, days: str = ""
) -> list[PlannedSlot]:
    """All that is planned when a round is made at every step of the year."""
    every = "mon tue wed thu fri sat sun"
    plan = make_plan(at=wall, zone=zone, days=days or every)
    found: list[PlannedSlot] = []
    now = datetime(YEAR - 1, 12, 31, 6, tzinfo=UTC)
    while now < datetime(YEAR + 1, 1, 2, tzinfo=UTC):
        found.extend(plan_slots([plan], since=now, now=now + step))
        now += step
    return [slot for slot in found if slot.key.day.year == YEAR]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("wall", ["00:00", "02:30", "12:00"])
def test_a_digest_goes_out_once_each_day(zone: str, wall: str) -> None:
    found = slots(zone, wall, step=timedelta(hours=5))

    assert Counter(slot.key.day for slot in found) == Counter(DAYS)


@pytest.mark.parametrize("zone", ZONES)
def test_a_digest_goes_out_at_its_time_but_where_the_clock_skips_it(zone: str) -> None:
    found = slots(zone, "02:30", step=timedelta(hours=5))

    shifted = [
        slot
        for slot in found
        if slot.at.astimezone(ZoneInfo(zone)).time() != time(2, 30)
    ]
    assert len(shifted) <= 1
    assert all(
        slot.at.astimezone(ZoneInfo(zone)).date() == slot.key.day for slot in shifted
    )


@pytest.mark.parametrize("zone", ZONES)
def test_slots_follow_each_other_in_time(zone: str) -> None:
    moments = [slot.at for slot in slots(zone, "02:30", step=timedelta(hours=5))]

    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert min(gaps) >= timedelta(hours=22)
    assert max(gaps) <= timedelta(hours=26)


def test_rounds_that_come_rarely_miss_what_is_too_old() -> None:
    found = slots("UTC", "00:30", step=timedelta(hours=24))

    assert len(found) == len(DAYS)


def test_working_days_are_the_zones_own() -> None:
    found = slots(
        "Pacific/Kiritimati",
        "00:00",
        step=timedelta(hours=5),
        days="mon tue wed thu fri",
    )

    assert {slot.key.day.weekday() for slot in found} == {0, 1, 2, 3, 4}
    assert len(found) == sum(day.weekday() < 5 for day in DAYS)
