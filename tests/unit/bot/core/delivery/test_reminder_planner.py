"""Which messages on events are due, by the table of ``tests/data/delivery``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
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
    ALWAYS,
    DAY,
    FRIDAY,
    HOUR,
    SEEN,
    Reader,
    berlin,
    cancelled,
    make_event,
    make_rule,
    moved,
    starts,
)
from tests.tables import blocks

RULE = make_rule(DAY, 2 * HOUR)
CASES = {block["case"]: block for block in blocks("delivery/reminders")}


def day_of(text: str) -> date | None:
    """A day such as "12-04", or none."""
    return None if text == "none" else date.fromisoformat(f"2026-{text}")


def time_of(case: Mapping[str, str], field: str, otherwise: datetime) -> datetime:
    """A time of a case in Berlin."""
    return berlin(f"2026-{case[field]}") if field in case else otherwise


def reader_of(case: Mapping[str, str]) -> Reader:
    """The channel of a case, with its event."""
    first, last, precision = [*case["event"].split(), "none", "day"][:3]
    event = make_event(
        day_of(first),
        last=day_of(last),
        precision=Precision(precision),
        seen=time_of(case, "seen", SEEN),
    )
    hours = case.get("quiet", "").split("-")
    quiet = QuietHours(*map(time.fromisoformat, hours)) if hours[1:] else None
    zone = ZoneInfo(case.get("zone", "Europe/Berlin"))
    periods = [int(period) * HOUR for period in case["hours"].split()]
    rule = make_rule(*periods, quiet=quiet, zone=zone)
    return Reader(rule, event, since=time_of(case, "since", ALWAYS))


def check(case: str) -> None:
    """Let a channel be looked at as a case says, while its event changes."""
    reader = reader_of(CASES[case])
    (event,) = reader.events
    for sequence, line in enumerate(CASES[case]["course"].splitlines(), 1):
        change, _, rest = line.partition(" ")
        if change == "moved":
            reader.events[:] = [moved(event, day_of(rest), sequence)]
        elif change == "cancelled":
            reader.events[:] = [cancelled(event, sequence)]
        elif change == "restored":
            reader.events[:] = [replace(event, sequence=sequence)]
        elif change == "lost":
            reader.events.clear()
        else:
            when, _, messages = line.partition(" = ")
            expected = messages.split("; ") if messages else []
            assert reader.look(f"2026-{when}") == expected, line


def test_each_message_comes_once_and_in_time(subtests: pytest.Subtests) -> None:
    for case in CASES:
        with subtests.test(case):
            check(case)


def test_of_missed_reminders_the_newest_comes_for_six_hours() -> None:
    check("of missed reminders the newest comes")
    check("a missed reminder comes for six hours")


def test_the_last_reminder_comes_until_the_event_begins() -> None:
    check("the last reminder comes until the event begins")
    check("the last reminder does not come after the event began")


def test_a_message_says_since_when_it_is_due_and_until_when_it_is_of_use() -> None:
    for when, delayed in (
        ("2026-12-03 09:02", None),
        ("2026-12-03 09:03", berlin("2026-12-03 09:00")),
    ):
        planner = ReminderPlanner(RULE, starts(RULE), berlin(when))
        (message,) = planner.due([make_event()], ())
        assert (message.delayed, message.day) == (delayed, FRIDAY - DAY)
        assert message.until == berlin("2026-12-05 00:00")


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
