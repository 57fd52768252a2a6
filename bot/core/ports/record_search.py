"""The port of the search in the record; each method is one transaction."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from typing import Protocol

from bot.core.domain.search import FoundSentence, SentenceQuery


class SentenceStore(Protocol):
    """Finds sentences of the record in articles of the topics that a query names."""

    @abstractmethod
    async def find_sentences(self, query: SentenceQuery) -> tuple[FoundSentence, ...]:
        """Return the sentences that match, at most ``query.limit``, newest first."""

    @abstractmethod
    async def recorded_papers(self, topics: Collection[str]) -> tuple[str, ...]:
        """Return the names of the papers with an article in one of the topics."""
