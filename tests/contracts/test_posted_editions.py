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


async def test_a_digest_that_waits_is_not_posted(store: SqlStore) -> None:
    await post(store, days=0)
    await post(store, days=1, sent=False)

    assert await ids(store) == ["tide-0"]


async def test_other_digests_and_channels_are_left_out(store: SqlStore) -> None:
    await post(store, "tide")
    await post(store, "shift")

    assert await ids(store, "shift") == ["shift-0"]
    assert await store.posted_editions("tide", "fake/shift", 2) == ()
