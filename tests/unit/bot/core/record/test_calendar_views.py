from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar as IcsCalendar

from bot.core.domain.calendar import CalendarEvent, EventStatus
from bot.core.domain.record import Precision
from bot.core.messages.markdown import to_markdown
from bot.core.record.calendar_answers import CalendarAnswer
from bot.core.record.calendar_ics import calendar_ics
from bot.core.record.calendar_views import (
    calendar_message,
)
from tests.fakes.calendar import (
    FRIDAY,
    MONDAY,
    make_event,
    make_report,
)

DAY = timedelta(days=1)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
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


def text(given: CalendarAnswer, language: str = "en") -> str:
    """The message as Markdown, with plain blanks."""
    message = calendar_message(given, language, UTC, NOW)
    return to_markdown(message).replace("\N{NO-BREAK SPACE}", " ")


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


def test_another_reader_reads_the_same_events() -> None:
    events = replace(make_event(), uid="plan"), MOVED, replace(CANCELLED, uid="visit")
    long = make_report("The café’s inspector; “aboard”, at last. " * 5)
    text = calendar_ics(answer(*events, make_event("long", report=long)), "en")

    read = IcsCalendarStream.calendar_from_ics(text).events

    assert [(e.uid, e.dtstart, e.sequence, e.status) for e in read] == [
        ("plan@sitrep", FRIDAY, 0, "CONFIRMED"),
        ("ferry@sitrep", FRIDAY + 3 * DAY, 1, "CONFIRMED"),
        ("visit@sitrep", FRIDAY, 1, "CANCELLED"),
        ("long@sitrep", FRIDAY, 0, "CONFIRMED"),
    ]
    assert [event.summary for event in read][-1] == long.text.strip()
    assert max(map(len, text.encode().split(b"\r\n"))) <= 75
