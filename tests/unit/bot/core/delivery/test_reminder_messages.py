"""What messages on events look like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.delivery.reminder_messages import reminder_message
from bot.core.delivery.reminder_planner import DueReminder
from bot.core.domain.calendar import CalendarEvent
from bot.core.domain.messages import BAR, Message, Row
from bot.core.domain.reminders import GONE, PostedReminder, ReminderKind
from tests.fakes.reminders import (
    DAY,
    FRIDAY,
    LINE,
    berlin,
    cancelled,
    make_article,
    make_event,
    make_rule,
    moved,
)

NOW = berlin("2026-12-03 09:00")
UNTIL = berlin("2026-12-05 00:00")
TUESDAY = date(2026, 12, 8)


def render(
    event: CalendarEvent | None,
    kind: ReminderKind = ReminderKind.NEAR,
    *,
    late: timedelta | None = None,
    language: str = "en",
) -> Message:
    """The message on an event."""
    first = FRIDAY if event is None or event.first is None else event.first
    last = FRIDAY if event is None or event.last is None else event.last
    is_near = kind is ReminderKind.NEAR
    posted = PostedReminder(
        *("harbour", first, last, kind, NOW),
        before=DAY if is_near else timedelta(),
        sequence=GONE if event is None else 0,
    )
    delayed = None if late is None else NOW - late
    due = DueReminder(event, posted, first, UNTIL, delayed=delayed)
    return reminder_message(due, make_rule(DAY, language=language))


def lines(message: Message) -> list[Row]:
    """The lines of reports."""
    return [row for section in message.sections for row in section.rows if row.proof]


def texts(message: Message) -> str:
    """All texts of a message, one line each."""
    rows = [row for section in message.sections for row in section.rows]
    return "\n".join(
        " | ".join((*(part.text for part in row.parts), *row.remarks)) for row in rows
    )


def test_a_reminder_is_the_line_as_it_is_printed() -> None:
    message = render(make_event())

    (line,) = lines(message)
    assert [part.text for part in line.parts] == ["Fri\xa04\xa0Dec", LINE]
    assert line.proof == "https://lenna-gazette.example/harbour#:~:text=ferry"
    assert line.paper == "Lenna Gazette"
    assert message.sections[0].heading == "REMINDER · coast"
    assert message.headline == "Harbour of Lenna to close"


def test_a_reminder_names_the_other_papers() -> None:
    event = make_event()
    second = make_article("Inland Post", number=2)

    (line,) = lines(render(replace(event, papers=(*event.papers, second))))

    assert line.remarks == ("also in Inland Post",)


def test_a_new_day_stands_above_the_old_one() -> None:
    message = render(moved(make_event(), TUESDAY), ReminderKind.MOVED)

    after, before = lines(message)
    assert message.sections[0].heading == "NEW DAY · coast"
    assert after.parts[0].text == "Tue\xa08\xa0Dec · moved from Fri\xa04\xa0Dec"
    assert before.parts[0].text == "was"
    assert before.parts[1].text == LINE
    assert before.marker == after.marker == BAR


def test_a_cancellation_stands_above_what_it_cancels() -> None:
    message = render(cancelled(make_event()), ReminderKind.CANCELLED)

    assert message.sections[0].heading == "CANCELLED · coast"
    assert [row.parts[1].text for row in lines(message)] == [
        "The harbour will not close after all.",
        LINE,
    ]


def test_a_lost_event_is_named_by_its_day_alone() -> None:
    message = render(None, ReminderKind.GONE)

    assert message.sections[0].heading == "NO LONGER REPORTED · coast"
    assert texts(message) == (
        "Fri\xa04\xa0Dec\n"
        "The article no longer reports what this channel was reminded of."
    )


def test_a_page_without_a_safe_address_has_no_link() -> None:
    event = make_event()
    article = replace(event.report.article, url="ftp://lenna.example/x")
    event = replace(event, report=replace(event.report, article=article))

    message = render(event)

    assert lines(message) == []
    assert LINE in texts(message)
