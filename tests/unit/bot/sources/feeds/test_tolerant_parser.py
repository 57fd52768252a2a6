from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.sources.feeds.tolerant_parser import parse_tolerantly
from tests.fakes.feeds import ADDRESS, item, rss


def test_a_whole_feed_is_read_the_slow_way_too() -> None:
    body = rss(
        item(
            "<title>Big &lt;b&gt;ships&lt;/b&gt;</title><link>/a</link>"
            '<guid isPermaLink="false">7</guid><dc:creator>Ada Holm</dc:creator>'
            "<pubDate>Tue, 03 Feb 2026 12:00:00 GMT</pubDate>"
            "<description>&lt;p&gt;words&lt;/p&gt;</description>"
        ),
        channel="<language>sv</language>",
    )

    feed = parse_tolerantly(body.encode(), ADDRESS)

    (found,) = feed.items
    assert (feed.title, feed.lang) == ("Norrvik Post", "sv")
    assert feed.site == "https://example.org/"
    assert (found.guid, found.title) == ("7", "Big ships")
    assert found.url == "https://example.org/a"
    assert found.published == datetime(2026, 2, 3, 12, tzinfo=UTC)
    assert (found.content, found.authors) == ("<p>words</p>", ("Ada Holm",))


@pytest.mark.parametrize("body", [b"", b"words", b"<", b"<rss>", b"\xff" * 50])
def test_nothing_comes_of_nothing(body: bytes) -> None:
    assert parse_tolerantly(body, ADDRESS).items == ()
