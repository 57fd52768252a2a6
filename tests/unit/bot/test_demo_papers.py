"""The two papers of the demonstration."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

from bot.core.domain.configuration import SourceKind
from bot.core.domain.records import Feed
from bot.core.ports.services import Page
from bot.core.text.identity import canonical_url
from bot.demo import (
    COURIER,
    FEED,
    LATER_COURIER,
    LATER_POST,
    POST,
    Paper,
    demo_configuration,
    print_more,
    sample_page,
    serve_papers,
)
from bot.sources.feeds.parser import parse_feed

BASE = "https://paper.example"


def paper(*pages: str) -> Paper:
    return Paper("Fjord & Field", pages, BASE)


def feed(found: Paper) -> Feed:
    return parse_feed(Page(f"{BASE}/{FEED}", found.read(FEED), "application/rss+xml"))


def get(url: str) -> tuple[int, str, bytes]:
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.netloc, timeout=5)) as connection:
        connection.request(
            "GET", parts.path + (f"?{parts.query}" if parts.query else "")
        )
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()


def test_both_papers_are_served_with_their_feeds_and_pages() -> None:
    with serve_papers() as papers:
        answers = [get(f"{one.base}/{FEED}") for one in papers]
        page = get(f"{papers[0].base}/{COURIER[0]}?utm_source=feed")

    assert [answer[:2] for answer in answers] == [(200, "application/rss+xml")] * 2
    assert page == (200, "text/html", sample_page(COURIER[0]))


def test_on_the_second_day_each_paper_has_one_more() -> None:
    with serve_papers() as papers:
        before = [set(feed_addresses(one)) for one in papers]
        print_more(*papers)
        after = [set(feed_addresses(one)) for one in papers]

    new = [later - earlier for later, earlier in zip(after, before, strict=True)]
    assert [{name.rpartition("/")[2] for name in some} for some in new] == [
        {LATER_COURIER},
        {LATER_POST},
    ]


def feed_addresses(found: Paper) -> list[str]:
    """The pages of a feed, by the key that they are known by."""
    return [canonical_url(item.url or "") for item in feed(found).items]


def test_the_demonstration_follows_both_feeds() -> None:
    papers = (paper(*COURIER), Paper("Post", POST, "https://post.example"))

    configuration = demo_configuration(papers)

    assert [(source.kind, source.url) for source in configuration.sources] == [
        (SourceKind.FEED, f"{BASE}/{FEED}"),
        (SourceKind.FEED, f"https://post.example/{FEED}"),
    ]
    assert [plan.id for plan in configuration.digests] == ["demo"]
