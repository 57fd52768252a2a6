"""The preview's page of coming events: two weeks, and below them all days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain, groupby

from bot.core.digests.coming import event_link
from bot.core.domain.calendar import CalendarEvent, EventReport, EventStatus
from bot.core.record.calendar_answers import CalendarAnswer
from bot.core.record.calendar_ics import calendar_ics
from bot.core.text.date_format import day_label, days_label
from bot.core.text.labels import Labels, labels_for
from bot.templates import load_template
from bot.web.preview.page import draw_frame
from bot.web.preview.record_lines import (
    RECORD,
    draw_papers,
    draw_words,
    record_files,
)

_WEEK = timedelta(days=7)
_WEEKS = 2
_ICS = "/calendar.ics"


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """The events due in some topics; ``language`` is that of days and labels."""

    title: str
    answer: CalendarAnswer
    language: str = "en"


class Mark(StrEnum):
    """The kind of an event on a day of a week; the value is the CSS class of its sign."""

    DUE = "due"
    MOVED_HERE = "due here"
    MOVED_AWAY = "away"
    CANCELLED = "cancelled"
    OVER = "over"

    @property
    def label(self) -> str:
        """Return the words that a screen reader reads for the mark."""
        return _LABELS[self]


_LABELS = {
    Mark.DUE: "due",
    Mark.MOVED_HERE: "due, moved here",
    Mark.MOVED_AWAY: "moved away",
    Mark.CANCELLED: "cancelled",
    Mark.OVER: "over",
}


@dataclass(frozen=True, slots=True)
class Square:
    """A day of a week, with its marks.

    ``is_linked`` is true if the list below has the day's events.
    """

    day: date
    marks: tuple[Mark, ...]
    is_linked: bool


@dataclass(frozen=True, slots=True)
class DayGroup:
    """The events of one day or period; ``id`` is the target of the link from a week."""

    label: str
    events: tuple[CalendarEvent, ...]
    id: str | None = None
    is_today: bool = False


def calendar_pages(preview: CalendarPreview) -> Mapping[str, tuple[str, bytes]]:
    """Return the files of the preview: content type and bytes, by path."""
    answer, labels = preview.answer, labels_for(preview.language)
    drawing = _Drawing(labels, answer.today.year)
    monday = answer.today - timedelta(days=answer.today.weekday())
    near, later = _split(answer.due, monday + _WEEKS * _WEEK)
    over = tuple(reversed(answer.over))
    body = load_template(__name__, "calendar.html")(
        title=preview.title,
        labels=labels,
        today=answer.today,
        weeks=[*_weeks(answer, monday)],
        sections=[
            ("This week and next", [*drawing.groups(near, answer.today)]),
            ("Later", [*drawing.groups(later, answer.today)]),
            (labels.no_day, _undated(answer.undated)),
            (labels.just_over, [*drawing.groups(over, answer.today)][::-1]),
        ],
        mark=_mark,
        lead=drawing.lead,
        words=_words,
        papers=draw_papers,
        day=drawing.day,
        weekday=lambda day: labels.weekdays[day.weekday()],
        ics=_ICS,
        has_dates=bool(answer.due or answer.over),
    )
    page = draw_frame(preview.title, "Calendar of the record", body, RECORD)
    ics = calendar_ics(answer, preview.language, preview.title)
    return {**record_files(page), _ICS: ("text/calendar", ics.encode())}


def _split(
    events: Sequence[CalendarEvent], end: date
) -> tuple[Sequence[CalendarEvent], Sequence[CalendarEvent]]:
    """Split events into those whose last day is before ``end``, and all others."""
    near = [event for event in events if event.last is not None and event.last < end]
    return near, [event for event in events if event not in near]


def _undated(events: tuple[CalendarEvent, ...]) -> Sequence[DayGroup]:
    return [DayGroup("", events)] if events else []


def _weeks(answer: CalendarAnswer, monday: date) -> Iterator[tuple[str, list[Square]]]:
    every = (*answer.due, *answer.over)
    marks: dict[date, list[Mark]] = {}
    for day, mark in chain.from_iterable(map(_marks, every)):
        marks.setdefault(day, []).append(mark)
    days = {event.first for event in every if event.first == event.last}
    for index, name in enumerate(("This week", "Next week")):
        week = (monday + index * _WEEK + timedelta(days=n) for n in range(7))
        yield name, [Square(d, tuple(marks.get(d, ())), d in days) for d in week]


def _marks(event: CalendarEvent) -> Iterator[tuple[date, Mark]]:
    """Yield the day and mark of a one-day event, and of the day it moved from."""
    if event.first is not None and event.first == event.last:
        yield event.first, _mark(event)
    was = event.earlier
    if was is None or was.first is None or was.first != was.last:
        return
    if was.first != event.first:
        yield was.first, Mark.MOVED_AWAY


def _mark(event: CalendarEvent) -> Mark:
    match event.status:
        case EventStatus.CANCELLED:
            return Mark.CANCELLED
        case EventStatus.PAST:
            return Mark.OVER
        case EventStatus.MOVED:
            return Mark.MOVED_HERE
        case EventStatus.PLANNED:
            return Mark.DUE


def _words(report: EventReport) -> str:
    return draw_words(report.text, report.article, event_link(report))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The labels of a page; days of ``year`` are shown without the year."""

    labels: Labels
    year: int

    def day(self, day: date) -> str:
        """Return the name of a day."""
        return day_label(day, self.year, self.labels)

    def lead(self, event: CalendarEvent) -> str:
        """Return the words that an event was cancelled or moved from another day.

        The result is empty for any other event.
        """
        earlier = event.earlier
        if event.status is EventStatus.CANCELLED:
            return self.labels.cancelled
        if event.status is not EventStatus.MOVED or earlier is None:
            return ""
        days = days_label(earlier.first, earlier.last, self.year, self.labels)
        return self.labels.moved_from.format(days) if days else ""

    def groups(
        self, events: Iterable[CalendarEvent], today: date
    ) -> Iterator[DayGroup]:
        """Yield the groups of events, one for each day or period, in their order."""
        for (first, last), same in groupby(events, lambda e: (e.first, e.last)):
            label = days_label(first, last, self.year, self.labels)
            id_ = f"day-{first}" if first == last else None
            yield DayGroup(label, tuple(same), id_, is_today=first == last == today)
