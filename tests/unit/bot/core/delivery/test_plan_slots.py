"""Which slots are due, by the tables of ``tests/data/delivery``."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.delivery.planner import plan_slots, quiet_until
from bot.core.domain.configuration import Destination, DigestPlan, QuietHours
from bot.core.domain.slots import PlannedSlot, SlotKey
from tests.fakes.planned_slots import PlannedSlots, every
from tests.fakes.plans import make_plan
from tests.tables import blocks

CASES = {block["case"]: block for block in blocks("delivery/slots")}
MINUTE = timedelta(minutes=1)
TUESDAY = datetime(2026, 3, 3, tzinfo=UTC)


def at(text: str) -> datetime:
    """A time in March 2026, such as "02T07:30"."""
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=UTC)


def hours_of(text: str) -> QuietHours | None:
    """Quiet hours such as "22:00-07:00", or none."""
    return QuietHours(*map(time.fromisoformat, text.split("-"))) if text else None


def plan_of(text: str) -> DigestPlan:
    """A digest such as "07:30 18:00 days=mon,tue zone=UTC quiet=22:00-07:00 to=desk"."""
    walls = " ".join(word for word in text.split() if "=" not in word)
    given = dict(word.split("=") for word in text.split() if "=" in word)
    days = given.get("days", "mon,tue,wed,thu,fri,sat,sun").replace(",", " ")
    quiet = hours_of(given.get("quiet", ""))
    names = given.get("to", "desk").split(",")
    plan = make_plan(at=walls, zone=given.get("zone", "UTC"), days=days)
    to = tuple(Destination("fake", one, quiet) for one in names)
    return replace(plan, to=to, spread=int(given.get("spread", "0")) * MINUTE)


def told(slot: PlannedSlot) -> str:
    """A slot as the tables name it."""
    fate = "late" if slot.late else "in time"
    if slot.reason:
        fate = f"{slot.reason}, skipped" if slot.reason == "late" else slot.reason
    channel = slot.key.channel.removeprefix("fake/")
    return f"{slot.key.day:%d} {channel} {slot.at:%dT%H:%M} {fate}"


def check(case: str) -> None:
    """Let the planner look as a case says, and compare what it finds."""
    planned: PlannedSlots | None = None
    for line in CASES[case]["run"].splitlines():
        start, end, seconds, digests = line.split(maxsplit=3)
        planned = planned or PlannedSlots(at(start))
        step = timedelta(seconds=int(seconds))
        looks = every(step, at(start), at(end)) if step else [at(end)]
        planned.run(looks, *map(plan_of, digests.split(" + ")))
    assert planned is not None
    assert len(planned.again) == int(CASES[case].get("again", 0))
    assert [*map(told, planned.slots.values())] == CASES[case]["slots"].splitlines()


def test_each_slot_is_found_once_and_in_time(subtests: pytest.Subtests) -> None:
    for case in CASES:
        with subtests.test(case):
            check(case)


def test_the_clock_jumps_two_hours_ahead_and_the_slot_is_served_late() -> None:
    check("the clock jumps two hours ahead")


def test_the_clock_jumps_three_hours_back_and_nothing_is_posted_again() -> None:
    check("the clock jumps three hours back")


def test_a_slot_is_named_by_digest_channel_day_and_number() -> None:
    found = plan_slots([make_plan()], since=at("02T07:00"), now=at("02T07:30"))

    key = SlotKey("morning", "fake/desk", date(2026, 3, 2), 0)
    assert found == (PlannedSlot(key, at("02T07:30")),)


def test_quiet_hours_hold_a_moment_until_their_end(subtests: pytest.Subtests) -> None:
    for case in blocks("delivery/quiet_hours"):
        hours, end = hours_of(case["hours"]), case.get("end")
        assert hours is not None
        with subtests.test(case["case"]):
            moment = datetime.fromisoformat(case["moment"])
            found = quiet_until(moment, hours, ZoneInfo("Europe/Berlin"))
            assert found == (datetime.fromisoformat(end) if end else None)


def check_edited(when: str, subtests: pytest.Subtests) -> None:
    """Run a day on which the times are edited at eight."""
    edit = TUESDAY + timedelta(hours=8)
    cases = [one for one in blocks("delivery/edited_times") if one["edited"] == when]
    assert cases
    for case in cases:
        planned = PlannedSlots(TUESDAY - timedelta(days=1))
        planned.run(every(MINUTE, planned.until, edit), make_plan(at=case["old"]))
        ticks = every(MINUTE, edit, TUESDAY + timedelta(days=1))
        planned.run(ticks, make_plan(at=case["new"]))
        days = [slot for slot in planned.served if slot.key.day == TUESDAY.date()]
        with subtests.test(case["case"]):
            assert " ".join(f"{slot.at:%H:%M}" for slot in days) == case["posts"]


def test_times_edited_before_posting(subtests: pytest.Subtests) -> None:
    check_edited("before", subtests)


def test_times_edited_after_posting(subtests: pytest.Subtests) -> None:
    check_edited("after", subtests)


def test_lists_of_different_lengths_share_no_number() -> None:
    walls = ["07:00", "08:00", "09:00", "10:00"]

    found = [
        PlannedSlots(TUESDAY).tick(at("03T12:00"), make_plan(at=" ".join(walls[:end])))
        for end in (1, 2, 3, 4)
    ]

    numbers = Counter(slot.key.index for slots in found for slot in slots)
    assert numbers == Counter(range(10))
