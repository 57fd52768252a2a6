"""Answers what falls due: the events that lie ahead, and those that are just over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.core.domain.calendar import (
    CalendarEvent,
    CalendarQuery,
    EventReport,
    EventStatus,
)
from bot.core.ports.calendar import CalendarStore
from bot.core.ports.services import Clock
from bot.core.record.outcomes import outcome_of
from bot.core.text.deep_links import page_address, with_fragment

JUST_OVER = timedelta(days=7)
"""For how long an event that is over is listed as just over."""


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """The events of some days, as they stand on the day ``today``.

    ``due`` are those that are not over, the earliest first, with the cancelled ones.
    ``undated`` have no day that a reader could note. ``over`` are past, the latest
    first.
    """

    due: tuple[CalendarEvent, ...]
    undated: tuple[CalendarEvent, ...]
    over: tuple[CalendarEvent, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Answers from the record, from the topics of each question alone.

    A day begins and ends in ``zone``.
    """

    clock: Clock
    store: CalendarStore
    zone: tzinfo = UTC

    async def ask(self, query: CalendarQuery) -> CalendarAnswer:
        """Return the events between two days.

        Without a first day they are all that lie ahead, and those of the last seven
        days as over.

        Raises:
            StoreError: the store cannot be used.
        """
        today = self.clock.now().astimezone(self.zone).date()
        first = today - JUST_OVER if query.first is None else query.first
        events = await self.store.events(replace(query, first=first))
        dated = [event for event in events if event.last is not None]
        over = [event for event in dated if _is_over(event, today)]
        return CalendarAnswer(
            due=tuple(event for event in dated if not _is_past(event, today)),
            undated=tuple(event for event in events if event.last is None),
            over=await self._with_outcomes(over, query.topics),
            today=today,
        )

    async def _with_outcomes(
        self, events: Iterable[CalendarEvent], topics: frozenset[str]
    ) -> tuple[CalendarEvent, ...]:
        """Add what came of the events, the latest first."""
        past = []
        for event in events:
            outcome = await self._outcome(event, topics)
            past.append(replace(event, status=EventStatus.PAST, outcome=outcome))
        return tuple(reversed(past))

    async def _outcome(
        self, event: CalendarEvent, topics: frozenset[str]
    ) -> EventReport | None:
        if event.story is None or event.first is None:
            return None
        since = datetime.combine(event.first, time(), self.zone)
        lines = await self.store.later_sentences(event.story, since, topics)
        return outcome_of(event, lines)


def link_to(report: EventReport) -> str | None:
    """Return the link to the line of a report; ``None`` without a page."""
    url = page_address(report.article.url)
    return None if url is None else with_fragment(url, report.sentence.fragment)


def _is_past(event: CalendarEvent, today: date) -> bool:
    return event.last is not None and event.last < today


def _is_over(event: CalendarEvent, today: date) -> bool:
    is_cancelled = event.status is EventStatus.CANCELLED
    return _is_past(event, today) and not is_cancelled
