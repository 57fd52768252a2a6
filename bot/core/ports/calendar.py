"""The port of the calendar's store; each method is one transaction."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol

from bot.core.domain.calendar import CalendarEvent, CalendarQuery, KnownReport
from bot.core.domain.record import RecordedArticle, RecordedSentence


class CalendarStore(Protocol):
    """Finds events of the record; articles without a named topic are never read."""

    @abstractmethod
    async def events(self, query: CalendarQuery) -> tuple[CalendarEvent, ...]:
        """Return the events between two days, the earliest first; vague ones follow.

        An event is made of its reports in articles of these topics alone.
        """

    @abstractmethod
    async def later_sentences(
        self, stories: Collection[str], since: datetime, topics: Collection[str]
    ) -> tuple[tuple[RecordedArticle, RecordedSentence], ...]:
        """Return the sentences of the stories' articles since a time, in order."""

    @abstractmethod
    async def known_reports(
        self,
        days: Collection[date],
        words: Collection[str],
        *,
        stories: Collection[str] = (),
        articles: Collection[int] = (),
    ) -> tuple[KnownReport, ...]:
        """Return all reports of the events that a new report may mean.

        These are the events on one of the days with one of the words in a line, and all
        of the stories and articles. It serves the recording alone: it reads the reports of all
        topics.
        """

    @abstractmethod
    async def regrouped(self, limit: int) -> tuple[RecordedArticle, ...]:
        """Return some articles with reports whose story changed since they were matched."""

    @abstractmethod
    async def join_events(
        self, articles: Collection[int], joined: Mapping[str, str]
    ) -> None:
        """Note that the events of these articles are matched with those of their story.

        ``joined`` maps the UIDs of events to those of other events, which get their
        reports.
        """
