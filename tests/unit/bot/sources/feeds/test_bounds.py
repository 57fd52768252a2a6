from __future__ import annotations

import json

import pytest

from bot.core.domain.records import MAX_ITEMS
from bot.sources.feeds.parser import parse_feed
from tests.fakes.feeds import item, page, rss

MANY = MAX_ITEMS + 20


def test_the_newest_items_are_kept_in_the_order_of_the_feed() -> None:
    dates = [f"2026-01-01T{i // 60:02}:{i % 60:02}:00Z" for i in range(MANY)]
    items = (
        item(f"<title>{i}</title><pubDate>{date}</pubDate>")
        for i, date in enumerate(dates)
    )

    feed = parse_feed(page(rss("".join(items))))

    assert [int(found.title or "") for found in feed.items] == list(range(20, MANY))


def test_without_dates_the_first_items_are_kept() -> None:
    body = rss("".join(item(f"<title>{i}</title>") for i in range(MANY)))

    feed = parse_feed(page(body))

    assert [int(found.title or "") for found in feed.items] == list(range(MAX_ITEMS))


def test_a_json_feed_is_cut_to_its_newest() -> None:
    items = [
        {"id": str(i), "date_published": f"2026-01-0{1 + (i >= 20)}T00:00:00Z"}
        for i in range(MANY)
    ]

    feed = parse_feed(page(json.dumps({"items": items})))

    assert [found.guid for found in feed.items] == [str(i) for i in range(20, MANY)]


@pytest.mark.slow
def test_a_hundred_thousand_items_are_read() -> None:
    body = rss("".join(item(f"<title>{i}</title>") for i in range(100_000)))

    feed = parse_feed(page(body))

    assert len(feed.items) == MAX_ITEMS
    assert feed.title == "Norrvik Post"


def test_a_large_feed_that_stays_broken_is_read_without_the_slow_way() -> None:
    filling = "&lt;p&gt;words&lt;/p&gt;" * 150
    broken = "<a></b>" + f"<title>x</title><description>{filling}</description>"

    feed = parse_feed(page(rss("".join(item(broken) for _ in range(400)))))

    assert feed.damaged
    assert len(feed.items) >= 1


def test_a_title_is_cut_where_no_headline_ends() -> None:
    (found,) = parse_feed(page(rss(item(f"<title>{'a' * 50_000}</title>")))).items

    assert len(found.title or "") == 1_000
