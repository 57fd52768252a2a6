"""Seven days of the calendar, as lines and as an image."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.domain.calendar import CalendarEvent, EventStatus
from bot.core.domain.messages import Message
from bot.core.domain.record import Precision
from bot.core.domain.timelines import TimelineTheme
from bot.core.domain.weeks import MAX_WEEK_EVENTS, Week, WeekMark
from bot.core.record.calendar_answers import CalendarAnswer
from bot.core.record.calendar_week import WeekView
from tests.fakes.calendar import make_event, make_report

TODAY = date(2026, 11, 5)
DAY = timedelta(days=1)
RULING = "The Brannoch court reads its ruling on Friday."
INSPECTION = "A class inspector is to go aboard the Varra Queen on Monday."
BEFORE = "An inspector boards the Varra Queen on Friday."
VIEW = WeekView("The strait", "en", TimelineTheme.DARK)

ruling = make_event(report=make_report(RULING, first=TODAY + DAY))
moved = make_event(
    report=make_report(INSPECTION, first=TODAY + 4 * DAY),
    status=EventStatus.MOVED,
    earlier=make_report(BEFORE, first=TODAY + DAY),
)


def message(*events: CalendarEvent, view: WeekView = VIEW) -> Message:
    """What is shown of these events."""
    return view.message(CalendarAnswer(events, (), (), TODAY))


def image(*events: CalendarEvent, view: WeekView = VIEW) -> Week:
    """The image of these events."""
    drawn = message(*events, view=view).image
    assert isinstance(drawn, Week)
    return drawn


def test_days_have_the_marks_of_their_events() -> None:
    days = image(ruling, moved).days

    assert [(day.weekday, day.number) for day in days][:2] == [
        ("Thu", "5"),
        ("Fri", "6"),
    ]
    assert [len(day.marks) for day in days] == [0, 2, 0, 0, 1, 0, 0]
    assert days[1].marks == (WeekMark.DUE, WeekMark.AWAY)
    assert days[4].marks == (WeekMark.DUE,)


def test_less_precise_and_later_events_are_left_out() -> None:
    month = replace(ruling, precision=Precision.MONTH)
    later = make_event(report=make_report(RULING, first=TODAY + 7 * DAY))

    assert len(image(ruling, month, later).events) == 1


def test_events_without_room_are_counted_but_said_in_words() -> None:
    events = [
        make_event(report=make_report(f"Court {n} meets on Friday.", first=TODAY))
        for n in range(MAX_WEEK_EVENTS + 2)
    ]

    drawn = image(*events)

    assert len(drawn.events) == MAX_WEEK_EVENTS
    assert drawn.more == "And 2 more events."
    assert all(event.report.text in drawn.alt for event in events)
