from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.model import DigestPlan, Slot
from bot.core.planner import GRACE, due_slots, next_slot, to_utc
from tests.fakes.plans import make_plan

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    """A time on the Monday, or days after it."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def keys(
    plan: DigestPlan, since: datetime, now: datetime, *planned: str
) -> tuple[str, ...]:
    slots = due_slots([plan], since=since, now=now, planned=planned)
    return tuple(slot.key for slot in slots)


def test_a_digest_is_due_at_its_minute() -> None:
    plan = make_plan(at="07:30")

    assert keys(plan, at(7), at(7, 29)) == ()
    assert keys(plan, at(7), at(7, 30)) == ("morning/2026-03-02/07:30",)


def test_a_digest_goes_out_once_a_day() -> None:
    assert keys(make_plan(), at(7), at(7, 31), "morning/2026-03-02/07:30") == ()


def test_what_was_due_before_the_start_is_not_due() -> None:
    assert keys(make_plan(), at(7, 30), at(8)) == ()


def test_a_late_slot_is_served_within_its_grace() -> None:
    plan = make_plan(at="07:30")

    assert keys(plan, at(0), at(7, 30) + GRACE - MINUTE) != ()
    assert keys(plan, at(0), at(7, 30) + GRACE) == ()


def test_several_times_a_day_are_due_in_their_order() -> None:
    plan = make_plan(at="09:00 07:30")

    assert keys(plan, at(7), at(9)) == (
        "morning/2026-03-02/07:30",
        "morning/2026-03-02/09:00",
    )


def test_a_digest_rests_on_the_other_days() -> None:
    plan = make_plan(days="tue")

    assert keys(plan, at(7), at(8)) == ()
    assert keys(plan, at(7, day=1), at(8, day=1)) == ("morning/2026-03-03/07:30",)


def test_the_day_is_the_zones_own() -> None:
    plan = make_plan(at="07:30", zone="Asia/Singapore", days="tue")

    assert keys(plan, at(23), at(23, 30)) == ("morning/2026-03-03/07:30",)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_zones_farthest_from_utc_are_served(zone: str) -> None:
    plan = make_plan(at="00:00 12:00 23:59", zone=zone)

    found = {
        key
        for hour in range(24)
        for key in keys(plan, at(hour) - MINUTE, at(hour + 1) - MINUTE)
    }

    assert len(found) == 3


def test_a_clock_that_goes_back_posts_nothing_again() -> None:
    plan = make_plan(at="07:30")
    first = keys(plan, at(7), at(8))

    assert keys(plan, at(4), at(7, 31), *first) == ()


@pytest.mark.parametrize(
    ("day", "wall", "zone", "moment"),
    [
        # Skipped times move on by the gap.
        ("2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:30"),
        ("2026-03-08", "02:30", "America/New_York", "2026-03-08T07:30"),
        ("2026-10-04", "02:00", "Australia/Lord_Howe", "2026-10-03T15:30"),
        # Of times that come twice, the first counts.
        ("2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30"),
        ("2026-11-01", "01:30", "America/New_York", "2026-11-01T05:30"),
        ("2026-07-01", "07:30", "Asia/Kathmandu", "2026-07-01T01:45"),
    ],
)
def test_wall_time_becomes_one_moment(
    day: str, wall: str, zone: str, moment: str
) -> None:
    found = to_utc(date.fromisoformat(day), time.fromisoformat(wall), ZoneInfo(zone))

    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "wall", "day"),
    [
        ("Europe/Berlin", "02:30", date(2026, 3, 29)),
        ("Europe/Berlin", "02:30", date(2026, 10, 25)),
        ("Australia/Lord_Howe", "02:00", date(2026, 10, 4)),
    ],
)
def test_a_digest_goes_out_once_on_the_days_that_clocks_change(
    zone: str, wall: str, day: date
) -> None:
    plan = make_plan(at=wall, zone=zone)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    planned: list[str] = []

    for quarter in range(4 * 48):
        now = start + timedelta(minutes=15 * quarter)
        planned += keys(plan, start, now, *planned)

    assert [key for key in planned if str(day) in key] == [f"morning/{day}/{wall}"]


def test_the_next_slot_is_the_first_after_now() -> None:
    plan = make_plan(at="07:30 18:00", days="mon fri")

    found = next_slot(plan, after=at(18))

    assert found == Slot(plan, date(2026, 3, 6), time(7, 30), at(7, 30, day=4))


def test_a_digest_without_days_has_no_next_slot() -> None:
    plan = make_plan(days="")

    assert next_slot(plan, after=at(0)) is None
