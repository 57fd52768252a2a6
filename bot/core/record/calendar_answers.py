"""Answers which events fall due: those that lie ahead, and those that are just over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta, tzinfo

from bot.core.domain.calendar import (
    CalendarEvent,
    CalendarQuery,
    EventStatus,
)
from bot.core.ports.calendar import CalendarStore
from bot.core.ports.services import Clock
from bot.core.record.outcomes import StoryLine, outcome_of

JUST_OVER = timedelta(days=7)
"""The time after its last day for which an event is listed as just over."""

MOST_OVER = 100
"""The maximum number of past events in an answer; the latest ones are kept."""


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """The events of some days, in their state on the day ``today``.

    ``due`` are the dated events that are not over, with cancelled ones, the earliest
    first. ``undated`` have no day, only a vague time. ``over`` are past, the latest
    first.
    """

    due: tuple[CalendarEvent, ...]
    undated: tuple[CalendarEvent, ...]
    over: tuple[CalendarEvent, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Answers questions for events; each answer has only the topics of its question.

    A day begins and ends in ``zone``.
    """

    clock: Clock
    store: CalendarStore
    zone: tzinfo = UTC

    async def ask(self, query: CalendarQuery) -> CalendarAnswer:
        """Return the events between the days ``query.first`` and ``query.last``.

        If ``query`` has no first day, return all coming events, and those that
        ended in the last seven days.

        Raises:
            StoreError: the store cannot be used.
        """
        today = self.clock.now().astimezone(self.zone).date()
        ahead = replace(query, first=max(today, query.first or today))
        events = await self.store.events(ahead)
        return CalendarAnswer(
            due=tuple(event for event in events if event.last is not None),
            undated=tuple(event for event in events if event.last is None),
            over=await self._over(query, today),
            today=today,
        )

    async def _over(
        self, query: CalendarQuery, today: date
    ) -> tuple[CalendarEvent, ...]:
        """Return the past events between the days of ``query``, each with its outcome.

        The outcome is a line of a later article that reports what happened.
        """
        yesterday = today - timedelta(days=1)
        past = replace(
            query,
            first=query.first or today - JUST_OVER,
            last=min(yesterday, query.last or yesterday),
            limit=min(query.limit, MOST_OVER),
            latest=True,
        )
        if past.first is None or past.last is None or past.last < past.first:
            return ()
        events = [e for e in await self.store.events(past) if _is_over(e, today)]
        stories = {event.story for event in events if event.story}
        if not stories:
            return tuple(_past(event, ()) for event in reversed(events))
        ended = min(event.last for event in events if event.last is not None)
        lines = await self.store.later_sentences(stories, ended, query.topics)
        by_story: dict[str | None, list[StoryLine]] = {}
        for line in lines:
            by_story.setdefault(line[0].story, []).append(line)
        return tuple(
            _past(event, by_story.get(event.story, ())) for event in reversed(events)
        )


def _past(event: CalendarEvent, lines: Iterable[StoryLine]) -> CalendarEvent:
    """Return the event with the status "past", and the outcome that ``lines`` tell."""
    outcome = outcome_of(event, lines) if event.story else None
    return replace(event, status=EventStatus.PAST, outcome=outcome)


def _is_over(event: CalendarEvent, today: date) -> bool:
    is_cancelled = event.status is EventStatus.CANCELLED
    return event.last is not None and event.last < today and not is_cancelled
