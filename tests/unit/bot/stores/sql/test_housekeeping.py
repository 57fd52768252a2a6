"""Housekeeping of SQLite, beyond what every store promises."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from bot.stores.sql import SqlStore, open_store
from tests.fakes.records import DAY, NOW, add_at_once

INDEX = text("SELECT sum(length(block)) FROM article_search_data")


async def index_bytes(store: SqlStore) -> int:
    """How large the search index is."""
    found = await store.database.read(lambda connection: connection.scalar(INDEX))
    return int(found or 0)


async def test_the_search_index_forgets_articles_that_are_deleted(
    tmp_path: Path,
) -> None:
    async with open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        empty = await index_bytes(store)
        await add_at_once(
            store, [f"item {number} word{number}" for number in range(300)]
        )
        full = await index_bytes(store)
        await store.purge(NOW + 90 * DAY)

        assert full > empty + 5_000
        assert await index_bytes(store) < empty + (full - empty) / 10
