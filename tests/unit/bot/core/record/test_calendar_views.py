from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar as IcsCalendar

from bot.core.domain.calendar import CalendarEvent, EventStatus
from bot.core.domain.record import Precision
from bot.core.messages.briefing_json import to_line
from bot.core.messages.markdown import to_markdown
from bot.core.record.calendar_answers import CalendarAnswer
from bot.core.record.calendar_ics import calendar_ics
from bot.core.record.calendar_views import (
    MOST_PRINTED,
    calendar_document,
    calendar_message,
)
from tests.fakes.calendar import (
    FRIDAY,
    LINE,
    MONDAY,
    make_article,
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
VAGUE = make_event(report=make_report(first=None, precision=Precision.VAGUE))
RESULT = make_report("The inspector found six cracks.", first=None)
OVER = replace(make_event(status=EventStatus.PAST), outcome=RESULT)


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


def test_an_event_has_its_day_line_paper_and_link() -> None:
    shown = text(answer(make_event()))

    assert "THIS WEEK" in shown
    assert "Fri 6 Mar" in shown
    assert LINE in shown
    assert "https://lenna-gazette.example/1#:~:text=ferry" in shown


def test_a_moved_event_has_its_former_line() -> None:
    shown = text(answer(MOVED))

    assert "Mon 9 Mar · moved from Fri 6 Mar" in shown
    assert shown.index(NEW_DAY) < shown.index("was") < shown.index(LINE)


def test_a_cancelled_event_says_so() -> None:
    assert "Fri 6 Mar · cancelled" in text(answer(CANCELLED))
    assert "annulé" in text(answer(CANCELLED), "fr")


def test_events_without_a_day_and_past_ones_have_their_headings() -> None:
    shown = text(answer(make_event(), undated=(VAGUE,), over=(OVER,)))

    assert shown.index("NO DAY GIVEN") < shown.index("RECENTLY OVER")
    assert shown.index("then came") < shown.index(RESULT.text)


def test_other_papers_are_named() -> None:
    papers = tuple(make_article(n, paper=f"Paper {n}") for n in (1, 2, 3))

    assert "also in Paper 2, Paper 3" in text(
        answer(replace(make_event(), papers=papers))
    )


def test_a_long_period_is_printed_with_both_ends_or_as_a_year() -> None:
    summer = make_report(first=date(2026, 6, 1), last=date(2026, 8, 31))
    year = make_report(first=date(2027, 1, 1), last=date(2027, 12, 31))

    assert "Mon 1 Jun – Mon 31 Aug" in text(answer(make_event(report=summer)))
    assert "2027" in text(answer(make_event(report=year)))


def test_only_the_first_events_are_printed() -> None:
    events = (make_event(),) * (MOST_PRINTED + 2)

    shown = text(answer(*events, undated=(VAGUE,)))

    assert shown.count(LINE) == MOST_PRINTED
    assert "And 3 more events." in shown


def test_no_event_is_said_in_a_sentence() -> None:
    assert "No event is recorded for these days." in text(answer())


def test_the_document_has_the_fields_of_the_contract() -> None:
    given = answer(MOVED, undated=(VAGUE,), over=(OVER,))

    document = json.loads(to_line(calendar_document(given)))

    past, moved, vague = document["events"]
    assert set(past) == {
        *("uid", "sequence", "text", "article", "link", "from", "to", "precision"),
        *("status", "story", "papers", "earlier", "outcome"),
    }
    assert [e["status"] for e in document["events"]] == ["past", "moved", "planned"]
    assert (past["from"], past["to"], past["precision"]) == (
        *("2026-03-06", "2026-03-06", "day"),
    )
    assert past["outcome"]["text"] == RESULT.text
    assert (moved["earlier"]["from"], moved["earlier"]["text"]) == ("2026-03-06", LINE)
    assert (vague["from"], vague["precision"]) == (None, "vague")
    assert past["article"]["published"] == "2026-03-02"
    assert past["papers"] == ["Lenna Gazette"]


def test_a_calendar_program_gets_day_line_and_link() -> None:
    properties = component(make_event())

    assert properties["UID"] == "ferry@sitrep"
    assert (properties["DTSTART"], properties["DTEND"]) == ("20260306", "20260307")
    assert (properties["SEQUENCE"], properties["STATUS"]) == ("0", "CONFIRMED")
    assert properties["SUMMARY"] == LINE
    assert properties["DTSTAMP"] == "20260302T130000Z"
    assert properties["URL"] == "https://lenna-gazette.example/1#:~:text=ferry"
    assert properties["DESCRIPTION"] == "Lenna Gazette"


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


def test_the_calendar_has_dated_events_alone() -> None:
    calendar = IcsCalendar.from_ical(
        calendar_ics(answer(undated=(VAGUE,), over=(OVER,)), "en", "Harbours")
    )

    assert str(calendar["X-WR-CALNAME"]) == "Harbours"
    (event,) = calendar.walk("VEVENT")
    assert RESULT.text in str(event["DESCRIPTION"])


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
