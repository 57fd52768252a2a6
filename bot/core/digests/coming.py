"""Chooses the dated events of the record that a digest prints. Pure functions.

The events are those of the rest of the week. They repeat no line of this digest or of
earlier ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.digests.digest import Digest, StorySummary
from bot.core.digests.mutes import MuteFilter
from bot.core.digests.novelty import repeats, sentence_key, sentence_of
from bot.core.domain.calendar import (
    CalendarEvent,
    CalendarQuery,
    EventReport,
    EventStatus,
)
from bot.core.domain.record import Precision
from bot.core.text.deep_links import sentence_link
from summarizers.model import Claim, Line, Risk
from summarizers.text.language import ENGLISH

MOST_EVENTS = 3
"""The maximum number of events in a digest."""

MOST_WORDS = 90
"""The maximum number of words in the lines of all events of a digest."""

_PRECISE = frozenset({Precision.DAY, Precision.WEEK})
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Left:
    """The events that a digest leaves out for a channel.

    These are events that the channel was shown, and muted ones. ``printed`` are the
    keys of the sentences that it was shown, ``muted`` the ids of recent articles that
    ``mutes`` leaves out.
    """

    printed: Collection[str]
    muted: Collection[str]
    mutes: MuteFilter


def week_query(digest: Digest) -> CalendarQuery:
    """Return the search for the events from the day of the digest to its Sunday."""
    today = digest.at.astimezone(digest.plan.timezone).date()
    topics = frozenset(topic.id for topic in digest.plan.topics)
    return CalendarQuery(topics, today, last_of_week(today))


def last_of_week(day: date) -> date:
    """Return the Sunday of a week."""
    return day + timedelta(days=_DAYS - 1 - day.weekday())


def coming_events(
    events: Iterable[CalendarEvent], digest: Digest, left: Left
) -> tuple[CalendarEvent, ...]:
    """Return the next events that fit into the digest and that it does not print yet.

    At most ``MOST_EVENTS`` events with ``MOST_WORDS`` words in total fit.
    """
    printed = _Printed(digest)
    room = MOST_WORDS
    chosen: dict[str, CalendarEvent] = {}
    for event in _this_week(events, digest):
        text, key = event.report.text, sentence_key(event.report.text)
        words = len(text.split())
        is_shown = key in chosen or key in left.printed or printed.has(event)
        if is_shown or words > room or _is_muted(event, left):
            continue
        chosen[key] = event
        room -= words
        if len(chosen) == MOST_EVENTS:
            break
    return tuple(chosen.values())


def _this_week(
    events: Iterable[CalendarEvent], digest: Digest
) -> Iterator[CalendarEvent]:
    """Yield the planned or moved events from the digest's day to Sunday.

    An event counts only if the article that reports it was seen before the digest.
    """
    end = week_query(digest).last
    for event in events:
        is_known = event.report.article.seen <= digest.at
        is_on = event.status in {EventStatus.PLANNED, EventStatus.MOVED}
        is_near = event.last is not None and end is not None and event.last <= end
        if is_known and is_on and is_near and event.precision in _PRECISE:
            yield event


def _is_muted(event: CalendarEvent, left: Left) -> bool:
    article = event.report.article
    return article.id in left.muted or left.mutes.mutes_line(
        article.url, article.title or "", event.report.text
    )


class _Printed:
    """The lines that a digest prints, and the events to which its risks refer."""

    def __init__(self, digest: Digest) -> None:
        self._events = {
            (summary.story.id, risk.when.first)
            for summary in digest.top
            for risk in _lines(summary)
            if isinstance(risk, Risk) and risk.when is not None
        }
        self._texts = [
            (sentence_of(line).text, _language(summary))
            for summary in digest.top
            for line in _lines(summary)
        ]

    def has(self, event: CalendarEvent) -> bool:
        """Return whether the digest prints the event.

        It may print the event as a risk, or a line that says the same in other words.
        """
        if (event.story, event.first) in self._events:
            return True
        text = event.report.text
        keys = {sentence_key(printed) for printed, _ in self._texts}
        return sentence_key(text) in keys or any(
            repeats(text, printed, lang) for printed, lang in self._texts
        )


def _lines(summary: StorySummary) -> Iterator[Line | Claim | Risk]:
    yield from (quote.line for quote in summary.quotes)
    yield from summary.lines


def _language(summary: StorySummary) -> str:
    return ENGLISH if summary.briefing is None else summary.briefing.lang


def event_link(report: EventReport) -> str | None:
    """Return the link to the line of an event; ``None`` without a page."""
    return sentence_link(report.article.url, report.sentence.fragment)
