"""Reports and events of the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.core.domain.calendar import (
    CalendarEvent,
    EventReport,
    EventStatus,
)
from bot.core.domain.record import (
    EventChange,
    Precision,
    RecordedArticle,
    RecordedDate,
)
from bot.stores.sql import SqlStore
from tests.fakes.record import make_entry, make_sentence
from tests.fakes.records import add, make_stored

MONDAY = date(2026, 3, 2)
FRIDAY = date(2026, 3, 6)
LINE = "An inspector boards the ferry Aurora on Friday."


def make_article(
    number: int = 1,
    *,
    day: date = MONDAY,
    paper: str = "Lenna Gazette",
    story: str | None = "story-ferry",
) -> RecordedArticle:
    """A recorded article that was published at noon and seen an hour later."""
    at = datetime.combine(day, time(12), UTC)
    return RecordedArticle(
        number=number,
        id=f"id-{number}",
        seen=at + timedelta(hours=1),
        at=at,
        day=day,
        original=f"id-{number}",
        url=f"https://lenna-gazette.example/{number}",
        title="News of the ferry",
        paper=paper,
        site=paper,
        lang="en",
        story=story,
    )


def make_report(
    text: str = LINE,
    *,
    article: RecordedArticle | None = None,
    first: date | None = FRIDAY,
    last: date | None = None,
    precision: Precision = Precision.DAY,
) -> EventReport:
    """A report of an event; ``last`` is ``first`` if it is not given."""
    sentence = make_sentence(text)
    return EventReport(
        *(article or make_article(), sentence, 0, len(text), text),
        *(first, last or first, precision),
    )


def cancelled(report: EventReport) -> EventReport:
    """The report, as one that cancels the event."""
    return replace(report, is_cancelled=True)


def moved(report: EventReport) -> EventReport:
    """The report, as one that moves the event."""
    return replace(report, is_moved=True)


def make_event(
    uid: str = "ferry",
    *,
    report: EventReport | None = None,
    status: EventStatus = EventStatus.PLANNED,
    earlier: EventReport | None = None,
    outcome: EventReport | None = None,
) -> CalendarEvent:
    """An event with one report."""
    shown = report or make_report()
    return CalendarEvent(
        uid=uid,
        sequence=0 if earlier is None else 1,
        status=status,
        first=shown.first,
        last=shown.last,
        precision=shown.precision,
        report=shown,
        changed=shown.article.seen,
        earlier=earlier,
        papers=(shown.article,),
        outcome=outcome,
        story=shown.article.story,
    )


def make_date(
    first: date = FRIDAY,
    *,
    last: date | None = None,
    sentence: int = 0,
    precision: Precision = Precision.DAY,
    change: EventChange = EventChange.NONE,
    event: str = "ferry",
) -> RecordedDate:
    """A dated line of an entry; ``last`` is ``first`` if it is not given."""
    return RecordedDate(sentence, first, last or first, precision, change, event=event)


async def announce(
    store: SqlStore, name: str, text: str, *, day: date, topic: str, event: str = ""
) -> None:
    """Record an article that announces an event on a day in one sentence."""
    article = await add(store, name, make_stored(name, text=text))
    due = await store.due_entries(1)
    entry = make_entry(
        article,
        number=due.through,
        topics=[topic],
        sentences=[make_sentence(text)],
        claims=[],
    )
    dates = (make_date(day, event=event or name),)
    assert await store.record(due, [replace(entry, dates=dates)])
