"""Which messages on events are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.delivery.reminder_planner import ReminderPlanner
from bot.core.domain.calendar import CalendarEvent
from bot.core.domain.configuration import QuietHours
from bot.core.domain.record import Precision
from bot.core.domain.reminders import ReminderKind
from tests.fakes.reminders import (
    DAY,
    FRIDAY,
    HOUR,
    Reader,
    berlin,
    cancelled,
    make_article,
    make_event,
    make_rule,
    moved,
    starts,
)

NIGHT = QuietHours(time(22), time(8))
RULE = make_rule(DAY, 2 * HOUR)
MONDAY, SUNDAY = date(2026, 12, 7), date(2026, 12, 13)
TUESDAY = date(2026, 12, 8)


def test_an_event_is_announced_before_nine_of_its_day() -> None:
    reader = Reader(RULE, make_event())

    assert reader.look("2026-12-03 08:59") == []
    assert reader.look("2026-12-03 09:00") == ["near 12-04 24 h"]
    assert reader.look("2026-12-03 09:01") == []
    assert reader.look("2026-12-04 06:59") == []
    assert reader.look("2026-12-04 07:00") == ["near 12-04 2 h"]
    assert reader.look("2026-12-04 07:30") == []


def test_days_are_those_of_the_calendar_when_the_clock_changes() -> None:
    sunday = date(2026, 3, 29)
    seen = datetime(2026, 3, 1, tzinfo=UTC)
    reader = Reader(make_rule(DAY), make_event(sunday, seen=seen))

    assert reader.look("2026-03-28 08:59") == []
    assert reader.look("2026-03-28 09:00") == ["near 03-29 24 h"]


def test_the_zone_is_that_of_the_digest() -> None:
    reader = Reader(make_rule(DAY, zone=ZoneInfo("Asia/Tokyo")), make_event())

    assert reader.look(datetime(2026, 12, 2, 23, 59, tzinfo=UTC)) == []
    assert reader.look(datetime(2026, 12, 3, 0, tzinfo=UTC)) == ["near 12-04 24 h"]


@pytest.mark.parametrize(
    ("when", "messages"),
    [
        ("2026-12-03 15:30", []),
        ("2026-12-04 07:15", ["near 12-04 2 h"]),
        ("2026-12-04 12:59", ["near 12-04 2 h"]),
        ("2026-12-04 13:00", []),
    ],
)
def test_of_missed_reminders_the_newest_comes_for_six_hours(
    when: str, messages: Sequence[str]
) -> None:
    reader = Reader(RULE, make_event())

    assert reader.look(when) == messages
    assert reader.look("2026-12-04 14:00") == []


@pytest.mark.parametrize(
    ("when", "messages"),
    [
        ("2026-12-03 20:00", ["near 12-04 24 h"]),
        ("2026-12-04 08:59", ["near 12-04 24 h"]),
        ("2026-12-04 09:00", []),
    ],
)
def test_the_last_reminder_comes_until_the_event_begins(
    when: str, messages: Sequence[str]
) -> None:
    assert Reader(make_rule(DAY), make_event()).look(when) == messages


def test_a_missed_reminder_says_when_it_was_due() -> None:
    def delayed(when: str) -> datetime | None:
        planner = ReminderPlanner(RULE, starts(RULE), berlin(when))
        (message,) = planner.due([make_event()], ())
        return message.delayed

    assert delayed("2026-12-03 09:02") is None
    assert delayed("2026-12-03 09:03") == berlin("2026-12-03 09:00")


def test_an_event_that_is_reported_late_is_announced_until_it_begins() -> None:
    def messages(reported: str) -> list[str]:
        return Reader(RULE, make_event(seen=berlin(reported))).look(reported)

    assert messages("2026-12-03 10:00") == ["near 12-04 24 h"]
    assert messages("2026-12-03 16:00") == []
    assert messages("2026-12-04 08:59") == ["near 12-04 2 h"]
    assert messages("2026-12-04 09:30") == []


def test_an_event_that_is_reported_late_is_not_called_delayed() -> None:
    seen = berlin("2026-12-03 11:00")
    planner = ReminderPlanner(RULE, starts(RULE), seen + HOUR)

    (message,) = planner.due([make_event(seen=seen)], ())

    assert message.delayed is None


def test_a_reminder_that_is_new_announces_only_later_times() -> None:
    reader = Reader(RULE, make_event(), since=berlin("2026-12-03 09:30"))

    assert reader.look("2026-12-03 10:00") == []
    assert reader.look("2026-12-04 07:00") == ["near 12-04 2 h"]


def test_more_papers_change_nothing() -> None:
    event = make_event()
    reader = Reader(RULE, event)
    reader.look("2026-12-03 09:00")
    second = make_article("Inland Post", number=2, seen=berlin("2026-12-03 10:00"))

    reader.events[:] = [replace(event, papers=(*event.papers, second))]

    assert reader.look("2026-12-03 12:00") == []


@pytest.mark.parametrize(
    ("precision", "last"),
    [(Precision.WEEK, SUNDAY), (Precision.MONTH, date(2026, 12, 31))],
)
def test_a_week_or_month_has_reminders_of_whole_days(
    precision: Precision, last: date
) -> None:
    rule = make_rule(7 * DAY, DAY, 36 * HOUR, 2 * HOUR)
    reader = Reader(rule, make_event(MONDAY, last=last, precision=precision))

    looks = [reader.look(f"2026-{day} 09:00") for day in ("11-30", "12-05", "12-06")]

    assert looks == [["near 12-07 168 h"], [], ["near 12-07 24 h"]]
    assert reader.look("2026-12-07 07:00") == []


@pytest.mark.parametrize(
    ("precision", "day"), [(Precision.YEAR, date(2026, 12, 4)), (Precision.VAGUE, None)]
)
def test_a_year_and_a_vague_time_have_no_reminders(
    precision: Precision, day: date | None
) -> None:
    reader = Reader(RULE, make_event(day, precision=precision))

    assert reader.look("2026-12-03 09:00") == []


def test_quiet_hours_put_a_reminder_off() -> None:
    reader = Reader(make_rule(DAY, 2 * HOUR, quiet=NIGHT), make_event())

    assert reader.look("2026-12-03 09:00") == ["near 12-04 24 h"]
    assert reader.look("2026-12-04 07:00") == []
    assert reader.look("2026-12-04 08:00") == ["near 12-04 2 h"]


def test_of_reminders_that_quiet_hours_hold_together_the_nearest_comes() -> None:
    rule = make_rule(3 * HOUR, 2 * HOUR, quiet=NIGHT)

    assert Reader(rule, make_event()).look("2026-12-04 08:00") == ["near 12-04 2 h"]


def test_a_moved_event_is_announced_for_its_new_day() -> None:
    event = make_event()
    reader = Reader(RULE, event)
    reader.events[:] = [moved(event, TUESDAY)]

    assert reader.look("2026-12-03 09:00") == []
    assert reader.look("2026-12-07 09:00") == ["near 12-08 24 h"]


def test_a_channel_that_was_reminded_learns_the_new_day_once() -> None:
    event = make_event()
    reader = Reader(RULE, event)
    reader.look("2026-12-03 09:00")
    reader.events[:] = [moved(event, TUESDAY)]

    assert reader.look("2026-12-03 15:00") == ["moved 12-08"]
    assert reader.look("2026-12-03 15:01") == []
    assert reader.look("2026-12-04 07:00") == []
    assert reader.look("2026-12-07 09:00") == ["near 12-08 24 h"]
    assert reader.look("2026-12-08 07:00") == ["near 12-08 2 h"]


def test_a_new_day_that_is_near_is_announced_by_its_own_reminder_alone() -> None:
    event = make_event()
    reader = Reader(RULE, event)
    reader.look("2026-12-03 09:00")
    saturday = date(2026, 12, 5)
    reader.events[:] = [moved(event, saturday)]

    assert reader.look("2026-12-04 09:30") == ["near 12-05 24 h"]
    assert reader.look("2026-12-04 09:31") == []


def test_an_event_that_moves_back_is_announced_once_for_each_period() -> None:
    event = make_event()
    reader = Reader(RULE, event)
    reader.look("2026-12-03 09:00")
    reader.events[:] = [moved(event, TUESDAY)]
    reader.look("2026-12-03 10:00")
    reader.events[:] = [moved(event, FRIDAY, sequence=2)]

    assert reader.look("2026-12-03 11:00") == ["moved 12-04"]
    assert reader.look("2026-12-03 11:01") == []
    assert reader.look("2026-12-04 07:00") == ["near 12-04 2 h"]


def test_an_event_without_a_day_any_more_is_told_once() -> None:
    event = make_event()
    reader = Reader(RULE, event)
    reader.look("2026-12-03 09:00")
    reader.events[:] = [moved(event, None)]

    assert reader.look("2026-12-03 10:00") == ["moved 12-04"]
    assert reader.look("2026-12-03 10:01") == []


def test_a_day_within_the_week_that_was_told_is_no_other_time() -> None:
    week = make_event(MONDAY, last=SUNDAY, precision=Precision.WEEK)
    reader = Reader(make_rule(DAY), week)
    reader.look("2026-12-06 09:00")
    reader.events[:] = [moved(week, date(2026, 12, 9))]

    assert reader.look("2026-12-06 10:00") == []
    assert reader.look("2026-12-08 09:00") == ["near 12-09 24 h"]


def test_a_cancelled_event_is_not_announced() -> None:
    reader = Reader(RULE, cancelled(make_event()))

    assert reader.look("2026-12-03 09:00") == []
    assert reader.look("2026-12-04 07:00") == []


def test_a_channel_that_was_reminded_learns_of_the_cancellation_once() -> None:
    event = make_event()
    reader = Reader(RULE, event)
    reader.look("2026-12-03 09:00")
    reader.events[:] = [cancelled(event)]

    assert reader.look("2026-12-03 10:00") == ["cancelled 12-04"]
    reader.events[:] = [cancelled(event, sequence=2)]
    assert reader.look("2026-12-04 07:00") == []


def test_a_cancelled_event_that_takes_place_after_all_is_told() -> None:
    event = make_event()
    reader = Reader(RULE, event)
    reader.look("2026-12-03 09:00")
    reader.events[:] = [cancelled(event)]
    reader.look("2026-12-03 10:00")
    reader.events[:] = [replace(event, sequence=2)]

    assert reader.look("2026-12-03 11:00") == ["moved 12-04"]
    assert reader.look("2026-12-03 11:01") == []


def test_nothing_is_told_of_an_event_that_is_over() -> None:
    event = make_event()
    reader = Reader(RULE, event)
    reader.look("2026-12-04 07:00")
    reader.events[:] = [cancelled(event)]

    assert reader.look("2026-12-05 00:00") == []
    assert reader.look("2026-12-04 23:59") == ["cancelled 12-04"]


def test_an_event_that_its_articles_lost_is_told_once() -> None:
    reader = Reader(RULE, make_event())
    reader.look("2026-12-03 09:00")
    reader.events.clear()

    assert reader.look("2026-12-03 10:00") == ["gone 12-04"]
    assert reader.look("2026-12-04 07:00") == []


def test_an_event_that_was_lost_before_its_reminder_is_not_told() -> None:
    reader = Reader(RULE, make_event())
    reader.events.clear()

    assert reader.look("2026-12-03 09:00") == []


def test_changes_wait_for_the_end_of_quiet_hours() -> None:
    event = make_event()
    reader = Reader(make_rule(DAY, quiet=NIGHT), event)
    reader.look("2026-12-03 09:00")
    reader.events[:] = [cancelled(event)]

    assert reader.look("2026-12-03 23:00") == []
    assert reader.look("2026-12-04 08:00") == ["cancelled 12-04"]


def test_a_message_is_of_use_until_the_day_is_over() -> None:
    planner = ReminderPlanner(RULE, starts(RULE), berlin("2026-12-04 07:00"))

    (message,) = planner.due([make_event()], ())

    assert message.until == berlin("2026-12-05 00:00")
    assert message.day == FRIDAY


def test_the_nearest_event_comes_first() -> None:
    later = make_event(date(2026, 12, 5), uid="a")
    reader = Reader(make_rule(2 * DAY, DAY), later, make_event(uid="b"))

    assert reader.look("2026-12-03 09:00") == ["near 12-04 24 h", "near 12-05 48 h"]


@given(
    days=st.lists(st.integers(0, 9), min_size=1, max_size=5),
    looks=st.lists(st.integers(0, 12 * 24), max_size=60),
    cancel=st.booleans(),
)
def test_each_day_and_period_comes_once_whenever_one_looks(
    days: Sequence[int],
    looks: Sequence[int],
    cancel: bool,  # noqa: FBT001 - drawn
) -> None:
    """An event moves from day to day, and may be cancelled, while one looks."""
    event = make_event(FRIDAY + days[0] * DAY)
    states: list[CalendarEvent] = [event]
    for sequence, day in enumerate(days[1:], 1):
        states.append(moved(event, FRIDAY + day * DAY, sequence))
    if cancel:
        states.append(cancelled(states[-1], len(states)))
    reader = Reader(make_rule(3 * DAY, DAY, 2 * HOUR), event)
    start = berlin("2026-12-01 00:00")

    for place, hours in enumerate(sorted(looks)):
        reader.events[:] = [states[place * len(states) // len(looks)]]
        now = start + timedelta(hours=hours)
        reader.look(now)
        assert reader.look(now) == []

    near = [each for each in reader.posted if each.kind is ReminderKind.NEAR]
    assert len({(each.first, each.before) for each in near}) == len(near)
    kinds = [each.kind for each in reader.posted]
    assert kinds.count(ReminderKind.CANCELLED) <= 1
    if kinds:
        assert kinds[0] is ReminderKind.NEAR
