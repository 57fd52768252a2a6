"""The calendar: events that articles announce, and their outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.core.domain.record import (
    Precision,
    RecordedArticle,
    RecordedDate,
    RecordedSentence,
)


class EventStatus(StrEnum):
    """The status of an event: planned, moved to another day, cancelled, or over."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class EventReport:
    """A verbatim line of an article, which reports an event.

    The event takes place between ``first`` and ``last``; both are ``None`` if the
    precision is vague. ``is_cancelled`` says that the line cancels the event, and
    ``is_moved`` that it moves the event to another day.
    """

    article: RecordedArticle
    sentence: RecordedSentence
    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    precision: Precision
    is_cancelled: bool = False
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event as the newest reports give it.

    ``sequence`` grows with each change of its days or status; ``changed`` is the time
    at which Sitrep saw the last change. ``report`` is the first report of the present
    state, and ``papers`` are the articles that report this state, one of each paper.
    ``earlier`` is the report from before the event was moved or cancelled. ``outcome``
    is a line of a later article that reports what happened at the event.
    """

    uid: str
    sequence: int
    status: EventStatus
    first: date | None
    last: date | None
    precision: Precision
    report: EventReport
    changed: datetime
    earlier: EventReport | None = None
    papers: tuple[RecordedArticle, ...] = ()
    outcome: EventReport | None = None
    story: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarQuery:
    """A search for events between two days, in articles of these topics only.

    At most ``limit`` events are found: the earliest, or the latest if ``latest``. If
    ``uids`` are given, only these events are found.
    """

    topics: frozenset[str]
    first: date | None = None
    last: date | None = None
    limit: int = 1_000
    uids: frozenset[str] | None = None
    latest: bool = False


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A stored report of an event, with which new reports are compared.

    ``dated.event`` is the UID of the event.
    """

    article: RecordedArticle
    text: str
    dated: RecordedDate


def event_of(
    uid: str, sequence: int, reports: Sequence[EventReport]
) -> CalendarEvent | None:
    """Return the event as its reports give it; ``None`` if no report announces it.

    ``sequence`` is the number that the event has before its first report. A later
    report may give the former days because its paper has not heard of a change; the
    change then stays.
    """
    states = _States(uid, sequence)
    for report in sorted(reports, key=_order):
        states.add(report)
    return states.event


def papers_of(articles: Iterable[RecordedArticle]) -> tuple[RecordedArticle, ...]:
    """Return the first article of each paper."""
    papers: dict[str, RecordedArticle] = {}
    for article in articles:
        papers.setdefault(article.paper or article.id, article)
    return tuple(papers.values())


def _order(report: EventReport) -> tuple[datetime, int, int]:
    return report.article.at, report.article.number, report.start


class _States:
    """The state of an event while its reports are applied to it.

    They are applied in the order of publication.
    """

    def __init__(self, uid: str, sequence: int) -> None:
        self.event: CalendarEvent | None = None
        self._uid = uid
        self._sequence = sequence
        self._former: set[tuple[date | None, date | None]] = set()

    def add(self, report: EventReport) -> None:
        """Apply the next report to the state."""
        event = self.event
        if event is None:
            self.event = _first_state(report, self._uid, self._sequence)
        elif report.is_cancelled:
            self._cancel(event, report)
        elif _has_days_of(report, event) and event.status is not EventStatus.CANCELLED:
            self.event = replace(
                event, papers=papers_of((*event.papers, report.article))
            )
        elif self._changes(event, report):
            self._move(event, report)

    def _cancel(self, event: CalendarEvent, report: EventReport) -> None:
        if event.status is EventStatus.CANCELLED:
            papers = papers_of((*event.papers, report.article))
            self.event = replace(event, papers=papers)
            return
        cancelled = _changed(event, report, EventStatus.CANCELLED)
        self.event = replace(cancelled, earlier=event.report)

    def _changes(self, event: CalendarEvent, report: EventReport) -> bool:
        """Return whether a report with other days than the event changes the event.

        It does not if the event had these days before, or if the days are only less
        precise.
        """
        if report.precision is Precision.VAGUE:
            return report.is_moved and event.precision is not Precision.VAGUE
        if event.first is None or report.is_moved:
            return True
        return (report.first, report.last) not in self._former and not (
            _contains(report, event)
        )

    def _move(self, event: CalendarEvent, report: EventReport) -> None:
        self._former.add((event.first, event.last))
        days = replace(
            event, first=report.first, last=report.last, precision=report.precision
        )
        if _is_refined(event, report):
            self.event = _changed(days, report, event.status)
        else:
            moved = _changed(days, report, EventStatus.MOVED)
            self.event = replace(moved, earlier=event.report)


def _first_state(report: EventReport, uid: str, sequence: int) -> CalendarEvent | None:
    if report.is_cancelled or (report.is_moved and report.first is None):
        return None
    return CalendarEvent(
        uid=uid,
        sequence=sequence,
        status=EventStatus.PLANNED,
        first=report.first,
        last=report.last,
        precision=report.precision,
        report=report,
        changed=report.article.seen,
        papers=(report.article,),
        story=report.article.story,
    )


def _changed(
    event: CalendarEvent, report: EventReport, status: EventStatus
) -> CalendarEvent:
    """Return the event after a change; ``report`` is the first of the new state."""
    return replace(
        event,
        sequence=event.sequence + 1,
        status=status,
        report=report,
        changed=max(event.changed, report.article.seen),
        papers=(report.article,),
        story=report.article.story or event.story,
    )


def _has_days_of(report: EventReport, event: CalendarEvent) -> bool:
    return (report.first, report.last) == (event.first, event.last)


def _contains(report: EventReport, event: CalendarEvent) -> bool:
    """Return whether the days of a report include all days of the event."""
    if report.first is None or event.first is None:
        return report.first is None
    if report.last is None or event.last is None:
        return False
    return report.first <= event.first and event.last <= report.last


def _is_refined(event: CalendarEvent, report: EventReport) -> bool:
    """Return whether a report gives the days of a planned event more precisely."""
    if report.is_moved or event.status is EventStatus.CANCELLED:
        return False
    if event.first is None or event.last is None:
        return True
    if report.first is None or report.last is None:
        return False
    return event.first <= report.first and report.last <= event.last
