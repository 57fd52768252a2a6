"""The two papers of the demonstration."""

from __future__ import annotations

from contextlib import closing
from datetime import date
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
    LATER_COURIER,
    LATER_POST,
    POST,
    Paper,
    demo_configuration,
    moved,
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


def test_later_in_the_week_each_paper_has_more() -> None:
    with serve_papers() as papers:
        before = [set(feed_addresses(one)) for one in papers]
        print_more(*papers)
        after = [set(feed_addresses(one)) for one in papers]

    new = [later - earlier for later, earlier in zip(after, before, strict=True)]
    assert [{name.rpartition("/")[2] for name in some} for some in new] == [
        set(LATER_COURIER),
        set(LATER_POST),
    ]


def test_the_pages_of_a_week_have_its_dates() -> None:
    pages = (*COURIER, *POST, *LATER_COURIER, *LATER_POST)
    served = Paper("Courier", pages, BASE, date(2027, 3, 1))

    days = {item.published.date() for item in feed(served).items if item.published}
    deal = served.read(LATER_COURIER[0]).decode()

    assert min(days) == date(2027, 3, 1)
    assert max(days) == date(2027, 3, 5)
    assert "Mar. 5 — The Dockers" in deal
    assert "vote on the agreement on March 11" in deal
    assert "dues will have to rise in July" in deal
    assert "2026-" not in deal


@pytest.mark.parametrize(
    ("written", "moved_to"),
    [
        ("on December 30, 2026 and 2 January", "on January 6, 2027 and 9 January"),
        ("on 28 Dec and Jan. 3", "on 4 Jan and Jan. 10"),
        ("May 2027, in 2019, at 12 May Street", "May 2027, in 2019, at 19 May Street"),
    ],
)
def test_dates_of_a_text_move_by_whole_weeks(written: str, moved_to: str) -> None:
    page = f"2026-12-28 {written}"

    assert moved(page, date(2027, 1, 4)) == f"2027-01-04 {moved_to}"


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
