"""Renders seven days of the calendar: their lines as a message, and as an image."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.core.domain.calendar import CalendarEvent, CalendarQuery, EventStatus
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.record import Precision
from bot.core.domain.timelines import TimelineTheme
from bot.core.domain.weeks import (
    MAX_WEEK_EVENTS,
    WEEK_DAYS,
    Week,
    WeekDay,
    WeekEvent,
    WeekMark,
)
from bot.core.messages.briefing import note_row
from bot.core.record.calendar_answers import CalendarAnswer
from bot.core.record.calendar_views import event_rows
from bot.core.text.date_format import days_label
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized

_DAY = timedelta(days=1)
_PRECISE = frozenset({Precision.DAY, Precision.WEEK})


def week_query(topics: frozenset[str], today: date) -> CalendarQuery:
    """Return the search for the events of seven days from ``today`` on."""
    return CalendarQuery(topics, today, today + (WEEK_DAYS - 1) * _DAY)


@dataclass(frozen=True, slots=True)
class WeekView:
    """The name of a topic, the language of the labels, and the colours of an image.

    The name is empty if the image shows several topics.
    """

    name: str
    language: str
    theme: TimelineTheme

    def message(self, answer: CalendarAnswer) -> Message:
        """Render the events of the seven days that begin on the day of the answer.

        The message has an image if there are events.
        """
        labels = labels_for(self.language)
        drawn = _Drawn(labels, answer.today, tuple(_of_week(answer)))
        title = Text(self._title(labels), Style.TITLE)
        head = Row((title, Text(drawn.facts, Style.NOTE)))
        rows = [
            row
            for event in drawn.events
            for row in event_rows(event, labels, answer.today.year)
        ]
        body = rows or [note_row(labels.nothing_due)]
        sections = Section(None, (head,)), Section("", tuple(body))
        image = drawn.week(self._title(labels)) if rows else None
        themed = None if image is None else replace(image, theme=self.theme)
        return Message(sections, labels.language, themed)

    def _title(self, labels: Labels) -> str:
        name = sanitized(self.name)
        return f"{labels.calendar}{labels.colon}{name}" if name else labels.calendar


def _of_week(answer: CalendarAnswer) -> Iterator[CalendarEvent]:
    """Yield the events in the next seven days whose day or week is known, in order."""
    end = answer.today + (WEEK_DAYS - 1) * _DAY
    for event in answer.due:
        is_near = event.first is not None and event.first <= end
        if is_near and event.precision in _PRECISE:
            yield event


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The events of seven days, with the labels of their image."""

    labels: Labels
    today: date
    events: Sequence[CalendarEvent]

    @property
    def facts(self) -> str:
        """Return the range of days and the number of events, as text."""
        year, last = self.today.year, self.today + (WEEK_DAYS - 1) * _DAY
        days = days_label(self.today, last, year, self.labels)
        count = self.labels.counted(len(self.events), self.labels.counted_events)
        return f"{days} · {count}"

    def week(self, title: str) -> Week:
        """Return the days, events and texts of the image, to be drawn."""
        printed = self.events[:MAX_WEEK_EVENTS]
        left = len(self.events) - len(printed)
        days = (self.today + number * _DAY for number in range(WEEK_DAYS))
        return Week(
            title=title,
            facts=self.facts,
            days=tuple(map(self._day, days)),
            events=tuple(map(self._event, printed)),
            alt=self._alt(title),
            more=self.labels.counted(left, self.labels.more_events) if left else "",
        )

    def _day(self, day: date) -> WeekDay:
        marks = (mark for event in self.events for mark in _marks(event, day))
        weekday = self.labels.weekdays[day.weekday()]
        return WeekDay(weekday, str(day.day), tuple(marks))

    def _event(self, event: CalendarEvent) -> WeekEvent:
        return WeekEvent(
            day=self._days(event),
            text=sanitized(event.report.text),
            mark=_mark(event),
            note=self._note(event),
        )

    def _note(self, event: CalendarEvent) -> str:
        """Return the words for "moved" or "cancelled"; empty for other events."""
        if event.status is EventStatus.CANCELLED:
            return self.labels.cancelled
        earlier = event.earlier
        if event.status is not EventStatus.MOVED or earlier is None:
            return ""
        year = self.today.year
        former = days_label(earlier.first, earlier.last, year, self.labels)
        return self.labels.moved_from.format(former) if former else ""

    def _days(self, event: CalendarEvent) -> str:
        return days_label(event.first, event.last, self.today.year, self.labels)

    def _alt(self, title: str) -> str:
        """Return the week in words, for people who cannot see the image."""
        colon = self.labels.colon
        lines = (
            f"{', '.join(filter(None, (self._days(event), self._note(event))))}{colon}"
            f"{sanitized(event.report.text)}"
            for event in self.events
        )
        return " ".join((f"{title}, {self.facts}.", *lines))


def _marks(event: CalendarEvent, day: date) -> Iterator[WeekMark]:
    """Yield the marks of an event on ``day``: its day, or the one it was moved from."""
    if event.first == event.last == day:
        yield _mark(event)
    earlier = event.earlier
    if event.status is EventStatus.MOVED and earlier is not None:
        is_here = earlier.first == earlier.last == day
        if is_here and event.first != day:
            yield WeekMark.AWAY


def _mark(event: CalendarEvent) -> WeekMark:
    is_cancelled = event.status is EventStatus.CANCELLED
    return WeekMark.CANCELLED if is_cancelled else WeekMark.DUE
