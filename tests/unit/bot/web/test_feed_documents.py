from __future__ import annotations

from xml.etree.ElementTree import fromstring

import feedparser
import pytest

from bot.web.feed_documents import write_feed
from tests.fakes.programs import (
    URL,
)
from tests.unit.bot.core.commands.programs.test_feeds import edition, feed

HOSTILE = "]]></title></item><script>x</script>\u202e\x00\ufffe&amp; <b>bold</b> \ud83d"


def parsed(body: bytes) -> feedparser.FeedParserDict:
    """A feed as a reader has it; it must be well-formed."""
    fromstring(body.decode())  # noqa: S314 - our own feeds
    document = feedparser.parse(body)
    assert not document.bozo, document.get("bozo_exception")
    return document


@pytest.mark.parametrize(("form", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_feed_readers_read_all_of_it(form: str, version: str) -> None:
    made = feed(edition(), edition(None))

    document = parsed(write_feed(made, form))

    first, second = document.entries
    assert document.version == version
    assert (document.feed.title, document.feed.language) == ("tide", "en")
    assert {link.href for link in document.feed.links} == {URL, made.address}
    assert [each.id for each in (first, second)] == [item.id for item in made.items]
    assert (first.title, first.link) == ("Tide · Monday", made.items[0].url)
    assert first.published_parsed[:5] == (2026, 3, 2, 7, 30)
    text = first.content[0].value if form == "atom" else first.summary
    assert "<b>Mon</b>: The ferry stays." in text


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_articles_add_no_element_and_no_forbidden_character(form: str) -> None:
    plain = parsed(write_feed(feed(edition()), form))

    hostile = parsed(write_feed(feed(edition(title=HOSTILE)), form))

    assert len(hostile.entries) == 1
    assert hostile.entries[0].keys() == plain.entries[0].keys()
    assert "<script" not in str(hostile.entries[0])
