"""Finds and stores the events of the record's calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    exists,
    select,
    update,
)
from typing_extensions import override

from bot.core.domain.calendar import (
    CalendarEvent,
    CalendarQuery,
    EventReport,
    KnownReport,
    event_of,
    papers_of,
)
from bot.core.domain.record import (
    MOST_DAYS,
    EventChange,
    Precision,
    RecordedArticle,
    RecordedDate,
    RecordedSentence,
    RecordEntry,
)
from bot.core.ports.calendar import CalendarStore
from bot.stores.sql import record_tables as tables
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.locks import Area, hold
from bot.stores.sql.record_rows import (
    HEADS,
    LINES,
    has_topic,
    recorded_article,
    recorded_sentence,
)
from bot.stores.sql.reminder_rows import join_reminders
from bot.stores.sql.statements import chunks, insert_missing, insert_rows

_ARTICLES, _SENTENCES = tables.articles, tables.sentences
_EVENTS, _REPORTS, _REGROUPED = tables.events, tables.reports, tables.regrouped
_ALL: Select[tuple[object, ...]] = (
    select(_REPORTS, _EVENTS.c.uid, _EVENTS.c.sequence, *HEADS, *LINES)
    .join(_EVENTS, _EVENTS.c.id == _REPORTS.c.event)
    .join(_ARTICLES, _ARTICLES.c.number == _REPORTS.c.article)
    .join(_SENTENCES, _SENTENCES.c.id == _REPORTS.c.sentence)
)
_REPORT = (
    *("event", "article", "sentence", "first", "last", "was"),
    *("precision", "change"),
)
_DAY = timedelta(days=1)
_FIRST_DAY = date(1, 1, 1) + 2 * MOST_DAYS
_REPORTS_PER_EVENT = 2
"""The number of reports that are read for each wanted event; few events have more."""

_ReportRows = Sequence[Row[tuple[object, ...]]]
EventStates = Mapping[int, CalendarEvent]
"""Maps the ids of events to their state before some reports are replaced."""


class SqlCalendar(SqlAdapter, CalendarStore):
    """Finds events in SQLite or PostgreSQL."""

    @override
    @reads
    def events(
        self, connection: Connection, query: CalendarQuery
    ) -> tuple[CalendarEvent, ...]:
        return find_events(connection, query)

    @override
    @reads
    def later_sentences(
        self,
        connection: Connection,
        stories: Collection[str],
        since: date,
        topics: Collection[str],
    ) -> tuple[tuple[RecordedArticle, RecordedSentence], ...]:
        lines = [
            (recorded_article(row), recorded_sentence(row))
            for chunk in chunks(stories)
            for row in connection.execute(
                select(*HEADS, *LINES)
                .join(_SENTENCES, _SENTENCES.c.article == _ARTICLES.c.number)
                .where(_ARTICLES.c.story.in_(chunk), _ARTICLES.c.day >= since)
                .where(has_topic(_ARTICLES.c.number, topics))
            )
        ]
        return tuple(sorted(lines, key=_by_time))

    @override
    @reads
    def known_reports(
        self,
        connection: Connection,
        days: Collection[date],
        words: Collection[str],
        *,
        stories: Collection[str] = (),
        articles: Collection[int] = (),
    ) -> tuple[KnownReport, ...]:
        events = {
            event
            for column, values in (
                (_ARTICLES.c.story, stories),
                (_ARTICLES.c.number, articles),
            )
            for chunk in chunks(values)
            for event in connection.scalars(
                select(_REPORTS.c.event)
                .join(_ARTICLES, _ARTICLES.c.number == _REPORTS.c.article)
                .where(column.in_(chunk))
            )
        }
        wanted = frozenset(words)
        for chunk in chunks(days) if wanted else ():
            lines = connection.execute(
                select(_REPORTS.c.event, _SENTENCES.c.words)
                .join(_SENTENCES, _SENTENCES.c.id == _REPORTS.c.sentence)
                .where(_REPORTS.c.first.in_(chunk))
            )
            events.update(e for e, line in lines if not wanted.isdisjoint(line.split()))
        reports = _of_events(connection, sorted(events)).values()
        return tuple(_known(row) for rows in reports for row in rows)

    @override
    @reads
    def regrouped(
        self, connection: Connection, limit: int
    ) -> tuple[RecordedArticle, ...]:
        rows = connection.execute(
            select(*HEADS)
            .join(_REGROUPED, _REGROUPED.c.article == _ARTICLES.c.number)
            .order_by(_ARTICLES.c.number)
            .limit(limit)
        )
        return tuple(map(recorded_article, rows))

    @override
    @writes
    def join_events(
        self,
        connection: Connection,
        articles: Collection[int],
        joined: Mapping[str, str],
    ) -> None:
        hold(connection, Area.RECORD)
        ids = _ids(connection, {*joined, *joined.values()})
        states = _states(connection, sorted(ids.values()))
        for uid, other in joined.items():
            if uid in ids and other in ids:
                moving = update(_REPORTS).where(_REPORTS.c.event == ids[uid])
                connection.execute(moving.values(event=ids[other]))
                join_reminders(connection, uid, other)
                connection.execute(delete(_EVENTS).where(_EVENTS.c.id == ids[uid]))
        keep_sequences(connection, states)
        for chunk in chunks(articles):
            connection.execute(
                delete(_REGROUPED).where(_REGROUPED.c.article.in_(chunk))
            )


def find_events(
    connection: Connection, query: CalendarQuery
) -> tuple[CalendarEvent, ...]:
    """Return the events that a query finds, in the order of their days."""
    is_visible = has_topic(_REPORTS.c.article, query.topics)
    if query.uids is None:
        numbers = _numbers(connection, query, is_visible)
    else:
        numbers = sorted(_ids(connection, query.uids).values())
    rows = _of_events(connection, numbers, is_visible)
    events = [event for each in rows.values() if (event := _event(each))]
    due = sorted((e for e in events if _is_due(e, query)), key=_by_day)
    return tuple(_with_copies(connection, due, query.topics))


def note_regrouped(connection: Connection, stories: Mapping[str, str]) -> None:
    """Mark articles that joined another story, so that their events are compared again.

    ``stories`` maps the ids of articles to the ids of their new stories.
    """
    for chunk in chunks(stories):
        rows = connection.execute(
            select(_ARTICLES.c.number, _ARTICLES.c.id, _ARTICLES.c.story).where(
                _ARTICLES.c.id.in_(chunk),
                exists().where(_REPORTS.c.article == _ARTICLES.c.number),
            )
        )
        changed = [{"article": r.number} for r in rows if r.story != stories[r.id]]
        insert_missing(connection, _REGROUPED, changed)


def event_states(connection: Connection, articles: Collection[int]) -> EventStates:
    """Return the events that these articles report, by the events' ids."""
    events = {
        event
        for chunk in chunks(articles)
        for event in connection.scalars(
            select(_REPORTS.c.event).where(_REPORTS.c.article.in_(chunk))
        )
    }
    return _states(connection, sorted(events))


def keep_sequences(connection: Connection, before: EventStates) -> None:
    """Raise the sequence number of each event that changed since ``before``.

    Of two states of an event, calendar programs use the one with the higher number.
    """
    rows = _of_events(connection, sorted(before))
    for number, each in rows.items():
        now = _event(each)
        lacking = 0 if now is None else _lacking(before[number], now)
        if lacking > 0:
            raised = _EVENTS.c.sequence + lacking
            changing = update(_EVENTS).where(_EVENTS.c.id == number)
            connection.execute(changing.values(sequence=raised))


def add_reports(
    connection: Connection, entries: Collection[tuple[RecordEntry, Sequence[int]]]
) -> None:
    """Store the dated lines of articles as reports of their events.

    Each entry is paired with the ids of its stored sentences.
    """
    uids = sorted({dated.event for entry, _ in entries for dated in entry.dates})
    if not uids:
        return
    stored = _ids(connection, uids)
    new = [uid for uid in uids if uid not in stored]
    insert_rows(connection, _EVENTS, ("uid", "sequence"), ((uid, 0) for uid in new))
    events = {**stored, **_ids(connection, new)}
    rows = (
        (
            *(events[dated.event], entry.article.number, sentences[dated.sentence]),
            *(dated.first, dated.last, dated.was),
            *(dated.precision.value, dated.change.value),
        )
        for entry, sentences in entries
        for dated in entry.dates
    )
    insert_rows(connection, _REPORTS, _REPORT, rows)


def _ids(connection: Connection, uids: Collection[str]) -> Mapping[str, int]:
    """Map the UIDs of stored events to the events' row ids."""
    return {
        row.uid: row.id
        for chunk in chunks(uids)
        for row in connection.execute(
            select(_EVENTS.c.uid, _EVENTS.c.id).where(_EVENTS.c.uid.in_(chunk))
        )
    }


def _states(connection: Connection, events: Collection[int]) -> EventStates:
    rows = _of_events(connection, events)
    states = {number: _event(each) for number, each in rows.items()}
    return {number: event for number, event in states.items() if event is not None}


def _numbers(
    connection: Connection, query: CalendarQuery, is_visible: ColumnElement[bool]
) -> Sequence[int]:
    """Return the ids of events with a report between the days of ``query``.

    Two queries read an index in its order, up to a limit. One finds reports of events
    that begin between the days; the other those that began before and last into them.
    """
    first, last = query.first or _FIRST_DAY, query.last or date.max
    first = min(max(first, _FIRST_DAY), date.max - MOST_DAYS)
    begins, ends = _REPORTS.c.first, _REPORTS.c.last
    before = and_(begins.between(first - MOST_DAYS, first - _DAY), begins != ends)
    parts = (
        (and_(before, ends.between(first, first + MOST_DAYS)), ends),
        (begins.between(first, last), begins),
    )
    numbers: dict[int, None] = {}
    for condition, order in reversed(parts) if query.latest else parts:
        rows = connection.scalars(
            select(_REPORTS.c.event)
            .where(condition, is_visible)
            .order_by(order.desc() if query.latest else order, _REPORTS.c.event)
            .limit(_REPORTS_PER_EVENT * query.limit)
        )
        numbers |= dict.fromkeys(rows)
    return list(numbers)[: query.limit]


def _of_events(
    connection: Connection, events: Collection[int], *conditions: ColumnElement[bool]
) -> Mapping[int, _ReportRows]:
    """Map each of ``events`` to its reports that meet the ``conditions``."""
    rows: dict[int, list[Row[tuple[object, ...]]]] = {}
    for chunk in chunks(events):
        wanted = and_(_REPORTS.c.event.in_(chunk), *conditions)
        for row in connection.execute(_ALL.where(wanted).order_by(_REPORTS.c.id)):
            rows.setdefault(row.event, []).append(row)
    return rows


def _event(rows: _ReportRows) -> CalendarEvent | None:
    return event_of(rows[0].uid, rows[0].sequence, tuple(map(_report, rows)))


def _report(row: Row[tuple[object, ...]]) -> EventReport:
    sentence, precision = recorded_sentence(row), Precision(row.precision)
    is_vague = precision is Precision.VAGUE
    return EventReport(
        article=recorded_article(row),
        sentence=sentence,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        first=None if is_vague else row.first,
        last=None if is_vague else row.last,
        precision=precision,
        is_cancelled=row.change == EventChange.CANCELLED,
        is_moved=row.change == EventChange.MOVED,
    )


def _with_copies(
    connection: Connection, events: Sequence[CalendarEvent], topics: Collection[str]
) -> Iterator[CalendarEvent]:
    """Yield ``events``, each with the papers that printed copies of its reports."""
    originals = {paper.original for event in events for paper in event.papers}
    copies: dict[str, list[RecordedArticle]] = {}
    for chunk in chunks(originals):
        for row in connection.execute(
            select(*HEADS)
            .where(_ARTICLES.c.original.in_(chunk))
            .where(_ARTICLES.c.original != _ARTICLES.c.id)
            .where(has_topic(_ARTICLES.c.number, topics))
            .order_by(_ARTICLES.c.at, _ARTICLES.c.number)
        ):
            copies.setdefault(row.article_original, []).append(recorded_article(row))
    for event in events:
        own = [c for paper in event.papers for c in copies.get(paper.original, ())]
        papers = papers_of((*event.papers, *own)) if own else event.papers
        yield replace(event, papers=papers) if own else event


def _known(row: Row[tuple[object, ...]]) -> KnownReport:
    dated = RecordedDate(
        *(0, row.first, row.last, Precision(row.precision)),
        *(EventChange(row.change), row.was, row.uid),
    )
    return KnownReport(recorded_article(row), row.sentence_text, dated)


def _is_due(event: CalendarEvent, query: CalendarQuery) -> bool:
    """Return whether an event lies in the days of ``query``, or has no exact day."""
    if event.first is None or event.last is None:
        return True
    is_over = query.first is not None and event.last < query.first
    return not is_over and (query.last is None or event.first <= query.last)


def _by_time(
    line: tuple[RecordedArticle, RecordedSentence],
) -> tuple[datetime, int, int]:
    article, sentence = line
    return article.at, article.number, sentence.start


def _by_day(event: CalendarEvent) -> tuple[date, date, str]:
    return event.first or date.max, event.last or date.max, event.uid


def _lacking(before: CalendarEvent, now: CalendarEvent) -> int:
    """Return how much to add to the sequence number of ``now``.

    The number must not fall below that of ``before``, and must grow if the days or the
    status changed.
    """
    states = [(e.first, e.last, e.status) for e in (before, now)]
    return before.sequence + (states[0] != states[1]) - now.sequence
