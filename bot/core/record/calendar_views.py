"""Renders what falls due: a message for people, and JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from bot.core.digests.coming import event_link, last_of_week
from bot.core.domain.calendar import CalendarEvent, EventReport, EventStatus
from bot.core.domain.messages import BAR, Message, Row, Section, Style, Text
from bot.core.domain.record import Precision
from bot.core.messages.briefing import note_row
from bot.core.messages.briefing_json import JsonObject
from bot.core.record.calendar_answers import CalendarAnswer
from bot.core.record.who_views import article_document
from bot.core.text.date_format import days_label
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized

MOST_PRINTED = 25
"""The maximum number of events in a message for people."""


def calendar_message(
    answer: CalendarAnswer, language: str, zone: tzinfo, now: datetime, page: int = 0
) -> Message:
    """Render a page of events: this week, later, without a day, and just over."""
    labels = labels_for(language)
    year, room = now.astimezone(zone).year, MOST_PRINTED
    skipped = page * MOST_PRINTED
    near = [event for event in answer.due if _is_this_week(event, answer.today)]
    far = [event for event in answer.due if event not in near]
    sections = []
    for heading, events in (
        (labels.this_week, near),
        (labels.later, far),
        (labels.no_day, answer.undated),
        (labels.just_over, answer.over),
    ):
        shown = events[skipped : skipped + max(room, 0)]
        rows = [row for event in shown for row in event_rows(event, labels, year)]
        room -= max(len(events) - skipped, 0)
        skipped = max(skipped - len(events), 0)
        if rows:
            sections.append(Section(heading, tuple(rows)))
    if not sections:
        nothing = Section(labels.falls_due, (note_row(labels.nothing_due),))
        return Message((nothing,), labels.language)
    if room < 0:
        more = labels.counted(-room, labels.more_events)
        sections.append(Section("", (note_row(more),)))
    return Message(tuple(sections), labels.language)


def pages_of(answer: CalendarAnswer) -> int:
    """Return the number of pages of an answer, at least 1."""
    events = (*answer.due, *answer.undated, *answer.over)
    return max(1, -(-len(events) // MOST_PRINTED))


def calendar_document(answer: CalendarAnswer) -> JsonObject:
    """Return the events as JSON: past ones, then those due by day, then vague ones."""
    events = (*reversed(answer.over), *answer.due, *answer.undated)
    return {"events": [event_document(event) for event in events]}


def event_document(event: CalendarEvent) -> JsonObject:
    """Return an event as JSON, with its days unless they are vague."""
    first, last = event.first, event.last
    return {
        "uid": event.uid,
        "sequence": event.sequence,
        **_report_document(event.report),
        "from": None if first is None else first.isoformat(),
        "to": None if last is None else last.isoformat(),
        "precision": event.precision.value,
        "status": event.status.value,
        "story": event.story,
        "papers": [paper.paper or paper.id for paper in event.papers],
        "earlier": _part(event.earlier),
        "outcome": _part(event.outcome),
    }


def event_rows(event: CalendarEvent, labels: Labels, year: int) -> tuple[Row, ...]:
    """Return the rows of an event: its line, its earlier line, and its outcome.

    The earlier line is from before the event was moved or cancelled. The outcome is a
    line on what happened. Both may be missing. Days leave out their year if it is
    ``year``.
    """
    return tuple(_Page(labels, year).rows(event))


def _is_this_week(event: CalendarEvent, today: date) -> bool:
    """Return whether an event begins by Sunday.

    An event that is longer than a week must also be over by Sunday.
    """
    if event.first is None or event.last is None:
        return False
    end = last_of_week(today)
    is_near = event.first <= end and event.precision in {Precision.DAY, Precision.WEEK}
    return is_near or event.last <= end


class _Page(NamedTuple):
    """The labels of a message, and the year that its days leave out."""

    labels: Labels
    year: int

    def rows(self, event: CalendarEvent) -> Iterator[Row]:
        """Yield the line of an event, its line before a change, and its outcome."""
        labels = self.labels
        names = [paper.paper for paper in event.papers[1:] if paper.paper]
        also = ", ".join(map(sanitized, names))
        remarks = (labels.also_in.format(also),) if also else ()
        marker = BAR if event.earlier or event.outcome else "▲"
        yield _row(event.report, self._label(event), marker, remarks)
        if event.earlier is not None:
            yield _row(event.earlier, labels.was, BAR)
        if event.outcome is not None:
            yield _row(event.outcome, labels.then_came, BAR)

    def _label(self, event: CalendarEvent) -> str:
        days = self._days(event.first, event.last)
        if event.status is EventStatus.CANCELLED:
            return " · ".join(filter(None, (days, self.labels.cancelled)))
        if event.status is EventStatus.MOVED and event.earlier is not None:
            former = self._days(event.earlier.first, event.earlier.last)
            moved = self.labels.moved_from.format(former) if former else ""
            return " · ".join(filter(None, (days, moved)))
        return days

    def _days(self, first: date | None, last: date | None) -> str:
        return days_label(first, last, self.year, self.labels)


def _row(
    report: EventReport, label: str, marker: str, remarks: Sequence[str] = ()
) -> Row:
    days = (Text(label, Style.DAY),) if label else ()
    paper = report.article.paper or ""
    parts = (*days, Text(report.text))
    return Row(parts, marker, event_link(report), tuple(remarks), paper)


def _report_document(report: EventReport) -> JsonObject:
    return {
        "text": report.text,
        "article": article_document(report.article),
        "link": event_link(report),
    }


def _part(report: EventReport | None) -> JsonObject | None:
    """Return an earlier line or an outcome of an event as JSON, with its days."""
    if report is None:
        return None
    first, last = report.first, report.last
    return {
        **_report_document(report),
        "from": None if first is None else first.isoformat(),
        "to": None if last is None else last.isoformat(),
    }
