"""Housekeeping of SQLite, beyond what every store promises."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from bot.stores.sql import SqlStore, open_store
from tests.fakes.record import make_entry, make_sentence
from tests.fakes.records import DAY, NOW, add_at_once, make_stored

INDEX = text("SELECT sum(length(block)) FROM record_search_data")


async def index_bytes(store: SqlStore) -> int:
    """How large the search index is."""
    found = await store.database.read(lambda connection: connection.scalar(INDEX))
    return int(found or 0)


async def test_the_search_index_forgets_sentences_that_are_deleted(
    tmp_path: Path,
) -> None:
    async with open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        empty = await index_bytes(store)
        names = [f"item {number}" for number in range(300)]
        await add_at_once(store, names)
        entries = [
            make_entry(
                make_stored(name),
                number=number,
                sentences=[make_sentence(f"Word{number} is said about part{number}.")],
                claims=(),
            )
            for number, name in enumerate(names, 1)
        ]
        assert await store.record(await store.due_entries(300), entries)
        full = await index_bytes(store)
        later = NOW + 90 * DAY
        await store.purge_record(plain=later, before=later)
        await store.purge(later)

        assert full > empty + 5_000
        assert await index_bytes(store) < empty + (full - empty) / 10
