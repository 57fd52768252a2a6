"""The contract of ArticleStore for twins."""

from __future__ import annotations

import pytest

from bot.stores.sql import SqlStore
from tests.fakes.records import DAY, NOW, add, make_stored, seen_at

SOME, MORE = tuple(range(10, 20)), tuple(range(15, 40))


async def test_half_of_the_shorter_fingerprint_makes_a_twin(store: SqlStore) -> None:
    first = await add(store, "ferry", make_stored("ferry", fingerprint=SOME))

    found = await store.twins(make_stored("copy", text="Longer.", fingerprint=MORE))

    assert found == (first,)
    assert found[0].fingerprint == SOME


async def test_less_than_half_makes_no_twin(store: SqlStore) -> None:
    await add(store, "ferry", make_stored("ferry", fingerprint=SOME))

    other = make_stored("other", text="Other.", fingerprint=MORE[1:])

    assert await store.twins(other) == ()


async def test_near_copies_are_looked_for_in_the_last_month(store: SqlStore) -> None:
    copy = make_stored("copy", text="copy", fingerprint=SOME)
    for name, days in (("old", 60), ("recent", 29)):
        stored = make_stored(name, text=name, fingerprint=SOME)
        await add(store, name, seen_at(stored, NOW - days * DAY))

    found = await store.twins(copy)

    assert [twin.id for twin in found] == ["id-recent"]


async def test_a_long_fingerprint_with_large_hashes_is_found(store: SqlStore) -> None:
    large = tuple(range(2**32 - 3_000, 2**32))
    first = await add(store, "ferry", make_stored(text="long", fingerprint=large))

    found = await store.twins(make_stored("copy", fingerprint=large[600:]))

    assert found == (first,)


@pytest.mark.both_databases
async def test_a_very_long_text_of_any_language_is_kept(store: SqlStore) -> None:
    text = "Zażółć πόλη порт " + " ".join(f"ę{number:x}" for number in range(400_000))

    added = await add(store, "ferry", make_stored(text=text))

    assert await store.articles_by_id(["id-ferry"]) == (added,)
