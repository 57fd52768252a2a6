"""Seven days of the calendar, as lines and as an image."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.domain.calendar import CalendarEvent, EventStatus
from bot.core.domain.messages import Message
from bot.core.domain.record import Precision
from bot.core.domain.timelines import TimelineTheme
from bot.core.domain.weeks import MAX_WEEK_EVENTS, Week, WeekMark
from bot.core.messages.markdown import to_markdown
from bot.core.record.calendar_answers import CalendarAnswer
from bot.core.record.calendar_week import WeekView, week_query
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


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_query_is_for_seven_days() -> None:
    query = week_query(frozenset({"coast"}), TODAY)

    assert (query.first, query.last) == (TODAY, TODAY + 6 * DAY)


def test_the_message_has_the_same_lines_as_the_image() -> None:
    told = to_markdown(message(ruling, moved))

    lines = [each.text for each in image(ruling, moved).events]
    assert lines == [RULING, INSPECTION]
    assert all(line.rstrip(".") in told for line in (*lines, BEFORE))
    assert told.count("#:~:text=") == 3


def test_the_title_names_the_topic_and_the_facts_the_days() -> None:
    drawn = image(ruling, moved)

    assert drawn.title == "Falling due: The strait"
    assert plain(drawn.facts) == "5–11 Nov · 2 events"
    assert image(ruling, view=replace(VIEW, name="")).title == "Falling due"


def test_days_have_the_marks_of_their_events() -> None:
    days = image(ruling, moved).days

    assert [(day.weekday, day.number) for day in days][:2] == [
        ("Thu", "5"),
        ("Fri", "6"),
    ]
    assert [len(day.marks) for day in days] == [0, 2, 0, 0, 1, 0, 0]
    assert days[1].marks == (WeekMark.DUE, WeekMark.AWAY)
    assert days[4].marks == (WeekMark.DUE,)


def test_moved_and_cancelled_events_say_so() -> None:
    cancelled = replace(ruling, status=EventStatus.CANCELLED)

    first, second = image(cancelled, moved).events

    assert (first.mark, first.note) == (WeekMark.CANCELLED, "cancelled")
    assert plain(second.note) == "moved from Fri 6 Nov"


def test_a_week_stands_in_the_list_but_on_no_day() -> None:
    report = make_report(
        RULING, first=TODAY + DAY, last=TODAY + 3 * DAY, precision=Precision.WEEK
    )

    drawn = image(make_event(report=report))

    assert plain(drawn.events[0].day) == "6–8 Nov"
    assert not any(day.marks for day in drawn.days)


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


def test_the_alternative_text_says_all_in_words() -> None:
    assert plain(image(ruling, moved).alt) == (
        "Falling due: The strait, 5–11 Nov · 2 events. "
        f"Fri 6 Nov: {RULING} Mon 9 Nov, moved from Fri 6 Nov: {INSPECTION}"
    )


def test_the_image_has_the_colours_and_the_language_of_the_view() -> None:
    drawn = image(ruling, view=replace(VIEW, language="fr"))

    assert drawn.theme is TimelineTheme.DARK
    assert plain(drawn.title) == "Échéances : The strait"
    assert [day.weekday for day in drawn.days][:2] == ["jeu.", "ven."]


def test_without_events_there_is_no_image() -> None:
    empty = message()

    assert empty.image is None
    assert "No event is recorded for these days." in to_markdown(empty)
