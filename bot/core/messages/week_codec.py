"""Encodes weeks of the calendar as JSON and decodes them, without any loss."""

from __future__ import annotations

from bot.core.domain.timelines import TimelineTheme
from bot.core.domain.weeks import Week, WeekDay, WeekEvent, WeekMark
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.json_values import as_text, list_in, text_in


def week_document(week: Week) -> JsonObject:
    """Encode the week as a JSON object."""
    return {
        "title": week.title,
        "facts": week.facts,
        "days": [
            {
                "weekday": day.weekday,
                "number": day.number,
                "marks": [mark.value for mark in day.marks],
            }
            for day in week.days
        ],
        "events": [
            {
                "day": event.day,
                "text": event.text,
                "mark": event.mark.value,
                "note": event.note,
            }
            for event in week.events
        ],
        "alt": week.alt,
        "more": week.more,
        "theme": week.theme.value,
    }


def parse_week(document: Json) -> Week:
    """Decode the output of ``week_document``.

    Raises:
        ValueError: the document is not an encoded week.
    """
    return Week(
        title=text_in(document, "title"),
        facts=text_in(document, "facts"),
        days=tuple(map(_parse_day, list_in(document, "days"))),
        events=tuple(map(_parse_event, list_in(document, "events"))),
        alt=text_in(document, "alt"),
        more=text_in(document, "more"),
        theme=TimelineTheme(text_in(document, "theme")),
    )


def _parse_day(document: Json) -> WeekDay:
    marks = (WeekMark(as_text(mark)) for mark in list_in(document, "marks"))
    return WeekDay(
        text_in(document, "weekday"), text_in(document, "number"), tuple(marks)
    )


def _parse_event(document: Json) -> WeekEvent:
    return WeekEvent(
        day=text_in(document, "day"),
        text=text_in(document, "text"),
        mark=WeekMark(text_in(document, "mark")),
        note=text_in(document, "note"),
    )
