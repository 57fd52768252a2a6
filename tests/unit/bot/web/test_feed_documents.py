from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import feedparser
import pytest

from bot.stores.sql import open_store
from bot.web.feed_documents import write_feed
from tests.fakes.programs import (
    TOKENS,
    URL,
    Caller,
    ProgramDesk,
    Response,
    calling,
    make_desk,
    post,
)
from tests.unit.bot.core.commands.programs.test_feeds import edition, feed

PATH = f"/feeds/{TOKENS['port']}/tide"
HOSTILE = "]]></title></item><script>x</script>\u202e\x00\ufffe&amp; <b>bold</b> \ud83d"


@pytest.fixture
async def desk() -> AsyncIterator[ProgramDesk]:
    async with open_store("sqlite://") as store:
        yield make_desk(store)


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


async def fetch(caller: Caller, form: str, **headers: str) -> Response:
    return await replace(caller, token="").get(f"{PATH}.{form}", headers=headers)


async def test_a_feed_that_a_reader_has_is_not_sent_again(desk: ProgramDesk) -> None:
    await post(desk.store)

    async with calling(desk) as caller:
        first = await fetch(caller, "rss")
        etag = first.headers["ETag"]
        again = await fetch(caller, "rss", **{"If-None-Match": f'"x", W/{etag}'})
        other = await fetch(caller, "atom", **{"If-None-Match": etag})
        await post(desk.store, days=1)
        later = await fetch(caller, "rss", **{"If-None-Match": etag})

    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == etag
    assert (other.status, later.status) == (200, 200)
    assert later.headers["ETag"] != etag
