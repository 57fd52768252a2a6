from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.core.domain.records import Feed, Item
from bot.sources.feeds.parser import parse_feed
from tests.fakes.feeds import atom, page, rss

HARBOUR = Item(
    guid="norrvik-1",
    url="https://example.org/harbour",
    title="Harbour of Norrvik closes",
    published=datetime(2026, 2, 3, 8, 30, tzinfo=UTC),
    content="The harbour closes in March.",
    authors=("Ada Holm",),
)

ATOM_ENTRY = """
<entry>
  <id>norrvik-1</id>
  <title>Harbour of Norrvik closes</title>
  <link rel="alternate" href="https://example.org/harbour"/>
  <published>2026-02-03T09:30:00+01:00</published>
  <updated>2026-02-04T10:00:00Z</updated>
  <author><name>Ada Holm</name></author>
  <summary>The harbour closes in March.</summary>
</entry>
"""

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns="http://purl.org/rss/1.0/"
         xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.org/"><title>Norrvik Post</title>
<link>https://example.org/</link></channel>
<item rdf:about="norrvik-1">
  <title>Harbour of Norrvik closes</title>
  <link>https://example.org/harbour</link>
  <description>The harbour closes in March.</description>
  <dc:date>2026-02-03T09:30:00+01:00</dc:date>
  <dc:creator>Ada Holm</dc:creator>
</item>
</rdf:RDF>
"""

RSS_0_91 = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://example.org/rss-0.91.dtd">
<rss version="0.91"><channel><title>Norrvik Post</title>
<link>https://example.org/</link>
<item><title>Harbour of Norrvik closes</title>
<link>https://example.org/harbour</link>
<description>The harbour closes in March.</description></item>
</channel></rss>
"""

RSS_0_90 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>Norrvik Post</title><link>https://example.org/</link></channel>
<item><title>Harbour of Norrvik closes</title>
<link>https://example.org/harbour</link></item>
</rdf:RDF>
"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Norrvik Post",
        "home_page_url": "https://example.org/",
        "language": "sv",
        "items": [
            {
                "id": "norrvik-1",
                "url": "https://example.org/harbour",
                "title": "Harbour of Norrvik closes",
                "content_text": "The harbour closes in March.",
                "date_published": "2026-02-03T09:30:00+01:00",
                "authors": [{"name": "Ada Holm"}],
            }
        ],
    }
)


@pytest.mark.parametrize(
    "body",
    [rss(), atom(ATOM_ENTRY), RDF, JSON_FEED],
    ids=["rss", "atom", "rdf", "json"],
)
def test_an_entry_is_read_whole_in_every_format(body: str) -> None:
    feed = parse_feed(page(body))

    assert feed.items == (HARBOUR,)


@pytest.mark.parametrize("body", [RSS_0_91, RSS_0_90])
def test_the_oldest_formats_are_read(body: str) -> None:
    (item,) = parse_feed(page(body)).items

    assert (item.title, item.url) == (HARBOUR.title, HARBOUR.url)
    assert item.guid is None
    assert item.published is None


@pytest.mark.parametrize("body", [rss(), atom(ATOM_ENTRY), RDF, JSON_FEED, RSS_0_90])
def test_a_feed_says_whose_it_is(body: str) -> None:
    feed = parse_feed(page(body))

    assert (feed.title, feed.site) == ("Norrvik Post", "https://example.org/")
    assert not feed.damaged


@pytest.mark.parametrize(
    ("body", "lang"),
    [
        (rss(channel="<language>sv-SE</language>"), "sv-SE"),
        (rss(channel="<dc:language>fi</dc:language>"), "fi"),
        (atom(ATOM_ENTRY, attributes='xml:lang="nb"'), "nb"),
        (JSON_FEED, "sv"),
        (rss(), None),
    ],
)
def test_a_feed_says_its_language(body: str, lang: str | None) -> None:
    feed = parse_feed(page(body))

    assert feed.lang == lang


@pytest.mark.parametrize(
    "body",
    [rss(""), atom(""), '{"version": "https://jsonfeed.org/version/1", "items": []}'],
)
def test_a_feed_without_entries_is_a_feed(body: str) -> None:
    feed = parse_feed(page(body))

    assert feed.items == ()
    assert isinstance(feed, Feed)
