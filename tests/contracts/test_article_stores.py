"""The contract of ArticleStore."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.domain.records import Origin, StoredArticle
from bot.stores.sql import SqlStore
from summarizers.model import Article, Briefing
from tests.fakes.records import (
    DAY,
    FEED,
    NOW,
    OTHER,
    add,
    make_sighting,
    make_state,
    make_stored,
    show,
    wait_for,
)


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


async def test_a_briefing_is_kept_by_text_and_engine(store: SqlStore) -> None:
    first, second = (Briefing(Article(text), "fast", "en") for text in ("One.", "Two."))

    await store.keep_briefing("hash", "fast", first)
    await store.keep_briefing("hash", "luhn", second)

    assert await store.cached_briefing("hash", "fast") == first
    assert await store.cached_briefing("hash", "luhn") == second
    assert await store.cached_briefing("other", "fast") is None


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
