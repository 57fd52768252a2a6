"""Encodes timelines as JSON and decodes them, without any loss."""

from __future__ import annotations

from bot.core.domain.timelines import (
    Timeline,
    TimelineLane,
    TimelineMark,
    TimelineTheme,
    TimelineTurn,
)
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.json_values import boolean_in, list_in, number_in, text_in


def timeline_document(timeline: Timeline) -> JsonObject:
    """Encode the timeline as a JSON object."""
    return {
        "title": timeline.title,
        "facts": timeline.facts,
        "alt": timeline.alt,
        "end": timeline.end,
        "theme": timeline.theme.value,
        "lanes": [
            {
                "paper": lane.paper,
                "marks": [
                    {"place": mark.place, "copy": mark.copy} for mark in lane.marks
                ],
            }
            for lane in timeline.lanes
        ],
        "turns": [_turn(turn) for turn in timeline.turns],
    }


def _turn(turn: TimelineTurn) -> JsonObject:
    return {
        "place": turn.place,
        "lane": turn.lane,
        "day": turn.day,
        "text": turn.text,
        "ends": turn.ends,
    }


def parse_timeline(document: Json) -> Timeline:
    """Decode the output of ``timeline_document``.

    Raises:
        ValueError: the document is not an encoded timeline.
    """
    return Timeline(
        title=text_in(document, "title"),
        facts=text_in(document, "facts"),
        lanes=tuple(map(_parse_lane, list_in(document, "lanes"))),
        turns=tuple(map(_parse_turn, list_in(document, "turns"))),
        alt=text_in(document, "alt"),
        end=text_in(document, "end"),
        theme=TimelineTheme(text_in(document, "theme")),
    )


def _parse_lane(document: Json) -> TimelineLane:
    marks = (
        TimelineMark(number_in(mark, "place"), boolean_in(mark, "copy"))
        for mark in list_in(document, "marks")
    )
    return TimelineLane(text_in(document, "paper"), tuple(marks))


def _parse_turn(document: Json) -> TimelineTurn:
    return TimelineTurn(
        place=number_in(document, "place"),
        lane=number_in(document, "lane"),
        day=text_in(document, "day"),
        text=text_in(document, "text"),
        ends=boolean_in(document, "ends"),
    )
