"""The contract of SourceStore."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.core.domain.configuration import SourceKind
from bot.core.domain.records import (
    Item,
    ItemStatus,
    PolledItem,
    SourceState,
    Validators,
)
from bot.stores.sql import SqlStore, open_store
from tests.fakes.records import (
    DAY,
    FEED,
    NOW,
    OTHER,
    make_edition,
    make_sighting,
    make_stored,
    show,
    wait_for,
)

FULL_STATE = SourceState(
    title="Lenna Gazette – News",
    url=FEED,
    kind=SourceKind.FEED,
    due=NOW + DAY,
    validators=Validators('W/"tag"', "Mon, 02 Mar 2026 07:30:00 GMT"),
    body_hash="0f",
    tried=NOW,
    read=NOW - DAY,
    moved="https://lenna-gazette.example/atom",
    gone=True,
    failures=3,
    failing=NOW - 2 * DAY,
    error="the server is too slow",
    told=NOW - DAY,
    resting=True,
    followed=True,
)


async def test_a_state_comes_back_as_it_was_kept(store: SqlStore) -> None:
    await store.record_poll(FULL_STATE, (), now=NOW)

    assert await store.states() == {FEED: FULL_STATE}


async def test_items_are_counted_over_all_polls(store: SqlStore) -> None:
    await show(store, make_sighting("ferry"))

    await show(store, make_sighting("ferry"), make_sighting("bridge"))

    assert (await store.states())[FEED].items == 2


async def test_any_of_its_keys_tells_an_item(store: SqlStore) -> None:
    await show(store, make_sighting("ferry", "ferry guid"))

    assert await show(store, make_sighting("renamed", "ferry guid")) == 0


async def test_a_new_key_of_a_known_item_is_learnt(store: SqlStore) -> None:
    await show(store, make_sighting("ferry"))
    await show(store, make_sighting("ferry", "ferry moved"))

    assert await show(store, make_sighting("ferry moved")) == 0


async def test_an_item_without_keys_is_passed_over(store: SqlStore) -> None:
    nameless = PolledItem(Item(None, None, "No name", None), ())

    assert await show(store, nameless, make_sighting("ferry")) == 1


async def test_more_items_than_one_statement_takes_are_kept(store: SqlStore) -> None:
    many = [make_sighting(f"item {n}", f"guid {n}") for n in range(700)]

    assert await show(store, *many) == 700
    assert await show(store, *many) == 0


async def test_an_item_waits_as_it_was_seen(store: SqlStore) -> None:
    item = Item(
        "guid", "https://a.example/1", "One", NOW - DAY, "<b>1</b>", ("Ida", "Olof")
    )

    await show(store, PolledItem(item, ("one",)))

    (waiting,) = await store.pending(NOW, 10)
    assert waiting.item == item
    assert (waiting.sources, waiting.seen, waiting.attempts) == ((FEED,), NOW, 0)


async def test_text_that_no_database_takes_keeps_its_length(store: SqlStore) -> None:
    item = Item("g\0", None, "ends \ud83d", None, "a\0b 🚢 \udc00")

    await show(store, PolledItem(item, ("one\ud800",)))

    (waiting,) = await store.pending(NOW, 10)
    assert waiting.item == Item("g�", None, "ends �", None, "a�b 🚢 �")


async def test_the_sources_of_an_item_are_ordered_by_time(
    store: SqlStore,
) -> None:
    await show(store, make_sighting("ferry"), url=OTHER)
    await show(store, make_sighting("ferry"), at=NOW + DAY)

    (waiting,) = await store.pending(NOW + DAY, 10)

    assert waiting.sources == (OTHER, FEED)


async def test_a_postponed_item_waits_until_its_time(store: SqlStore) -> None:
    item = await wait_for(store, "ferry")

    await store.postpone(item, NOW + DAY)

    assert await store.pending(NOW, 10) == ()
    (later,) = await store.pending(NOW + DAY, 10)
    assert later == replace(item, attempts=1, due=NOW + DAY)


async def test_a_fallback_article_stays_when_its_page_is_read(
    store: SqlStore,
) -> None:
    item = await wait_for(store, "ferry")
    await store.add_article(item, make_stored())
    await store.postpone(item, NOW)
    page = replace(make_stored(text="The whole page."), id="id-page")

    await store.add_article(replace(item, attempts=1), page)

    found = await store.articles([FEED], after=NOW - DAY, until=NOW)
    assert [(one.id, one.sources) for one in found] == [
        ("id-ferry", (FEED,)),
        ("id-page", (FEED,)),
    ]
    traced = await store.trace("ferry")
    assert traced is not None
    assert traced.article == page


async def test_a_stand_in_that_is_all_there_is_counts_once(store: SqlStore) -> None:
    item = await wait_for(store, "ferry")
    await store.add_article(item, make_stored())
    await store.postpone(item, NOW)

    await store.settle(item, ItemStatus.KNOWN, same_as="id-ferry")

    found = await store.articles([FEED], after=NOW - DAY, until=NOW)
    assert [one.id for one in found] == ["id-ferry"]
    assert (await store.pending(NOW + DAY, 10)) == ()


async def test_a_settled_item_stays_as_it_is(store: SqlStore) -> None:
    item = await wait_for(store, "ferry")
    await store.settle(item, ItemStatus.UNREADABLE)

    await store.settle(item, ItemStatus.KNOWN)
    await store.postpone(item, NOW)

    found = await store.trace("ferry")
    assert found is not None
    assert found.status is ItemStatus.UNREADABLE


async def test_an_item_that_is_another_article_again_counts_for_it(
    store: SqlStore,
) -> None:
    await store.add_article(await wait_for(store, "ferry"), make_stored())
    await show(store, make_sighting("edited"), url=OTHER)
    (edited,) = await store.pending(NOW, 10)

    await store.settle(edited, ItemStatus.KNOWN, same_as="id-ferry")

    found = await store.trace("edited")
    assert found is not None
    assert found.article is not None
    assert (found.article.id, found.article.sources) == ("id-ferry", (FEED, OTHER))


async def test_a_trace_tells_all_of_an_item(store: SqlStore) -> None:
    await store.add_article(await wait_for(store, "ferry"), make_stored())
    await store.freeze(make_edition())

    found = await store.trace("ferry")

    assert found is not None
    assert (found.status, found.sources, found.seen) == (ItemStatus.READ, (FEED,), NOW)
    assert found.article == make_stored()
    assert found.editions == (make_edition(),)


async def test_of_two_processes_one_finds_an_item_new(database: str) -> None:
    polled_items = [make_sighting(f"item {n}") for n in range(20)]

    async with open_store(database) as one, open_store(database) as two:
        polls = [
            show(store, *polled_items, url=url)
            for store in (one, two)
            for url in (FEED, OTHER)
        ]
        counts = await asyncio.gather(*polls)
        waiting = await one.pending(NOW, 100)

    assert sum(counts) == 20
    assert [set(found.sources) for found in waiting] == [{FEED, OTHER}] * 20
