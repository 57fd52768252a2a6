from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.core.domain.calendar import (
    CalendarEvent,
    CalendarQuery,
    EventStatus,
    KnownReport,
)
from bot.core.domain.record import Precision, RecordedArticle, RecordedSentence
from bot.core.ports.calendar import CalendarStore
from bot.core.record.calendar_answers import Calendar
from tests.fakes.calendar import (
    FRIDAY,
    MONDAY,
    make_article,
    make_event,
    make_report,
)
from tests.fakes.ports import FakeClock
from tests.fakes.record import make_sentence

DAY = timedelta(days=1)
ALL = CalendarQuery(frozenset({"harbours"}))
Line = tuple[RecordedArticle, RecordedSentence]
RESULT = "The inspector boarded the Aurora on Friday and found six cracks."


class FakeCalendar(CalendarStore):
    """A store with some events, and with sentences of their story."""

    def __init__(self, *events: CalendarEvent, lines: Sequence[Line] = ()) -> None:
        self._events = events
        self._lines = tuple(lines)
        self.asked: list[CalendarQuery] = []

    @override
    async def events(self, query: CalendarQuery) -> tuple[CalendarEvent, ...]:
        self.asked.append(query)
        first, last = query.first or date.min, query.last or date.max
        return tuple(
            event
            for event in self._events
            if (event.last or date.max) >= first and (event.first or first) <= last
        )

    @override
    async def later_sentences(
        self, stories: Collection[str], since: date, topics: Collection[str]
    ) -> tuple[Line, ...]:
        assert (stories, topics) == ({"story-ferry"}, ALL.topics)
        return tuple(line for line in self._lines if line[0].day >= since)

    @override
    async def known_reports(
        self,
        days: Collection[date],
        words: Collection[str],
        *,
        stories: Collection[str] = (),
        articles: Collection[int] = (),
    ) -> tuple[KnownReport, ...]:
        raise NotImplementedError

    @override
    async def regrouped(self, limit: int) -> tuple[RecordedArticle, ...]:
        raise NotImplementedError

    @override
    async def join_events(
        self, articles: Collection[int], joined: Mapping[str, str]
    ) -> None:
        raise NotImplementedError


def at(day: date) -> FakeClock:
    """A clock at noon of a day."""
    return FakeClock(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def line(text: str, *, days: int = 4, number: int = 9) -> Line:
    """A sentence of an article some days after the event was reported."""
    return make_article(number, day=MONDAY + days * DAY), make_sentence(text)


async def test_an_event_is_due_until_its_day_ends() -> None:
    days = make_report(first=MONDAY, last=FRIDAY, precision=Precision.WEEK)
    event = make_event(report=days)

    on_its_day = await Calendar(at(FRIDAY), FakeCalendar(event)).ask(ALL)
    after_it = await Calendar(at(FRIDAY + DAY), FakeCalendar(event)).ask(ALL)

    assert (on_its_day.due, on_its_day.over) == ((event,), ())
    assert after_it.due == ()
    assert [over.status for over in after_it.over] == [EventStatus.PAST]
    assert after_it.today == FRIDAY + DAY


async def test_the_day_ends_in_the_given_time_zone() -> None:
    clock = FakeClock(datetime(2026, 3, 6, 23, tzinfo=UTC))
    store = FakeCalendar(make_event())

    london = await Calendar(clock, store, ZoneInfo("Europe/London")).ask(ALL)
    paris = await Calendar(clock, store, ZoneInfo("Europe/Paris")).ask(ALL)

    assert (len(london.due), len(paris.due)) == (1, 0)


async def test_a_cancelled_event_leaves_with_its_day() -> None:
    event = make_event(status=EventStatus.CANCELLED)

    before = await Calendar(at(MONDAY), FakeCalendar(event)).ask(ALL)
    after = await Calendar(at(FRIDAY + DAY), FakeCalendar(event)).ask(ALL)

    assert before.due == (event,)
    assert (after.due, after.over) == ((), ())


async def test_the_outcome_of_an_event_that_is_over() -> None:
    lines = [line("The owner looks for a yard."), line(RESULT)]
    store = FakeCalendar(make_event(), lines=lines)

    answer = await Calendar(at(FRIDAY + DAY), store).ask(ALL)

    (event,) = answer.over
    assert event.outcome is not None
    assert event.outcome.text == RESULT
