"""The port of the calendar's store; each method is one transaction."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from bot.core.domain.calendar import CalendarEvent, CalendarQuery, KnownReport
from bot.core.domain.record import RecordedArticle, RecordedSentence


class CalendarStore(Protocol):
    """Finds events of the record in articles of the topics that a query names."""

    @abstractmethod
    async def events(self, query: CalendarQuery) -> tuple[CalendarEvent, ...]:
        """Return the events that ``query`` finds, the earliest first, vague ones last.

        An event is made of its reports in articles of the query's topics only.
        """

    @abstractmethod
    async def later_sentences(
        self, stories: Collection[str], since: date, topics: Collection[str]
    ) -> tuple[tuple[RecordedArticle, RecordedSentence], ...]:
        """Return the sentences of the stories' articles since a day, in order.

        Only articles of these ``topics`` count.
        """

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

        These are the events on one of the ``days`` with one of the ``words`` in a line,
        and all events of the ``stories`` and ``articles``. The method is for recording
        only, because it reads the reports of all topics.
        """

    @abstractmethod
    async def regrouped(self, limit: int) -> tuple[RecordedArticle, ...]:
        """Return up to ``limit`` articles whose story changed since they were matched.

        Only articles with reports of events are returned.
        """

    @abstractmethod
    async def join_events(
        self, articles: Collection[int], joined: Mapping[str, str]
    ) -> None:
        """Join events, and record that the events of these articles were compared.

        ``joined`` maps the UID of an event to the UID of the event that gets its
        reports. ``articles`` are the numbers of the articles.
        """
