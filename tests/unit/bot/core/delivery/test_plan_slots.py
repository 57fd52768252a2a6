from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.delivery.planner import GRACE, PUNCTUAL, plan_slots
from bot.core.domain.configuration import Destination
from bot.core.domain.slots import PlannedSlot, SkipReason, SlotKey
from tests.fakes.planned_slots import PlannedSlots, every
from tests.fakes.plans import make_plan

MONDAY = date(2026, 3, 2)
SECOND, MINUTE, HOUR, DAY = (
    *(timedelta(seconds=1), timedelta(minutes=1)),
    *(timedelta(hours=1), timedelta(days=1)),
)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    """A time on the Monday, or days after it."""
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    return midnight + timedelta(days=day, hours=hour, minutes=minute)


def told(slots: Iterable[PlannedSlot]) -> list[str]:
    """The slots' moments with what becomes of them."""
    return [
        f"{slot.at:%a %H:%M} {slot.reason or ('late' if slot.late else 'in time')}"
        for slot in slots
    ]


def test_a_slot_is_named_by_digest_channel_day_and_number() -> None:
    found = plan_slots([make_plan()], since=at(7), now=at(7, 30))

    key = SlotKey("morning", "fake/desk", MONDAY, 0)
    assert found == (PlannedSlot(key, at(7, 30)),)


def test_a_slot_is_found_at_its_moment_and_not_before() -> None:
    plan = make_plan()

    assert plan_slots([plan], since=at(7), now=at(7, 30) - SECOND) == ()
    assert plan_slots([plan], since=at(7), now=at(7, 30)) != ()
    assert plan_slots([plan], since=at(7, 30), now=at(8)) == ()


def test_every_channel_has_its_own_slot() -> None:
    to = (Destination("fake", "hall"), Destination("fake", "desk"))

    found = plan_slots([replace(make_plan(), to=to)], since=at(7), now=at(8))

    assert [slot.key.channel for slot in found] == ["fake/desk", "fake/hall"]


def test_a_channel_that_is_named_twice_is_served_once() -> None:
    twice = replace(make_plan(), to=(Destination("fake", "desk"),) * 2)

    assert len(plan_slots([twice], since=at(7), now=at(8))) == 1


def test_slots_of_several_digests_come_in_the_order_of_time() -> None:
    late = replace(make_plan(at="08:00"), id="noon")

    found = plan_slots([late, make_plan()], since=at(7), now=at(8))

    assert [slot.key.digest for slot in found] == ["morning", "noon"]


def test_a_digest_rests_on_the_days_that_it_does_not_name() -> None:
    plan = make_plan(days="tue thu")

    planned = PlannedSlots(at(0)).run(every(HOUR, at(0), at(0, day=7)), plan)

    assert told(planned.served) == ["Tue 07:30 late", "Thu 07:30 late"]


def test_the_day_is_the_zones_own() -> None:
    plan = make_plan(zone="Asia/Singapore", days="tue")

    (slot,) = plan_slots([plan], since=at(23), now=at(23, 30))

    assert slot.key.day == date(2026, 3, 3)


def test_several_times_a_day_have_a_slot_each() -> None:
    plan = make_plan(at="18:00 07:30 12:00")

    planned = PlannedSlots(at(0)).run(every(MINUTE, at(0), at(23)), plan)

    assert told(planned.served) == [
        *("Mon 07:30 in time", "Mon 12:00 in time", "Mon 18:00 in time")
    ]


def test_two_slots_within_one_slow_tick_are_both_served() -> None:
    plan = make_plan(at="07:30 07:31")

    found = plan_slots([plan], since=at(7, 29), now=at(7, 31))

    assert told(found) == ["Mon 07:30 in time", "Mon 07:31 in time"]


def test_the_order_of_times_and_one_that_is_named_twice_make_no_difference() -> None:
    named, sorted_ = make_plan(at="18:00 07:30 18:00"), make_plan(at="07:30 18:00")

    found, same = (
        plan_slots([plan], since=at(0), now=at(19)) for plan in (named, sorted_)
    )

    assert found == same
    assert len(found) == 2


def test_a_slot_of_two_minutes_ago_is_served_beside_a_newer_one() -> None:
    plan, now = make_plan(at="07:30 07:32"), at(7, 30) + PUNCTUAL

    found = plan_slots([plan], since=at(7), now=now)
    later = plan_slots([plan], since=at(7), now=now + SECOND)

    assert told(found) == ["Mon 07:30 in time", "Mon 07:32 in time"]
    assert told(later) == ["Mon 07:30 overtaken", "Mon 07:32 in time"]


def test_a_slot_is_late_after_two_minutes() -> None:
    plan = make_plan()

    (punctual,) = plan_slots([plan], since=at(7), now=at(7, 30) + PUNCTUAL)
    (late,) = plan_slots([plan], since=at(7), now=at(7, 30) + PUNCTUAL + SECOND)

    assert (punctual.late, late.late) == (False, True)


def test_down_over_one_slot_it_is_served_late() -> None:
    found = plan_slots([make_plan(at="07:00")], since=at(6, 50), now=at(7, 20))

    assert told(found) == ["Mon 07:00 late"]


def test_down_for_more_than_six_hours_the_slot_is_skipped() -> None:
    plan, limit = make_plan(), at(7, 30) + GRACE

    (served,) = plan_slots([plan], since=at(7), now=limit)
    (skipped,) = plan_slots([plan], since=at(7), now=limit + SECOND)

    assert (served.late, served.skipped) == (True, False)
    assert (skipped.late, skipped.skipped) == (False, True)
    assert skipped.reason is SkipReason.LATE


def test_down_for_three_days_the_newest_is_served_and_the_others_are_skipped() -> None:
    found = plan_slots([make_plan()], since=at(8), now=at(9, day=3))

    assert [slot.reason for slot in found] == [SkipReason.LATE, SkipReason.LATE, None]
    assert [slot.skipped for slot in found] == [True, True, False]
    assert found[-1].late


def test_down_over_two_slots_of_a_day_the_newer_is_served() -> None:
    plan = make_plan(at="07:30 09:00")

    found = plan_slots([plan], since=at(7), now=at(10))

    assert told(found) == ["Mon 07:30 overtaken", "Mon 09:00 late"]


def test_a_slot_in_time_overtakes_one_that_was_missed() -> None:
    plan = make_plan(at="07:30 09:00")

    found = plan_slots([plan], since=at(7), now=at(9))

    assert told(found) == ["Mon 07:30 overtaken", "Mon 09:00 in time"]


def test_one_channel_overtakes_no_other() -> None:
    other = replace(make_plan(at="09:00"), to=(Destination("fake", "hall"),))

    found = plan_slots([make_plan(), other], since=at(7), now=at(10))

    assert told(found) == ["Mon 07:30 late", "Mon 09:00 late"]


def test_the_clock_jumps_two_hours_ahead_and_the_slot_is_served_late() -> None:
    planned = PlannedSlots(at(6)).run([at(6, 30), at(8, 30), at(8, 31)], make_plan())

    assert told(planned.served) == ["Mon 07:30 late"]


def test_the_clock_jumps_three_hours_back_and_nothing_is_posted_again() -> None:
    plan = make_plan()
    planned = PlannedSlots(at(7)).run(every(MINUTE, at(7), at(8)), plan)

    planned.run(every(MINUTE, at(5), at(9)), plan)

    assert told(planned.served) == ["Mon 07:30 in time"]
    assert planned.again == []


def test_the_clock_was_ahead_and_no_slot_is_lost_when_it_is_set_right() -> None:
    plan = make_plan(at="07:30 12:00 18:00")
    planned = PlannedSlots(at(9)).run(every(MINUTE, at(10), at(13)), plan)

    planned.run(every(MINUTE, at(10), at(19)), plan)

    assert told(planned.served) == ["Mon 12:00 in time", "Mon 18:00 in time"]


def test_a_clock_that_goes_back_between_ticks_finds_nothing() -> None:
    assert plan_slots([make_plan()], since=at(9), now=at(6)) == ()


@pytest.mark.parametrize("zone", ["Asia/Singapore", "America/New_York"])
def test_another_time_zone_after_posting_posts_nothing_again_that_day(
    zone: str,
) -> None:
    plan = make_plan(zone="Europe/Berlin")
    planned = PlannedSlots(at(0)).run(every(MINUTE, at(0), at(8)), plan)

    moved = replace(plan, timezone=ZoneInfo(zone))
    planned.run(every(MINUTE, at(8), at(23)), moved)

    assert [slot.key.day for slot in planned.served].count(MONDAY) == 1
