"""Renders the calendar for calendar programs, as RFC 5545 says."""

from __future__ import annotations

from datetime import date, timedelta

from icalendar import Calendar, Event

from bot.core.digests.coming import event_link
from bot.core.domain.calendar import CalendarEvent, EventStatus
from bot.core.record.calendar_answers import CalendarAnswer
from bot.core.text.date_format import days_label
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized

_PRODUCT = "-//Sitrep//Calendar//EN"
_DAY = timedelta(days=1)


def calendar_ics(answer: CalendarAnswer, language: str, name: str = "Sitrep") -> str:
    """Return the dated events as a calendar, with the name ``name``.

    An event of several days is one entry that lasts for all of them. Events without a
    day are left out.
    """
    labels = labels_for(language)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in (*reversed(answer.over), *answer.due):
        if event.first is not None and event.last is not None:
            calendar.add_component(_component(event, event.first, event.last, labels))
    text: bytes = calendar.to_ical()
    return text.decode()


def _component(event: CalendarEvent, first: date, last: date, labels: Labels) -> Event:
    component = Event()
    is_cancelled = event.status is EventStatus.CANCELLED
    component.add("uid", f"{event.uid}@sitrep")
    component.add("dtstamp", event.changed.replace(microsecond=0))
    component.add("sequence", event.sequence)
    component.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    component.add("dtstart", first)
    component.add("dtend", last + _DAY if last < date.max else last)
    component.add("transp", "TRANSPARENT")
    component.add("summary", sanitized(event.report.text))
    component.add("description", "\n".join(_description(event, labels)))
    link = event_link(event.report)
    if link is not None:
        component.add("url", link)
    return component


def _description(event: CalendarEvent, labels: Labels) -> list[str]:
    """Return the papers of an event, the line that was valid before, and its outcome.

    A line was valid before if the event was moved or cancelled since.
    """
    papers = (paper.paper for paper in event.papers if paper.paper)
    lines = [", ".join(map(sanitized, papers))]
    earlier, outcome = event.earlier, event.outcome
    if earlier is not None:
        days = days_label(earlier.first, earlier.last, None, labels)
        was = f"{labels.was} {days}".strip()
        lines.append(f"{was}{labels.colon}{sanitized(earlier.text)}")
    if outcome is not None:
        lines.append(f"{labels.then_came}{labels.colon}{sanitized(outcome.text)}")
    return lines
