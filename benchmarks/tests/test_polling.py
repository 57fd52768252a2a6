from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.feedserver import ETAG, feed, respond
from benchmarks.polling import Beginnings, cycle, host, places, serving, unmodified
from bot.core.ports.services import Page
from bot.fetching import ANYWHERE, GuardedFetcher
from bot.sources.feeds.parser import parse_feed
from tests.fakes.certificates import make_certificates

GET = "GET /feed.xml HTTP/1.1\r\nHost: a\r\n"


def test_polls_are_spread_over_the_whole_cycle() -> None:
    found = places(1_000, 60.0)

    thirds = [
        sum(20 * third <= at < 20 * (third + 1) for at in found) for third in (0, 1, 2)
    ]
    assert min(found) == 0
    assert max(found) <= 60
    assert all(250 < number < 420 for number in thirds)


def test_places_are_the_same_on_every_run() -> None:
    assert places(50, 60.0) == places(50, 60.0)


def test_made_up_feed_is_read_in_full() -> None:
    page = Page("https://a.test/feed.xml", feed("/feed.xml"), "application/rss+xml")

    assert len(parse_feed(page).items) == 20


def test_server_sends_the_feed_to_who_does_not_know_it() -> None:
    head, _, body = respond(f'{GET}If-None-Match: "old"\r\n\r\n').partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert body == feed("/feed.xml")


def test_server_sends_nothing_to_who_knows_the_feed() -> None:
    answer = respond(f"{GET}If-None-Match: {ETAG}\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 304 Not Modified\r\n")
    assert answer.endswith(b"\r\n\r\n")


async def test_feeds_are_polled_over_tls_and_their_beginnings_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.polling.CYCLE_SECONDS", 0.1)
    certificates = make_certificates(tmp_path, "*.feeds.test")
    seen = Beginnings()
    with serving(certificates) as port:
        urls = [f"https://{host(number)}:{port}/feed.xml" for number in range(12)]
        async with GuardedFetcher(
            reach=ANYWHERE, lookup=seen.look_up, authorities=certificates.authority
        ) as fetcher:
            await unmodified(fetcher, urls[:3])
            await cycle(fetcher, urls)

    assert set(seen.at) == {host(number) for number in range(12)}


def test_certificates_that_cannot_be_made_are_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="openssl"):
        make_certificates(tmp_path / "missing", "a.test")
