"""The contract of CalendarStore."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.core.domain.calendar import CalendarEvent, CalendarQuery, EventStatus
from bot.core.domain.record import (
    EventChange,
    Precision,
    RecordedDate,
    RecordedSentence,
)
from bot.stores.sql import SqlStore
from tests.fakes.calendar import FRIDAY, LINE, MONDAY, make_date
from tests.fakes.record import make_entry, make_sentence
from tests.fakes.records import DAY, add, make_stored

HARBOURS = frozenset({"harbours"})
ALL = CalendarQuery(HARBOURS)


async def report(
    store: SqlStore,
    name: str,
    *dates: RecordedDate,
    topics: tuple[str, ...] = ("harbours",),
    story: str | None = None,
    copy_of: str | None = None,
    line: str = LINE,
) -> None:
    """Record an article that reports events."""
    stored = make_stored(name, text=f"{line} {name}")
    article = await add(store, name, replace(stored, copy_of=copy_of))
    (due,) = (await store.due_entries(1)).articles
    sentences: list[RecordedSentence] = [] if copy_of else [make_sentence(line)]
    entry = make_entry(
        article, number=due.number, topics=topics, sentences=sentences, claims=()
    )
    entry = replace(
        entry,
        article=replace(entry.article, story=story, paper=name),
        dates=dates,
    )
    assert await store.record(await store.due_entries(1), [entry])


async def days(store: SqlStore, query: CalendarQuery = ALL) -> list[date | None]:
    """The first days of the events that match."""
    return [event.first for event in await store.events(query)]


async def only(store: SqlStore, query: CalendarQuery = ALL) -> CalendarEvent:
    """The one event that matches."""
    (event,) = await store.events(query)
    return event


async def test_reports_of_one_event_are_one(store: SqlStore) -> None:
    await report(store, "gazette", make_date())
    await report(store, "courier", make_date())

    event = await only(store)

    assert [paper.paper for paper in event.papers] == ["gazette", "courier"]
    assert event.sequence == 0


async def test_a_newer_report_moves_and_another_cancels(store: SqlStore) -> None:
    await report(store, "gazette", make_date())
    await report(store, "courier", make_date(FRIDAY + 3 * DAY))

    moved = await only(store)
    await report(store, "weekly", make_date(change=EventChange.CANCELLED))
    cancelled = await only(store)

    assert (moved.status, moved.first, moved.sequence) == (
        *(EventStatus.MOVED, FRIDAY + 3 * DAY, 1),
    )
    assert moved.earlier is not None
    assert moved.earlier.first == FRIDAY
    assert (cancelled.status, cancelled.sequence) == (EventStatus.CANCELLED, 2)


async def test_events_come_by_day_within_the_days_of_the_query(store: SqlStore) -> None:
    vague = make_date(MONDAY, precision=Precision.VAGUE, event="vague")
    month = make_date(
        date(2026, 4, 1),
        last=date(2026, 4, 30),
        precision=Precision.MONTH,
        event="month",
    )
    for name, dated in (
        ("gazette", month),
        ("courier", make_date(event="friday")),
        ("weekly", make_date(MONDAY, event="monday")),
        ("post", vague),
    ):
        await report(store, name, dated)

    assert await days(store) == [MONDAY, FRIDAY, date(2026, 4, 1), None]
    later = CalendarQuery(HARBOURS, first=FRIDAY, last=date(2026, 4, 10))
    assert await days(store, later) == [FRIDAY, date(2026, 4, 1)]
    assert await days(store, replace(later, last=FRIDAY)) == [FRIDAY]
    assert await days(store, replace(ALL, limit=1)) == [MONDAY]
    latest = replace(later, limit=1, latest=True)
    assert await days(store, latest) == [date(2026, 4, 1)]
    within = CalendarQuery(HARBOURS, date(2026, 4, 10), date(2026, 4, 11))
    assert await days(store, within) == [date(2026, 4, 1)]


async def test_an_event_is_seen_through_the_reports_of_the_topics(
    store: SqlStore,
) -> None:
    await report(store, "gazette", make_date())
    private = make_date(FRIDAY + 3 * DAY, change=EventChange.MOVED)
    await report(store, "secret", private, topics=("private",))

    seen = await only(store)

    assert (seen.first, seen.status, seen.sequence) == (FRIDAY, EventStatus.PLANNED, 0)
    assert [paper.paper for paper in seen.papers] == ["gazette"]
    both = await only(store, CalendarQuery(frozenset({"harbours", "private"})))
    assert (both.uid, both.status) == (seen.uid, EventStatus.MOVED)
    assert await days(store, CalendarQuery(frozenset({"schools"}))) == []
    assert await days(store, CalendarQuery(frozenset())) == []


async def test_events_to_match_are_found_by_day_and_by_story(store: SqlStore) -> None:
    await report(store, "gazette", make_date(), story="story-ferry")
    await report(store, "courier", make_date(FRIDAY + DAY), topics=("private",))
    await report(store, "weekly", make_date(event="bridge"))

    by_day = await store.known_reports([FRIDAY], ["aurora"])
    by_story = await store.known_reports([], [], stories=["story-ferry"])

    assert {known.dated.event for known in by_day} == {"ferry", "bridge"}
    assert [known.dated.first for known in by_story] == [FRIDAY, FRIDAY + DAY]
    assert {known.text for known in by_story} == {LINE}
    assert await store.known_reports([MONDAY], ["aurora"]) == ()
    assert await store.known_reports([FRIDAY], ["lenna"]) == ()
    number = by_story[0].article.number
    assert await store.known_reports([], [], articles=[number]) == by_story


async def test_events_of_one_story_are_joined(store: SqlStore) -> None:
    moving = make_date(FRIDAY + DAY, change=EventChange.MOVED, event="other")
    await report(store, "gazette", make_date())
    await report(store, "courier", moving)
    assert await store.regrouped(5) == ()

    await store.set_stories({"id-courier": "story-ferry"})
    (article,) = await store.regrouped(5)
    await store.join_events([article.number], {"other": "ferry"})

    assert (article.id, article.story) == ("id-courier", "story-ferry")
    event = await only(store)
    assert (event.uid, event.first, event.sequence) == ("ferry", FRIDAY + DAY, 1)
    assert await store.regrouped(5) == ()
    await store.set_stories({"id-courier": "story-ferry"})
    assert await store.regrouped(5) == ()
