from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.records import Item, ItemStatus, StoredArticle
from bot.core.text.identity import (
    NEWEST,
    canonical_url,
    copied_from,
    polled_items_of,
    same_edition,
    text_hash,
)
from summarizers.stories.copies import fingerprint
from tests.fakes.records import make_stored
from tests.fakes.reports import BRIDGE, FERRY
from tests.tables import rows

FEED = Source(SourceKind.FEED, "https://lenna-gazette.example/feed")
DAY = datetime(2026, 3, 2, tzinfo=UTC)
ITEM = Item("guid-1", "https://lenna-gazette.example/ferry", "Ferry stays", DAY)


def keys(item: Item) -> set[str]:
    (found,) = polled_items_of(FEED, [item])
    return set(found.keys)


@pytest.mark.parametrize(
    "edited",
    [
        replace(ITEM, title="Ferry stays in port"),
        replace(ITEM, published=DAY + timedelta(days=3)),
        replace(ITEM, guid="guid-2"),
        replace(ITEM, guid=None),
        replace(ITEM, url=f"{ITEM.url}?utm_campaign=morning"),
        replace(ITEM, url="https://lenna-gazette.example/ferry-stays-in-port"),
        replace(ITEM, content="An editor's note was added."),
    ],
)
def test_an_edited_item_is_known_again(edited: Item) -> None:
    assert keys(edited) & keys(ITEM)


def test_a_guid_counts_in_its_own_feed_only() -> None:
    other = Source(SourceKind.FEED, "https://coast-courier.example/feed")
    item = Item("1", "https://coast-courier.example/1", "News", DAY)
    (found,) = polled_items_of(other, [item])

    assert not set(found.keys) & keys(replace(ITEM, guid="1"))


def test_a_guid_that_several_items_share_names_none_of_them() -> None:
    one = replace(ITEM, guid="0")
    two = Item("0", "https://lenna-gazette.example/bridge", "Bridge closes", DAY)
    first, second = polled_items_of(FEED, [one, two])

    assert not set(first.keys) & set(second.keys)


def test_items_that_lead_to_one_page_are_told_apart_by_their_guids() -> None:
    one = replace(ITEM, guid="1", content="Version 1 is out.")
    two = replace(ITEM, guid="2", content="Version 2 is out.")
    first, second = polled_items_of(FEED, [one, two])

    assert not set(first.keys) & set(second.keys)
    assert (first.item.url, second.item.url) == (None, None)


def test_only_the_newest_of_a_flood_are_read() -> None:
    items = [
        Item(str(n), f"https://a.example/{n}", f"News {n}", DAY + timedelta(hours=n))
        for n in range(NEWEST + 30)
    ]
    found = polled_items_of(FEED, items)
    pending = [one.item.guid for one in found if one.status is ItemStatus.PENDING]

    assert pending == [str(n) for n in range(30, NEWEST + 30)]
    assert len(found) == NEWEST + 30


def stored(
    name: str, text: str, *, site: str = "lenna-gazette.example"
) -> StoredArticle:
    made = make_stored(name, text=text, fingerprint=fingerprint(text))
    url = f"https://{site}/{name}"
    return replace(made, digest=text_hash(text), article=replace(made.article, url=url))


def test_the_same_text_at_another_address_of_a_site_is_known() -> None:
    one, two = stored("a", FERRY.text), stored("b", FERRY.text)

    assert same_edition(two, [one]) == one


def test_the_same_text_on_another_site_is_a_copy() -> None:
    one = stored("a", FERRY.text)
    two = stored("a", FERRY.text, site="coast-courier.example")

    assert same_edition(two, [one]) is None
    assert copied_from(two, [one]) == one


def test_a_page_whose_figures_changed_is_a_copy_of_what_it_was() -> None:
    one = stored("a", FERRY.text)
    two = stored("a", FERRY.text.replace("212", "214"))

    assert same_edition(two, [one]) is None
    assert copied_from(two, [one]) == one


def test_a_page_with_another_article_is_new() -> None:
    one, two = stored("latest", FERRY.text), stored("latest", BRIDGE.text)

    assert same_edition(two, [one]) is None
    assert copied_from(two, [one]) is None


@rows("rules/addresses", "one", "other", "same")
def test_addresses_are_of_one_page_or_of_two(one: str, other: str, same: str) -> None:
    assert (canonical_url(one) == canonical_url(other)) is (same == "yes")
