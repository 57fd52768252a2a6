from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.sources.feeds.tolerant_parser import parse_tolerantly
from tests.fakes.feeds import ADDRESS, atom, item, rss


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


def test_an_update_serves_as_a_date() -> None:
    entry = "<entry><title>a</title><updated>2026-02-03T12:00:00Z</updated></entry>"

    (found,) = parse_tolerantly(atom(entry).encode(), ADDRESS).items

    assert found.published == datetime(2026, 2, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize("date", ["12:30", "2026", "Thu, 01 Jan 1970 00:00:00 GMT", ""])
def test_a_vague_date_is_none(date: str) -> None:
    body = rss(item(f"<title>a</title><pubDate>{date}</pubDate>"))

    (found,) = parse_tolerantly(body.encode(), ADDRESS).items

    assert found.published is None


def test_the_longest_content_counts() -> None:
    body = rss(
        item(
            "<title>a</title><description>Short.</description>"
            "<content:encoded>A long account.</content:encoded>"
        )
    )

    (found,) = parse_tolerantly(body.encode(), ADDRESS).items

    assert found.content == "A long account."


def test_scripts_stay_for_the_reader_of_pages_and_lead_nowhere() -> None:
    body = rss(item("<title>a</title><link>javascript:alert(1)</link>"))

    (found,) = parse_tolerantly(body.encode(), ADDRESS).items

    assert found.url is None


def test_names_in_capitals_are_known() -> None:
    body = "<RSS><CHANNEL><ITEM><TITLE>a</TITLE></ITEM></CHANNEL></RSS>"

    assert [i.title for i in parse_tolerantly(body.encode(), ADDRESS).items] == ["a"]


@pytest.mark.parametrize("body", [b"", b"words", b"<", b"<rss>", b"\xff" * 50])
def test_nothing_comes_of_nothing(body: bytes) -> None:
    assert parse_tolerantly(body, ADDRESS).items == ()
