"""Records new articles: which topics they belong to, and what they say."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.core.digests.composer import briefing_key
from bot.core.digests.story import original_id
from bot.core.domain.configuration import Configuration, Topic
from bot.core.domain.errors import BotError
from bot.core.domain.record import DueArticle, DueEntries, RecordEntry
from bot.core.domain.records import Origin
from bot.core.ports.calendar import CalendarStore
from bot.core.ports.record import RecordStore
from bot.core.ports.services import Clock, EventLog
from bot.core.ports.stores import ArticleStore
from bot.core.record.event_matching import (
    days_of,
    joined_events,
    match_events,
    names_of,
    stories_of,
)
from bot.core.record.names import identify, keys_of
from summarizers.errors import InputError
from summarizers.model import Briefing

BATCH = 20
"""The maximum number of articles that one run records."""


class EntryReader(Protocol):
    """Reads articles for the record in a worker process."""

    @abstractmethod
    async def read_entry(
        self, due: DueArticle, topics: Sequence[Topic], briefing: Briefing | None
    ) -> RecordEntry | None:
        """Return the entry of an article; ``None`` if it belongs to no topic.

        Without ``briefing`` the article is briefed.

        Raises:
            InputError: the article cannot be briefed.
            ParseError: the reading exceeded its time or memory.
        """


@dataclass(frozen=True, slots=True)
class Recorder:
    """Keeps the record of all topics of the configuration.

    A run can be interrupted at any point and repeated. If several processes record the
    same articles, only one stores its result.
    """

    clock: Clock
    store: RecordStore
    calendar: CalendarStore
    articles: ArticleStore
    reader: EntryReader
    engine: str
    event_log: EventLog

    async def record_due(self, configuration: Configuration) -> int:
        """Record the next articles; return how many belong to a topic.

        Raises:
            StoreError: the store cannot be used.
        """
        await self._join_events()
        due = await self.store.due_entries(BATCH)
        if not due.articles and due.through == due.after:
            return 0
        entries = await self._entries(due, configuration.topics)
        speakers = await self.store.speakers(keys_of(entries)) if entries else ()
        identified = identify(await self._with_events(entries), speakers)
        is_stored = await self.store.record(due, identified)
        return len(entries) if is_stored else 0

    async def record_all(self, configuration: Configuration) -> None:
        """Record every article that waits.

        Raises:
            StoreError: the store cannot be used.
        """
        due = await self.store.due_entries(1)
        while due.articles or due.through != due.after:
            await self.record_due(configuration)
            due = await self.store.due_entries(1)

    async def purge(self, configuration: Configuration) -> int:
        """Delete entries older than the configured retention; return their number.

        Raises:
            StoreError: the store cannot be used.
        """
        now = self.clock.now()
        plain = now - min(configuration.keep, configuration.record)
        return await self.store.purge_record(
            plain=plain, before=now - configuration.record
        )

    async def _with_events(
        self, entries: tuple[RecordEntry, ...]
    ) -> tuple[RecordEntry, ...]:
        """Return the entries, each dated line with the UID of its event."""
        days, stories = days_of(entries), stories_of(entries)
        if not days:
            return entries
        stored = await self.calendar.known_reports(
            days,
            names_of(entries),
            stories=stories,
            articles=[entry.article.number for entry in entries],
        )
        return match_events(entries, stored)

    async def _join_events(self) -> None:
        """Join equal events of articles that now belong to one story."""
        articles = await self.calendar.regrouped(BATCH)
        if not articles:
            return
        stories = {article.story for article in articles if article.story}
        stored = await self.calendar.known_reports((), (), stories=stories)
        numbers = [article.number for article in articles]
        await self.calendar.join_events(numbers, joined_events(stored))

    async def _entries(
        self, due: DueEntries, topics: Sequence[Topic]
    ) -> tuple[RecordEntry, ...]:
        originals = {each.article.copy_of for each in due.articles}
        copied = {original for original in originals if original}
        covered = dict(await self.store.originals(copied)) if copied else {}
        entries = []
        for each in due.articles:
            original = original_id(each.article)
            topics_of_text = covered.get(original, frozenset())
            entry = await self._entry(replace(each, covered=topics_of_text), topics)
            if entry is not None:
                entries.append(entry)
                if entry.sentences:
                    covered[original] = topics_of_text.union(entry.topics)
        return tuple(entries)

    async def _entry(
        self, due: DueArticle, topics: Sequence[Topic]
    ) -> RecordEntry | None:
        """Read one article; ``None`` if it belongs to no topic or cannot be read."""
        article, urls = due.article, frozenset(due.article.sources)
        listing = [t for t in topics if any(s.url in urls for s in t.sources)]
        if article.origin is Origin.TITLE or not listing:
            return None
        key = briefing_key(article)
        briefing = await self.articles.cached_briefing(key, self.engine)
        content = replace(article.article, read_on=article.seen.date())
        read = replace(due, article=replace(article, article=content))
        try:
            return await self.reader.read_entry(read, listing, briefing)
        except Exception as error:  # noqa: BLE001 - one article must not stop the others
            if not isinstance(error, BotError | InputError):
                name = content.url or article.id
                self.event_log.error(
                    "article not recorded because of an unexpected error; report this bug",
                    url=name,
                    reason=repr(error),
                )
            return None
