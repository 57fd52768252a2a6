from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from benchmarks.slots import (
    TIMES,
    Tally,
    changes,
    enumerated,
    make_plan,
    span,
    tally,
    ticked,
    triggered,
)
from bot.core.delivery.planner import plan_slots
from bot.core.domain.slots import PlannedSlot

FIRST, LAST = date(2026, 3, 27), date(2026, 3, 30)
TWO = make_plan("UTC", (time(7), time(18)))


def found() -> tuple[PlannedSlot, ...]:
    """Return the slots of three days."""
    start = datetime(2026, 3, 26, 23, tzinfo=UTC)
    return plan_slots([TWO], since=start, now=start + timedelta(days=3))


def test_three_days_of_two_times_are_six_slots() -> None:
    assert tally(found(), FIRST, date(2026, 3, 29), 2) == Tally(6, 0, 0)


def test_a_slot_that_is_not_there_is_lost() -> None:
    assert tally(found()[1:], FIRST, date(2026, 3, 29), 2) == Tally(5, 1, 0)


def test_a_slot_that_is_there_again_is_doubled() -> None:
    twice = (*found(), found()[2])

    assert tally(twice, FIRST, date(2026, 3, 29), 2) == Tally(7, 0, 1)


def test_slots_of_other_days_do_not_count() -> None:
    assert tally(found(), FIRST, FIRST, 2) == Tally(2, 0, 0)


def test_tallies_add_up() -> None:
    assert sum([Tally(1, 2, 3), Tally(10, 20, 30)], start=Tally()) == Tally(11, 22, 33)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_pieces_cover_every_slot_of_the_days(zone: str) -> None:
    assert enumerated(make_plan(zone), FIRST, LAST) == Tally(4 * len(TIMES), 0, 0)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Antarctica/Troll", "America/Nuuk"])
def test_around_a_change_every_slot_is_served_in_time(zone: str) -> None:
    plan = make_plan(zone)

    (change,) = changes(plan.timezone, FIRST, LAST)

    assert ticked(plan, change) == Tally(2 * len(TIMES), 0, 0)


def test_a_zone_without_changes_has_none() -> None:
    assert list(changes(ZoneInfo("Asia/Singapore"), FIRST, LAST)) == []


def test_a_span_ends_after_its_last_day() -> None:
    moments = list(span(FIRST, LAST, ZoneInfo("Asia/Tokyo"), timedelta(hours=7)))

    assert moments[0] == datetime(2026, 3, 26, 13, tzinfo=UTC)
    assert moments[-1] == datetime(2026, 3, 30, 17, tzinfo=UTC)


def test_the_peer_loses_midnights_and_doubles_hours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("benchmarks.slots.YEARS", (2026, 2026))
    monkeypatch.setattr("benchmarks.slots.TIMES", (time(0), time(2, 30)))

    peer = triggered("Europe/Berlin")

    assert (peer.lost, peer.doubled) == (1, 1)
    assert peer.slots == 2 * 365
