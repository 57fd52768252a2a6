"""The two papers of the demonstration."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from bot.core.domain.configuration import SourceKind
from bot.core.domain.records import Feed
from bot.core.ports.services import Page
from bot.core.text.identity import canonical_url
from bot.demo import (
    COURIER,
    FEED,
    HOSTILE_PAGE,
    LATER_COURIER,
    LATER_POST,
    PAGES,
    POST,
    Paper,
    demo_configuration,
    print_more,
    sample_page,
    serve_papers,
)
from bot.sources.feeds.parser import parse_feed
from bot.sources.pages import parse_page

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


def test_a_feed_lists_what_the_paper_has_published_in_order() -> None:
    found = feed(paper(*COURIER))

    assert found.title == "Fjord & Field"
    assert [item.url for item in found.items] == [f"{BASE}/{name}" for name in COURIER]


def test_an_item_has_the_title_of_its_page() -> None:
    for item in feed(paper(*PAGES)).items:
        name = (item.url or "").removeprefix(f"{BASE}/")
        page = Page(item.url or "", sample_page(name), "text/html")

        assert item.title
        assert (parse_page(page).title or "").startswith(item.title)


def test_a_decorated_link_is_another_guid_of_the_same_page() -> None:
    (plain,) = feed(paper("dam-warning.html")).items
    (decorated,) = feed(paper("dam-warning.html?utm_source=feed")).items

    assert plain.guid != decorated.guid
    assert decorated.title == plain.title
    assert canonical_url(decorated.url or "") == canonical_url(plain.url or "")


def test_what_a_paper_has_not_is_no_page_of_it() -> None:
    with pytest.raises(KeyError):
        paper(*COURIER).read("nothing.html")


def test_both_papers_are_served_with_their_feeds_and_pages() -> None:
    with serve_papers() as papers:
        answers = [get(f"{one.base}/{FEED}") for one in papers]
        page = get(f"{papers[0].base}/{COURIER[0]}?utm_source=feed")

    assert [answer[:2] for answer in answers] == [(200, "application/rss+xml")] * 2
    assert page == (200, "text/html", sample_page(COURIER[0]))


def test_the_papers_share_no_page_and_one_of_them_is_hostile() -> None:
    with serve_papers() as (courier, post):
        assert not set(courier.pages) & set(post.pages)
        assert HOSTILE_PAGE in post.pages


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


def test_every_sample_is_printed_by_one_paper() -> None:
    assert sorted((*COURIER, *POST, LATER_COURIER, LATER_POST)) == sorted(PAGES)


def test_the_demonstration_follows_both_feeds() -> None:
    papers = (paper(*COURIER), Paper("Post", POST, "https://post.example"))

    configuration = demo_configuration(papers)

    assert [(source.kind, source.url) for source in configuration.sources] == [
        (SourceKind.FEED, f"{BASE}/{FEED}"),
        (SourceKind.FEED, f"https://post.example/{FEED}"),
    ]
    assert [plan.id for plan in configuration.digests] == ["demo"]
