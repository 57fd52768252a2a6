"""The port of the record's store; each method is one transaction.

A query names the topics that the asker may see: rows of articles that belong to none of
them are never read.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.core.domain.record import (
    DueEntries,
    RecordedArticle,
    RecordEntry,
    Speaker,
    Statement,
    StatementQuery,
)


class RecordStore(Protocol):
    """Stores the record, and answers questions about it."""

    @abstractmethod
    async def due_entries(self, limit: int) -> DueEntries:
        """Return at most ``limit`` articles to record next, in order.

        These are articles whose text changed after they were recorded, and articles
        that arrived since.
        """

    @abstractmethod
    async def record(self, due: DueEntries, entries: Collection[RecordEntry]) -> bool:
        """Store the entries, and record that all articles of ``due`` are done.

        An entry replaces an earlier one of the same article. An entry whose article was
        deleted, or has another text by now, is left out. Return false and store nothing
        if another process recorded these articles meanwhile.
        """

    @abstractmethod
    async def originals(self, ids: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Map the ids of original articles to the topics of their statements.

        These are the topics of the recorded articles that have the same text and are
        not recorded as copies. Originals without such an article are left out.
        """

    @abstractmethod
    async def speakers(self, keys: Collection[str]) -> tuple[Speaker, ...]:
        """Return the speakers with these keys or surnames, of all topics.

        The method is for recording only; ``speakers_named`` answers people.
        """

    @abstractmethod
    async def speakers_named(
        self, prefix: str, topics: Collection[str], limit: int
    ) -> tuple[Speaker, ...]:
        """Return the speakers whose key or surname begins with ``prefix``.

        ``prefix`` is in lower case without accents. Each speaker has a statement in one
        of the topics; the speaker of the latest statement comes first. The role is the
        latest one in articles of the topics.
        """

    @abstractmethod
    async def statements(self, query: StatementQuery) -> tuple[Statement, ...]:
        """Return the statements that match, at most ``query.limit``, newest first."""

    @abstractmethod
    async def copies(
        self, originals: Collection[str], topics: Collection[str]
    ) -> tuple[RecordedArticle, ...]:
        """Return the recorded articles with the text of these originals, by time."""

    @abstractmethod
    async def purge_record(self, *, plain: datetime, before: datetime) -> int:
        """Delete old entries; return how many.

        An entry is deleted if its article was first seen before ``before``. If the
        article was first seen before ``plain``, only the sentences without a claim or
        an event are deleted.
        """
