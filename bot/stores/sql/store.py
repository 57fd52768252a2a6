"""The store in an SQL database, as each of the core's ports wants it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from typing_extensions import override

from bot.core.domain.records import (
    Edition,
    History,
    ItemStatus,
    ItemTrace,
    PendingItem,
    PolledItem,
    SourceState,
    StoredArticle,
)
from bot.core.ports.stores import (
    ArticleStore,
    EditionStore,
    Housekeeping,
    SourceStore,
)
from bot.stores.sql import (
    articles,
    briefings,
    editions,
    housekeeping,
    items,
    polls,
    sources,
    traces,
)
from bot.stores.sql.chats import SqlChats
from bot.stores.sql.database import Database
from bot.stores.sql.notices import SqlNotices
from bot.stores.sql.outbox import SqlOutbox
from bot.stores.sql.schema import upgrade
from summarizers.model import Briefing

_FORGOTTEN_AT_ONCE = 500


class SqlStore(
    SourceStore,
    ArticleStore,
    EditionStore,
    Housekeeping,
    SqlOutbox,
    SqlNotices,
    SqlChats,
):
    """All that the bot remembers, in SQLite or PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def states(self) -> Mapping[str, SourceState]:
        return await self._database.read(sources.states)

    @override
    async def record_poll(
        self, state: SourceState, sightings: Collection[PolledItem], *, now: datetime
    ) -> int:
        return await self._database.write(polls.record_poll, state, sightings, now)

    @override
    async def pending(self, now: datetime, limit: int) -> tuple[PendingItem, ...]:
        return await self._database.read(items.pending, now, limit)

    @override
    async def postpone(self, item: PendingItem, until: datetime) -> None:
        await self._database.write(items.postpone, item, until)

    @override
    async def settle(
        self,
        item: PendingItem,
        status: ItemStatus,
        *,
        note: str | None = None,
        same_as: str | None = None,
    ) -> None:
        await self._database.write(items.settle, item, status, note, same_as)

    @override
    async def trace(self, key: str) -> ItemTrace | None:
        return await self._database.read(traces.trace, key)

    @override
    async def add_article(self, item: PendingItem, article: StoredArticle) -> bool:
        return await self._database.write(articles.add_article, item, article)

    @override
    async def twins(self, article: StoredArticle) -> tuple[StoredArticle, ...]:
        return await self._database.read(traces.twins, article)

    @override
    async def articles(
        self, sources: Collection[str], *, after: datetime, until: datetime
    ) -> tuple[StoredArticle, ...]:
        return await self._database.read(articles.articles, sources, after, until)

    @override
    async def set_stories(self, stories: Mapping[str, str]) -> None:
        await self._database.write(articles.set_stories, stories)

    @override
    async def cached_briefing(self, digest: str, engine: str) -> Briefing | None:
        return await self._database.read(briefings.cached_briefing, digest, engine)

    @override
    async def keep_briefing(self, digest: str, engine: str, briefing: Briefing) -> None:
        document = briefings.to_json(briefing)
        await self._database.write(briefings.keep_briefing, digest, engine, document)

    @override
    async def search(self, words: str, limit: int) -> tuple[StoredArticle, ...]:
        return await self._database.read(traces.search, words, limit)

    @override
    async def history(self, channel: str, *, after: datetime) -> History:
        return await self._database.read(editions.history, channel, after)

    @override
    async def freeze(self, edition: Edition) -> Edition:
        return await self._database.write(editions.freeze, edition)

    @override
    async def editions(self, digest: str, limit: int) -> tuple[Edition, ...]:
        return await self._database.read(editions.editions, digest, limit)

    @override
    async def forget(self, before: datetime) -> int:
        removed = 0
        while some := await self._database.write(
            housekeeping.forget_articles, before, _FORGOTTEN_AT_ONCE
        ):
            removed += some
        for step in housekeeping.REST:
            await self._database.write(step, before)
        return removed


@asynccontextmanager
async def open_store(address: str) -> AsyncIterator[SqlStore]:
    """Open a database by its address, and bring it to this program's schema.

    Raises:
        StoreError: it cannot be opened, or is a newer program's.
    """
    database = Database(address, in_use=True)
    try:
        await asyncio.to_thread(upgrade, database)
        yield SqlStore(database)
    finally:
        await asyncio.to_thread(database.close_now)
