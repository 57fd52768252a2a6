"""The contract of PostedEditionStore."""

from __future__ import annotations

from bot.stores.sql import SqlStore
from tests.fakes.programs import post


async def ids(store: SqlStore, digest: str = "tide", skip: int = 0) -> list[str]:
    """The ids of posted editions."""
    posted = await store.posted_editions(digest, f"fake/{digest}", 2, skip=skip)
    return [edition.id for edition in posted]


async def test_posted_editions_come_newest_first_in_parts(store: SqlStore) -> None:
    for days in range(3):
        await post(store, days=days)

    assert await ids(store) == ["tide-2", "tide-1"]
    assert await ids(store, skip=2) == ["tide-0"]
    assert await ids(store, skip=3) == []
