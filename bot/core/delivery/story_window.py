"""Recent articles of some topics, indexed to find the reports of one story quickly."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from bot.core.digests.selection import StorySelector
from bot.core.digests.story import Story
from bot.core.domain.configuration import Topic
from bot.core.domain.records import StoredArticle
from bot.core.ports.stores import ArticleStore
from summarizers.stories.clustering import NeighbourIndex

WINDOW = timedelta(days=3)
"""A new article is grouped with articles that were first seen within this time."""

MAX_ARTICLES = 6_000
"""The maximum number of articles in a window; the latest ones are kept."""

_BATCH = 500
# This number of recent articles is compared as well, to show which words are common.
_BACKGROUND = 150


@dataclass(slots=True)
class StoryWindow:
    """The articles of the last days that belong to some topics.

    The window is in memory, and is filled from the store after a restart. ``last`` is
    the number of the last arrival that was taken from the store.
    """

    topics: tuple[Topic, ...]
    articles: ArticleStore
    selector: StorySelector
    last: int = field(default=0, init=False)
    _index: NeighbourIndex = field(default_factory=NeighbourIndex, init=False)
    _seen: dict[str, datetime] = field(default_factory=dict, init=False)
    _groups: dict[str, frozenset[str]] = field(default_factory=dict, init=False)

    async def take(self, now: datetime) -> tuple[StoredArticle, ...]:
        """Add the articles that arrived since the last call, and return them.

        Articles that do not belong to the topics are left out.

        Raises:
            StoreError: the store cannot be used.
            ParseTimeoutError: matching the articles took too long.
        """
        self._forget(now - WINDOW)
        arrivals = await self.articles.arrivals(self.last, MAX_ARTICLES)
        recent = [each.id for each in arrivals if each.seen > now - WINDOW]
        taken: list[StoredArticle] = []
        for start in range(0, len(recent), _BATCH):
            batch = recent[start : start + _BATCH]
            taken += await self._belonging(await self.articles.articles_by_id(batch))
        # Indexing hundreds of articles takes a while: leave the event loop free.
        await asyncio.to_thread(self._add, taken)
        if arrivals:
            self.last = arrivals[-1].number
        return tuple(taken)

    async def seen_after(self, moment: datetime) -> tuple[StoredArticle, ...]:
        """Return the articles in the window that were first seen after a time.

        Raises:
            StoreError: the store cannot be used.
        """
        ids = [id_ for id_, seen in self._seen.items() if seen > moment]
        return await self.articles.articles_by_id(ids) if ids else ()

    async def around(self, seeds: Collection[str]) -> tuple[StoredArticle, ...]:
        """Return the articles with the ids ``seeds``, and those that may share a story.

        Up to 150 of the latest articles are added, because common words are recognised
        by comparing many articles.

        Raises:
            StoreError: the store cannot be used.
        """
        ids = await asyncio.to_thread(self._around, seeds)
        return await self.articles.articles_by_id(ids)

    def note(self, stories: Iterable[Story]) -> None:
        """Remember which articles belong to the same story."""
        for story in stories:
            ids = frozenset(article.id for article in story.articles)
            self._groups.update(dict.fromkeys(ids & self._seen.keys(), ids))

    async def _belonging(
        self, articles: Sequence[StoredArticle]
    ) -> tuple[StoredArticle, ...]:
        sources = {source.url for topic in self.topics for source in topic.sources}
        listed = [each for each in articles if sources.intersection(each.sources)]
        if not listed or not any(t.include or t.exclude for t in self.topics):
            return tuple(listed)
        selection = await self.selector.select(self.topics, listed)
        return tuple(each for each in listed if each.id in selection.selected)

    def _add(self, articles: Iterable[StoredArticle]) -> None:
        for each in articles:
            self._index.add(each.id, each.article.title or "", each.article.text)
            self._seen[each.id] = each.seen

    def _around(self, seeds: Collection[str]) -> frozenset[str]:
        near = {other for seed in seeds for other in self._index.near(seed)}
        wanted = near.union(seeds, islice(reversed(self._seen), _BACKGROUND))
        groups = (self._groups.get(id_, ()) for id_ in near.union(seeds))
        return frozenset(wanted.union(*groups))

    def _forget(self, before: datetime) -> None:
        old = [id_ for id_, seen in self._seen.items() if seen <= before]
        old += islice(self._seen, max(0, len(self._seen) - len(old) - MAX_ARTICLES))
        for id_ in old:
            self._seen.pop(id_, None)
            self._groups.pop(id_, None)
        self._index.remove(old)
