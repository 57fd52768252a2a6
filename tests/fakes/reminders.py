"""Events of a calendar, and the reminders of a digest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from bot.core.delivery.reminder_planner import ReminderPlanner, ReminderRule
from bot.core.domain.calendar import CalendarEvent, EventReport, EventStatus
from bot.core.domain.configuration import (
    Destination,
    DigestPlan,
    QuietHours,
    Topic,
    Weekday,
)
from bot.core.domain.record import (
    EventChange,
    Precision,
    RecordedArticle,
    RecordedDate,
)
from bot.core.domain.reminders import PostedReminder, ReminderKey
from bot.stores.sql import SqlStore
from bot.stores.sql.record_tables import reports
from tests.fakes.record import make_entry, make_sentence
from tests.fakes.records import add, make_stored

FRIDAY = date(2026, 12, 4)
"""The day of an event; those around it are normal days in Berlin."""

SEEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""When its report was first seen."""

LINE = "The harbour of Lenna will close on Friday, harbour master Ida Brandt said."
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)


def make_article(
    paper: str = "Lenna Gazette", *, number: int = 1, seen: datetime = SEEN
) -> RecordedArticle:
    """An article on a harbour."""
    host = paper.lower().replace(" ", "-")
    return RecordedArticle(
        number=number,
        id=f"id-{number}",
        seen=seen,
        at=seen,
        day=seen.date(),
        original=f"id-{number}",
        url=f"https://{host}.example/harbour",
        title="Harbour of Lenna to close",
        paper=paper,
        site=paper,
        lang="en",
    )


def make_report(
    day: date | None = FRIDAY,
    *,
    last: date | None = None,
    text: str = LINE,
    article: RecordedArticle | None = None,
    precision: Precision = Precision.DAY,
) -> EventReport:
    """A line that reports an event."""
    return EventReport(
        article=article or make_article(),
        sentence=make_sentence(text),
        start=0,
        end=len(text),
        text=text,
        first=day,
        last=last or day,
        precision=precision,
        is_cancelled=False,
    )


def make_event(
    day: date | None = FRIDAY,
    *,
    uid: str = "harbour",
    last: date | None = None,
    precision: Precision = Precision.DAY,
    report: EventReport | None = None,
    seen: datetime = SEEN,
) -> CalendarEvent:
    """An event that one paper reports."""
    own = report or make_report(
        day, last=last, precision=precision, article=make_article(seen=seen)
    )
    return CalendarEvent(
        uid=uid,
        sequence=0,
        status=EventStatus.PLANNED,
        first=day,
        last=last or day,
        precision=precision,
        report=own,
        earlier=None,
        papers=(own.article,),
        outcome=None,
        story=None,
        changed=seen,
    )


def moved(event: CalendarEvent, day: date | None, sequence: int = 1) -> CalendarEvent:
    """The event on another day, as a later report gives it."""
    report = make_report(day, text="The harbour will close on another day.")
    return replace(
        event,
        sequence=sequence,
        status=EventStatus.MOVED,
        first=day,
        last=day,
        precision=Precision.VAGUE if day is None else Precision.DAY,
        report=report,
        earlier=event.report,
    )


def cancelled(event: CalendarEvent, sequence: int = 1) -> CalendarEvent:
    """The event that a later report cancels."""
    report = make_report(event.first, text="The harbour will not close after all.")
    return replace(
        event,
        sequence=sequence,
        status=EventStatus.CANCELLED,
        report=replace(report, is_cancelled=True),
        earlier=event.report,
    )


def make_rule(
    *periods: timedelta,
    quiet: QuietHours | None = None,
    zone: ZoneInfo = BERLIN,
    topics: Iterable[str] = ("harbours",),
    language: str = "en",
    platform: str = "fake",
) -> ReminderRule:
    """The reminders of the digest "coast" in the channel "fake/desk"."""
    to = Destination(platform, "desk", quiet)
    plan = DigestPlan(
        "coast",
        tuple(Topic(id_, id_.title(), ()) for id_ in topics),
        (),
        frozenset(Weekday),
        zone,
        (to,),
        language=language,
        remind=periods,
    )
    return ReminderRule(plan, to, periods)


def starts(rule: ReminderRule, since: datetime = ALWAYS) -> dict[ReminderKey, datetime]:
    """All reminders of a rule exist since then."""
    return dict.fromkeys(rule.keys, since)


def berlin(text: str) -> datetime:
    """A local time in Berlin, such as "2026-12-03 09:00", in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


class Reader:
    """A channel that is looked at from time to time; it remembers what was posted."""

    def __init__(
        self, rule: ReminderRule, *events: CalendarEvent, since: datetime = ALWAYS
    ) -> None:
        self.rule, self.events = rule, list(events)
        self.since = since
        self.posted: list[PostedReminder] = []

    def look(self, when: str | datetime) -> list[str]:
        """What is posted now: kinds with the day and the period in hours."""
        now = berlin(when) if isinstance(when, str) else when
        planner = ReminderPlanner(self.rule, starts(self.rule, self.since), now)
        known = {event.uid for event in self.events}
        lost = {each.event for each in self.posted} - known
        due = planner.due(self.events, self.posted, lost=lost)
        self.posted += (each.posted for each in due)
        return [told(each.posted) for each in due]


def told(posted: PostedReminder) -> str:
    """A message in short: "near 12-04 24 h", "cancelled 12-04"."""
    hours = f" {posted.before // HOUR} h" if posted.before else ""
    return f"{posted.kind} {posted.first:%m-%d}{hours}"


async def report(
    store: SqlStore,
    name: str,
    day: date | None = FRIDAY,
    *,
    event: str = "harbour",
    change: EventChange = EventChange.NONE,
    topics: Sequence[str] = ("harbours",),
    line: str = LINE,
) -> None:
    """Record an article of the paper ``name`` that reports an event."""
    article = await add(store, name, make_stored(name, text=f"{line} {name}"))
    (due,) = (await store.due_entries(1)).articles
    precision = Precision.VAGUE if day is None else Precision.DAY
    first = day or FRIDAY
    dated = RecordedDate(0, first, first, precision, change, event=event)
    sentences = [make_sentence(line)]
    entry = make_entry(
        article, number=due.number, topics=topics, sentences=sentences, claims=()
    )
    head = replace(entry.article, paper=name)
    entry = replace(entry, article=head, dates=(dated,))
    assert await store.record(await store.due_entries(1), [entry])


async def withdraw(store: SqlStore) -> None:
    """Let all articles lose their reports."""
    await store.database.write(lambda connection: connection.execute(delete(reports)))
