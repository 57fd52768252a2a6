"""Polling and crawling real servers on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.core.domain.errors import (
    RobotsError,
)
from bot.core.domain.records import Validators
from bot.fetching import GuardedFetcher, Reach
from tests.fakes.web import LoopbackSite, names, page, redirect

OUTSIDE = "127.0.0.2"
INSIDE = "127.0.0.1"
REACH = Reach(lambda address: address == OUTSIDE, None)
NAMES = names({"good.test": (OUTSIDE,), "evil.test": (INSIDE,)})
KNOWN = Validators('W/"a"', "Tue, 03 Mar 2026 08:00:00 GMT")
NONE = Validators()
FEED = page("<rss/>", "Content-Type: application/rss+xml", 'ETag: W/"a"')
SAME = b'HTTP/1.1 304 Not Modified\r\nETag: W/"a"\r\n'
OPEN = page("User-agent: *\nDisallow: /closed", "Content-Type: text/plain")


@pytest.fixture
async def fetcher() -> AsyncIterator[GuardedFetcher]:
    async with GuardedFetcher(reach=REACH, lookup=NAMES) as fetcher:
        yield fetcher


def site(**answers: bytes) -> LoopbackSite:
    named = {f"/{name}": answer for name, answer in answers.items()}
    named.setdefault("/robots.txt", OPEN)
    return LoopbackSite(named, host=OUTSIDE)


async def test_feed_is_polled_with_what_to_ask_by_next_time(
    fetcher: GuardedFetcher,
) -> None:
    async with site(feed=FEED) as server:
        reply = await fetcher.poll(server.url("/feed"), NONE)

    assert reply.page is not None
    assert reply.page.body == b"<rss/>"
    assert reply.validators == Validators('W/"a"')
    assert reply.moved is None
    assert reply.wait is None
    assert "If-None-Match" not in server.requests[0]


async def test_feed_that_is_what_it_was_has_no_page(fetcher: GuardedFetcher) -> None:
    async with site(feed=SAME + b"\r\n") as server:
        reply = await fetcher.poll(server.url("/feed"), KNOWN)

    assert reply.page is None
    assert reply.validators == KNOWN
    assert 'If-None-Match: W/"a"' in server.requests[0]
    assert f"If-Modified-Since: {KNOWN.modified}" in server.requests[0]


async def test_page_that_robots_keep_out_of_is_not_asked_for(
    fetcher: GuardedFetcher,
) -> None:
    async with site(closed=page()) as server:
        with pytest.raises(RobotsError):
            await fetcher.crawl(server.url("/closed"))

        assert len(server.requests) == 1


async def test_redirect_leads_no_further_than_robots_let_it(
    fetcher: GuardedFetcher,
) -> None:
    async with site(news=redirect("/closed"), closed=page()) as server:
        with pytest.raises(RobotsError):
            await fetcher.crawl(server.url("/news"))

        assert "/closed" not in [request.split()[1] for request in server.requests]


async def test_polls_and_single_pages_ask_no_robots(fetcher: GuardedFetcher) -> None:
    async with site(closed=page()) as server:
        await fetcher.fetch(server.url("/closed"))
        await fetcher.poll(server.url("/closed"), NONE)

        assert len(server.requests) == 2


async def test_two_pages_are_as_far_apart_as_the_site_asks() -> None:
    slow = page("User-agent: *\nCrawl-delay: 0.2", "Content-Type: text/plain")
    loop = asyncio.get_running_loop()
    async with (
        site(**{"robots.txt": slow, "a": page(), "b": page()}) as server,
        GuardedFetcher(reach=REACH) as fetcher,
    ):
        await fetcher.crawl(server.url("/a"))
        first = loop.time()
        await fetcher.crawl(server.url("/b"))

    # The delay counts from the first request's begin, which was a little earlier.
    assert loop.time() - first > 0.1
