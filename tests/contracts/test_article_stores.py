"""The contract of ArticleStore."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.domain.records import ItemStatus, Origin, PendingItem, StoredArticle
from bot.stores.sql import SqlStore, open_store
from summarizers.model import Article, Briefing
from tests.fakes.records import (
    DAY,
    FEED,
    NOW,
    OTHER,
    add,
    add_at_once,
    make_sighting,
    make_state,
    make_stored,
    show,
    wait_for,
)

SOME = tuple(range(10, 20))


async def ids(store: SqlStore, *sources: str) -> list[str]:
    """The ids of what these sources ever brought."""
    found = await store.articles(sources, after=NOW - 99 * DAY, until=NOW + 99 * DAY)
    return [article.id for article in found]


async def test_an_article_comes_back_as_it_was_added(store: SqlStore) -> None:
    added = await add(store, "ferry")

    found = await store.articles([FEED], after=NOW - DAY, until=NOW)

    assert found == (added,)


async def test_an_article_may_have_hardly_anything(store: SqlStore) -> None:
    bare = StoredArticle("id", Article("Ferry."), (FEED,), NOW, Origin.TITLE, "hash")

    await add(store, "ferry", bare)

    assert await store.articles([FEED], after=NOW - DAY, until=NOW) == (bare,)


async def test_the_item_of_an_added_article_waits_no_more(store: SqlStore) -> None:
    await add(store, "ferry")

    found = await store.trace("ferry")

    assert await store.pending(NOW, 10) == ()
    assert found is not None
    assert found.status is ItemStatus.READ


async def test_an_article_is_added_once(store: SqlStore) -> None:
    item = await wait_for(store, "ferry")

    answers = [await store.add_article(item, make_stored()) for _ in range(3)]

    assert answers == [True, False, False]
    assert await ids(store, FEED) == ["id-ferry"]


async def test_an_item_becomes_one_article_though_its_page_changes(
    store: SqlStore,
) -> None:
    item = await wait_for(store, "ferry")
    await store.add_article(item, make_stored())

    assert not await store.add_article(item, make_stored("ferry, corrected"))
    assert await ids(store, FEED) == ["id-ferry"]


async def test_another_item_of_the_same_article_counts_for_it(
    store: SqlStore,
) -> None:
    await add(store, "ferry")
    await show(store, make_sighting("same"), url=OTHER)
    (again,) = await store.pending(NOW, 10)

    assert not await store.add_article(again, make_stored())
    assert await ids(store, OTHER) == ["id-ferry"]


async def test_no_article_comes_of_an_item_that_is_unknown(store: SqlStore) -> None:
    item = await wait_for(store, "ferry")

    assert not await store.add_article(replace(item, id=item.id + 1), make_stored())
    assert await ids(store, FEED) == []


@pytest.mark.parametrize("shown_first", [True, False])
async def test_a_second_source_is_stored_whenever_it_lists_the_item(
    store: SqlStore, *, shown_first: bool
) -> None:
    if shown_first:
        await show(store, make_sighting("ferry"), at=NOW - DAY)
        await show(store, make_sighting("ferry"), url=OTHER)
        await add(store, "ferry")
    else:
        await add(store, "ferry")
        await show(store, make_sighting("ferry"), url=OTHER, at=NOW + DAY)

    (found,) = await store.articles([OTHER], after=NOW - DAY, until=NOW)

    assert found.sources == (FEED, OTHER)


async def test_only_articles_of_the_given_sources_are_returned(store: SqlStore) -> None:
    await add(store, "ferry")
    await show(store, make_sighting("bridge"), url=OTHER)
    (bridge,) = await store.pending(NOW, 10)
    await store.add_article(bridge, replace(make_stored("bridge"), sources=(OTHER,)))

    assert await ids(store, FEED) == ["id-ferry"]
    assert await ids(store, OTHER) == ["id-bridge"]
    assert await ids(store) == []


async def test_articles_of_many_sources_come_once_and_by_time(store: SqlStore) -> None:
    urls = [f"https://paper-{number}.example/feed" for number in range(1_100)]
    for name, source, hours in (("late", 0, 2), ("early", 1_099, 0), ("mid", 600, 1)):
        at = NOW + timedelta(hours=hours)
        await show(store, make_sighting(name), url=urls[source], at=at)
        (item,) = await store.pending(at, 10)
        stored = make_stored(name, seen=at)
        await store.add_article(item, replace(stored, sources=(urls[source],)))
    await show(store, make_sighting("early"), url=urls[3], at=NOW + DAY)
    await add(store, "ferry")

    assert await ids(store, *urls) == ["id-early", "id-mid", "id-late"]
    assert await ids(store, urls[3], urls[3]) == ["id-early"]


async def test_a_time_excludes_its_start_and_includes_its_end(
    store: SqlStore,
) -> None:
    for name, seen in (("a", NOW - DAY), ("b", NOW), ("c", NOW + DAY)):
        await add(store, name, make_stored(name, seen=seen))

    found = await store.articles([FEED], after=NOW - DAY, until=NOW)

    assert [article.id for article in found] == ["id-b"]


async def test_articles_come_in_the_order_they_were_seen(store: SqlStore) -> None:
    for name, hours in (("late", 2), ("b", 1), ("a", 1), ("early", 0)):
        seen = NOW + timedelta(hours=hours)
        await add(store, name, make_stored(name, seen=seen))

    assert await ids(store, FEED) == ["id-early", "id-a", "id-b", "id-late"]


async def test_many_articles_are_given(store: SqlStore) -> None:
    names = [f"item {number:04}" for number in range(60)]

    await add_at_once(store, names)

    assert await ids(store, FEED) == [f"id-{name}" for name in names]


async def test_articles_are_put_into_stories(store: SqlStore) -> None:
    await add(store, "ferry")
    await add(store, "bridge")

    await store.set_stories({"id-ferry": "storm", "unknown": "storm"})

    found = await store.articles([FEED], after=NOW - DAY, until=NOW)
    assert {article.id: article.story for article in found} == {
        "id-ferry": "storm",
        "id-bridge": None,
    }


async def test_a_briefing_is_kept_by_text_and_engine(store: SqlStore) -> None:
    first, second = (Briefing(Article(text), "fast", "en") for text in ("One.", "Two."))

    await store.keep_briefing("hash", "fast", first)
    await store.keep_briefing("hash", "spacy", second)

    assert await store.cached_briefing("hash", "fast") == first
    assert await store.cached_briefing("hash", "spacy") == second
    assert await store.cached_briefing("other", "fast") is None


async def test_the_last_briefing_of_a_text_counts(store: SqlStore) -> None:
    first, second = (Briefing(Article("One."), "fast", lang) for lang in ("en", "de"))

    await store.keep_briefing("hash", "fast", first)
    await store.keep_briefing("hash", "fast", second)

    assert await store.cached_briefing("hash", "fast") == second


async def test_of_two_processes_one_adds_an_article(database: str) -> None:
    async with open_store(database) as one, open_store(database) as two:
        items = [await wait_for(one, f"item {n}") for n in range(10)]

        async def add_all(store: SqlStore, text: str) -> list[bool]:
            return await asyncio.gather(
                *(store.add_article(item, _article(item, text)) for item in items)
            )

        answers = await asyncio.gather(add_all(one, "One."), add_all(two, "Two."))
        found = await ids(one, FEED)

    assert [sum(pair) for pair in zip(*answers, strict=True)] == [1] * 10
    assert len(found) == 10


def _article(item: PendingItem, text: str) -> StoredArticle:
    return make_stored(f"{item.id} {text}", text=text, fingerprint=SOME)


async def test_an_article_has_the_title_of_its_first_feed_with_one(
    store: SqlStore,
) -> None:
    await add(store, "ferry")
    other = replace(make_state(OTHER), title="Coast Courier – News")
    await store.record_poll(other, [make_sighting("ferry")], now=NOW)
    (untitled,) = await store.articles([OTHER], after=NOW - DAY, until=NOW)
    assert untitled.feed == "Coast Courier – News"

    titled = replace(make_state(FEED), title="Lenna Gazette")
    await store.record_poll(titled, (), now=NOW)

    (article,) = await store.articles([FEED], after=NOW - DAY, until=NOW)
    assert article.feed == "Lenna Gazette"
