from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.delivery.planner import plan_slots, quiet_until
from bot.core.domain.configuration import Destination, DigestPlan, QuietHours
from bot.core.domain.slots import PlannedSlot, SkipReason
from tests.fakes.planned_slots import PlannedSlots, every
from tests.fakes.plans import make_plan

NIGHT = QuietHours(time(22), time(7))
NOON = QuietHours(time(12), time(13))
MINUTES = timedelta(minutes=5)
BERLIN = ZoneInfo("Europe/Berlin")


def clock(hour: int, minute: int = 0, *, day: int = 2) -> datetime:
    """A time in March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def make_quiet(
    times: str, quiet: QuietHours = NIGHT, *, zone: str = "UTC", days: str = ""
) -> DigestPlan:
    """A digest to one channel with quiet hours."""
    every_day = "mon tue wed thu fri sat sun"
    plan = make_plan(at=times, zone=zone, days=days or every_day)
    return replace(plan, to=(Destination("fake", "desk", quiet),))


def told(slots: Iterable[PlannedSlot]) -> list[str]:
    """The slots' dates and moments, with why they are skipped."""
    return [
        f"{slot.key.day.day}. at {slot.at:%d %H:%M} {slot.reason or 'served'}"
        for slot in slots
    ]


def run(plan: DigestPlan, start: datetime, end: datetime) -> list[str]:
    """What comes of the time between, with a tick every five minutes."""
    planned = PlannedSlots(start).run(every(MINUTES, start, end), plan)
    assert planned.again == []
    return told(planned.slots.values())


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        pytest.param(clock(21, 59), None, id="before"),
        pytest.param(clock(22), clock(7, day=3), id="at_their_begin"),
        pytest.param(clock(23, 59), clock(7, day=3), id="before_midnight"),
        pytest.param(clock(0), clock(7), id="at_midnight"),
        pytest.param(clock(6, 59), clock(7), id="before_their_end"),
        pytest.param(clock(7), None, id="at_their_end"),
    ],
)
def test_quiet_hours_over_midnight(moment: datetime, end: datetime | None) -> None:
    assert quiet_until(moment, NIGHT, ZoneInfo("UTC")) == end


@pytest.mark.parametrize(
    ("hour", "end"),
    [(11, None), (12, clock(13)), (13, None), (0, None), (23, None)],
)
def test_quiet_hours_within_a_day(hour: int, end: datetime | None) -> None:
    assert quiet_until(clock(hour), NOON, ZoneInfo("UTC")) == end


def test_quiet_hours_up_to_midnight() -> None:
    evening = QuietHours(time(18), time(0))

    assert quiet_until(clock(23, 59), evening, ZoneInfo("UTC")) == clock(0, day=3)
    assert quiet_until(clock(0), evening, ZoneInfo("UTC")) is None


@pytest.mark.parametrize(
    ("day", "quiet", "moment", "end"),
    [
        pytest.param(
            "2026-03-29",
            *(QuietHours(time(22), time(2, 30)), "01:00+01:00", "03:30+02:00"),
            id="their_end_is_skipped_and_moves_on",
        ),
        pytest.param(
            "2026-10-25",
            *(QuietHours(time(22), time(2, 30)), "01:00+02:00", "02:30+02:00"),
            id="their_end_comes_twice_and_the_first_counts",
        ),
        pytest.param(
            "2026-03-29",
            *(QuietHours(time(2), time(2, 45)), "03:30+02:00", "03:45+02:00"),
            id="all_of_them_is_skipped_and_moves_on",
        ),
        pytest.param(
            "2026-03-29",
            *(NIGHT, "04:00+02:00", "07:00+02:00"),
            id="they_are_an_hour_shorter",
        ),
        pytest.param(
            "2026-10-25",
            *(NIGHT, "02:30+01:00", "07:00+01:00"),
            id="they_are_an_hour_longer",
        ),
    ],
)
def test_quiet_hours_when_clocks_change(
    day: str, quiet: QuietHours, moment: str, end: str
) -> None:
    found = quiet_until(datetime.fromisoformat(f"{day}T{moment}"), quiet, BERLIN)

    assert found == datetime.fromisoformat(f"{day}T{end}")


def test_a_slot_in_quiet_hours_is_served_at_their_end() -> None:
    plan = make_quiet("06:00")

    assert run(plan, clock(5), clock(6, 55)) == []
    assert run(plan, clock(5), clock(12)) == ["2. at 02 07:00 served"]


def test_a_held_slot_is_not_late() -> None:
    (slot,) = plan_slots([make_quiet("23:00")], since=clock(22), now=clock(7, day=3))

    assert (slot.key.day.day, slot.late) == (2, False)


def test_of_several_held_slots_the_newest_is_served() -> None:
    plan = make_quiet("22:30 03:00 06:00")

    assert run(plan, clock(12), clock(12, day=3)) == [
        "2. at 03 07:00 held",
        "3. at 03 07:00 held",
        "3. at 03 07:00 served",
    ]


def test_a_slot_at_their_end_is_served_for_those_that_were_held() -> None:
    plan = make_quiet("06:00 07:00 08:00")

    assert run(plan, clock(5), clock(12)) == [
        "2. at 02 07:00 held",
        "2. at 02 07:00 served",
        "2. at 02 08:00 served",
    ]


def test_a_slot_outside_of_quiet_hours_is_not_held() -> None:
    assert run(make_quiet("21:55"), clock(12), clock(12, day=3)) == [
        "2. at 02 21:55 served"
    ]


def test_a_held_slot_belongs_to_the_day_it_was_meant_for() -> None:
    plan = make_quiet("23:00", days="mon")

    assert run(plan, clock(12), clock(12, day=5)) == ["2. at 03 07:00 served"]


def test_one_channel_is_quiet_and_the_other_is_not() -> None:
    loud = Destination("fake", "hall")
    quiet = Destination("fake", "desk", NIGHT)
    plan = replace(make_plan(at="06:00"), to=(loud, quiet))

    found = plan_slots([plan], since=clock(5), now=clock(7))

    assert [(slot.key.channel, slot.at.hour) for slot in found] == [
        *(("fake/hall", 6), ("fake/desk", 7))
    ]


def test_down_over_their_end_the_held_slot_is_served_late() -> None:
    (slot,) = plan_slots([make_quiet("06:00")], since=clock(5), now=clock(9))

    assert (slot.at, slot.late) == (clock(7), True)


def test_down_for_three_nights_one_held_slot_is_served() -> None:
    plan = make_quiet("23:00 06:00")

    found = plan_slots([plan], since=clock(12), now=clock(8, day=5))

    held, late = SkipReason.HELD, SkipReason.LATE
    assert [slot.reason for slot in found] == [held, late, held, late, held, None]


def test_hours_that_begin_after_a_post_hold_nothing_again() -> None:
    planned = PlannedSlots(clock(5)).run([clock(6)], make_plan(at="06:00"))

    planned.run(every(MINUTES, clock(6), clock(12)), make_quiet("06:00"))

    assert [slot.at for slot in planned.slots.values()] == [clock(6)]


def test_quiet_hours_that_are_made_longer_hold_on() -> None:
    planned = PlannedSlots(clock(5)).run([clock(6, 30)], make_quiet("06:00"))

    longer = make_quiet("06:00", QuietHours(time(22), time(9)))
    planned.run(every(MINUTES, clock(6, 30), clock(12)), longer)

    assert [slot.at for slot in planned.served] == [clock(9)]


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
def test_a_slot_is_held_for_almost_a_day_in_the_farthest_zones(zone: str) -> None:
    plan = make_quiet("13:00", QuietHours(time(13), time(12, 55)), zone=zone)

    planned = PlannedSlots(clock(0)).run(
        every(MINUTES, clock(0), clock(0, day=6)), plan
    )

    local = [slot.at.astimezone(plan.timezone) for slot in planned.served]
    assert {f"{at:%H:%M}" for at in local} == {"12:55"}
    assert len(local) == 4


@pytest.mark.parametrize("day", [28, 29])
def test_held_slots_go_out_once_when_clocks_change(day: int) -> None:
    plan = make_quiet("00:00 02:30 23:00", zone="Europe/Berlin")

    planned = PlannedSlots(clock(0, day=27))
    planned.run(every(MINUTES, clock(0, day=27), clock(0, day=31)), plan)

    local = [slot.at.astimezone(BERLIN) for slot in planned.served]
    assert [f"{at:%H:%M}" for at in local if at.day == day] == ["07:00"]
