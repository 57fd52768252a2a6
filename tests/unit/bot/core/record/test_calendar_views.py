from __future__ import annotations

from datetime import date, timedelta

from icalendar import Calendar as IcsCalendar

from bot.core.domain.calendar import CalendarEvent, EventStatus
from bot.core.domain.record import Precision
from bot.core.record.calendar_answers import CalendarAnswer
from bot.core.record.calendar_ics import calendar_ics
from tests.fakes.calendar import (
    FRIDAY,
    MONDAY,
    make_event,
    make_report,
)

DAY = timedelta(days=1)
NEW_DAY = "The inspector boards the Aurora on Monday."
MOVED = make_event(
    report=make_report(NEW_DAY, first=FRIDAY + 3 * DAY),
    status=EventStatus.MOVED,
    earlier=make_report(),
)
CANCELLED = make_event(
    report=make_report("The visit of the inspector is cancelled."),
    status=EventStatus.CANCELLED,
    earlier=make_report(),
)


def answer(
    *due: CalendarEvent,
    undated: tuple[CalendarEvent, ...] = (),
    over: tuple[CalendarEvent, ...] = (),
) -> CalendarAnswer:
    return CalendarAnswer(due, undated, over, MONDAY)


def component(event: CalendarEvent) -> dict[str, str]:
    """The properties of the one event of a calendar."""
    calendar = IcsCalendar.from_ical(calendar_ics(answer(event), "en"))
    (found,) = calendar.walk("VEVENT")
    return {name: value.to_ical().decode() for name, value in found.items()}


def test_a_calendar_program_sees_changes() -> None:
    moved, cancelled = component(MOVED), component(CANCELLED)

    assert (moved["DTSTART"], moved["SEQUENCE"]) == ("20260309", "1")
    assert "was Fri 6 Mar 2026: " in moved["DESCRIPTION"].replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert (cancelled["STATUS"], cancelled["SEQUENCE"]) == ("CANCELLED", "1")


def test_a_month_lasts_for_all_its_days() -> None:
    april = make_report(
        first=date(2026, 4, 1), last=date(2026, 4, 30), precision=Precision.MONTH
    )

    properties = component(make_event(report=april))

    assert (properties["DTSTART"], properties["DTEND"]) == ("20260401", "20260501")
    assert properties["TRANSP"] == "TRANSPARENT"
