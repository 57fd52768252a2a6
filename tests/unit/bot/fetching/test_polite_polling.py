"""Polling and crawling real servers on loopback."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from random import Random

import pytest
from typing_extensions import override

from bot.core.domain.errors import (
    BadResponseError,
    BlockedAddressError,
    BusyError,
    FetchError,
    FetchTimeoutError,
    GoneError,
    RobotsError,
    StatusError,
    TooBigError,
    UnreachableError,
    UnsupportedTypeError,
)
from bot.core.domain.records import Validators
from bot.fetching import FetchLimits, GuardedFetcher, Reach
from tests.fakes.metrics import FakeMetrics
from tests.fakes.web import LoopbackSite, Pieces, names, page, redirect

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


async def test_every_request_is_timed_even_one_that_fails() -> None:
    metrics = FakeMetrics()
    async with (
        GuardedFetcher(reach=REACH, lookup=NAMES, metrics=metrics) as fetcher,
        site(feed=FEED) as server,
    ):
        await fetcher.poll(server.url("/feed"), NONE)
        with pytest.raises(FetchError):
            await fetcher.poll(server.url("/nothing"), NONE)

    assert [name for name, seconds in metrics.times if seconds > 0] == [
        "fetch_seconds"
    ] * 2


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


async def test_length_of_an_unmodified_feed_says_nothing(
    fetcher: GuardedFetcher,
) -> None:
    answer = SAME + b"Content-Length: 9000000000\r\n\r\n"
    async with site(feed=answer) as server:
        reply = await fetcher.poll(server.url("/feed"), KNOWN)

    assert reply.page is None


async def test_feed_with_a_body_after_its_304_is_asked_for_as_a_whole(
    fetcher: GuardedFetcher,
) -> None:
    class Confused(LoopbackSite):
        @override
        def _answer(self, head: bytes) -> Pieces:
            asked = b"If-None-Match" in head
            return [SAME + b"\r\n<rss/>" if asked else FEED]

    async with Confused(host=OUTSIDE) as server:
        reply = await fetcher.poll(server.url("/feed"), KNOWN)

        assert len(server.requests) == 2
    assert reply.page is not None
    assert reply.page.body == b"<rss/>"


async def test_unmodified_is_an_error_for_who_knows_nothing(
    fetcher: GuardedFetcher,
) -> None:
    async with site(feed=SAME + b"\r\n") as server:
        with pytest.raises(StatusError, match="304 Not Modified"):
            await fetcher.poll(server.url("/feed"), NONE)


@pytest.mark.parametrize(
    "declared",
    [
        "application/rss+xml",
        "application/atom+xml; charset=utf-8",
        "text/xml",
        "application/feed+json",
        "text/plain",
        "application/octet-stream",
        "application/x-rss+xml",
        "binary/unknown",
        "text/html",
    ],
)
async def test_feed_of_any_declared_type_is_read(
    fetcher: GuardedFetcher, declared: str
) -> None:
    async with site(feed=page("<rss/>", f"Content-Type: {declared}")) as server:
        reply = await fetcher.poll(server.url("/feed"), NONE)

    assert reply.page is not None
    assert "application/rss+xml" in server.requests[0]


@pytest.mark.parametrize(
    "body", [b"\x89PNG\r\n", b"%PDF-1.7", gzip.compress(b"x", mtime=0)]
)
async def test_picture_in_place_of_a_feed_is_refused(
    fetcher: GuardedFetcher, body: bytes
) -> None:
    async with site(feed=page(body, "Content-Type: application/rss+xml")) as server:
        with pytest.raises(UnsupportedTypeError):
            await fetcher.poll(server.url("/feed"), NONE)


async def test_empty_answer_is_an_error(fetcher: GuardedFetcher) -> None:
    async with site(feed=page("")) as server:
        with pytest.raises(BadResponseError, match="empty"):
            await fetcher.poll(server.url("/feed"), NONE)


async def test_feed_that_moved_for_good_says_where_to(fetcher: GuardedFetcher) -> None:
    hops = {"a": redirect("/b", "301 A"), "b": redirect("/feed", "308 B")}
    async with site(**hops, feed=SAME + b"\r\n") as server:
        reply = await fetcher.poll(server.url("/a"), KNOWN)

        assert reply.moved == server.url("/feed")
    assert reply.page is None


@pytest.mark.parametrize("status", ["302 A", "303 A", "307 A"])
async def test_feed_that_is_elsewhere_for_now_has_not_moved(
    fetcher: GuardedFetcher, status: str
) -> None:
    hops = {"a": redirect("/b", "301 A"), "b": redirect("/feed", status)}
    async with site(**hops, feed=FEED) as server:
        reply = await fetcher.poll(server.url("/a"), NONE)

    assert reply.page is not None
    assert reply.moved is None


async def test_feed_never_moves_inside(fetcher: GuardedFetcher) -> None:
    async with LoopbackSite(FEED, host=INSIDE) as inside:
        async with site(a=redirect(inside.url("/feed"), "301 A")) as server:
            with pytest.raises(BlockedAddressError):
                await fetcher.poll(server.url("/a"), NONE)

        assert inside.connections == 0


async def test_feed_that_stays_fresh_need_not_be_asked_for(
    fetcher: GuardedFetcher,
) -> None:
    answer = page("<rss/>", "Cache-Control: max-age=7200")
    async with site(feed=answer) as server:
        reply = await fetcher.poll(server.url("/feed"), NONE)

    assert reply.wait == timedelta(hours=2)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Unavailable"])
async def test_busy_server_says_how_long_to_wait(
    fetcher: GuardedFetcher, status: str
) -> None:
    async with site(feed=page("", "Retry-After: 600", status=status)) as server:
        with pytest.raises(BusyError) as refusal:
            await fetcher.poll(server.url("/feed"), NONE)

    assert refusal.value.wait == timedelta(minutes=10)


async def test_feed_that_is_gone_is_gone(fetcher: GuardedFetcher) -> None:
    async with site(feed=page("", status="410 Gone")) as server:
        with pytest.raises(GoneError):
            await fetcher.poll(server.url("/feed"), KNOWN)


async def test_simultaneous_polls_are_one_request(fetcher: GuardedFetcher) -> None:
    async with site(feed=FEED) as server:
        server.hold()
        url = server.url("/feed")
        polls = [asyncio.create_task(fetcher.poll(url, NONE)) for _ in range(5)]
        await server.arrival()
        polls[0].cancel()
        server.release()
        replies = await asyncio.gather(*polls, return_exceptions=True)

        assert len(server.requests) == 1
    assert isinstance(replies[0], asyncio.CancelledError)
    assert len(set(map(id, replies[1:]))) == 1


async def test_leaving_ends_what_is_under_way() -> None:
    before = asyncio.all_tasks()
    async with site(feed=FEED) as server:
        server.hold()
        async with GuardedFetcher(reach=REACH) as fetcher:
            poll = asyncio.create_task(fetcher.poll(server.url("/feed"), NONE))
            await server.arrival()

        with pytest.raises(asyncio.CancelledError):
            await poll
    assert asyncio.all_tasks() <= before


async def test_only_so_many_hosts_are_polled_at_once() -> None:
    limits = FetchLimits(at_once=3)
    async with site(feed=FEED) as server:
        server.hold()
        lookup = names({f"{number}.test": (OUTSIDE,) for number in range(9)})
        async with GuardedFetcher(reach=REACH, lookup=lookup, limits=limits) as fetcher:
            polls = [
                asyncio.create_task(
                    fetcher.poll(server.url("/feed", host=f"{number}.test"), NONE)
                )
                for number in range(9)
            ]
            for _ in range(3):
                await server.arrival()
            server.release()
            await asyncio.gather(*polls)

        assert server.most_at_once == 3


async def test_page_is_crawled_where_robots_let_it_be(fetcher: GuardedFetcher) -> None:
    async with site(news=page("<p>Read me</p>")) as server:
        found = await fetcher.crawl(server.url("/news"))

    assert found.body == b"<p>Read me</p>"
    assert [request.split()[1] for request in server.requests] == [
        "/robots.txt",
        "/news",
    ]


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


async def test_robots_never_lead_inside(fetcher: GuardedFetcher) -> None:
    async with LoopbackSite(OPEN, host=INSIDE) as inside:
        moved = {"robots.txt": redirect(inside.url("/robots.txt")), "news": page()}
        async with site(**moved) as server:
            with pytest.raises(BlockedAddressError):
                await fetcher.crawl(server.url("/news"))

            assert len(server.requests) == 1
        assert inside.connections == 0


async def test_only_the_beginning_of_endless_robots_is_read(
    fetcher: GuardedFetcher,
) -> None:
    def endless() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
        yield b"User-agent: *\nDisallow: /closed\n"
        while True:
            yield b"# nothing\n" * 5_000

    answers: dict[str, bytes | Pieces] = {"/robots.txt": endless(), "/news": page()}
    async with LoopbackSite(answers, host=OUTSIDE) as server:
        await fetcher.crawl(server.url("/news"))
        with pytest.raises(RobotsError):
            await fetcher.crawl(server.url("/closed"))


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


FAULTS: dict[str, tuple[bytes, type[FetchError]]] = {
    "nothing": (b"", BadResponseError),
    "cut short": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<rss",
        BadResponseError,
    ),
    "brotli": (page(b"abc", "Content-Encoding: br"), BadResponseError),
    "zstandard": (page(b"abc", "Content-Encoding: zstd"), BadResponseError),
    "no gzip": (page(b"abc", "Content-Encoding: gzip"), BadResponseError),
    "bomb": (
        page(gzip.compress(bytes(20_000_000), mtime=0), "Content-Encoding: gzip"),
        TooBigError,
    ),
    "header flood": (
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\n",
        BadResponseError,
    ),
    "loop": (redirect("/feed", "301 A"), BadResponseError),
    "nowhere": (redirect(None), BadResponseError),
    "another protocol": (b"SSH-2.0-OpenSSH_9.0\r\n", BadResponseError),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_fault_of_a_server_is_told_as_such(
    fetcher: GuardedFetcher, fault: str
) -> None:
    answer, error = FAULTS[fault]
    async with site(feed=answer) as server:
        with pytest.raises(error):
            await fetcher.poll(server.url("/feed"), KNOWN)


async def test_nothing_is_left_open_after_faults(fetcher: GuardedFetcher) -> None:
    before = asyncio.all_tasks()
    async with LoopbackSite(host=OUTSIDE) as server:
        for number, (answer, error) in enumerate(FAULTS.values()):
            server._answers = answer
            with pytest.raises(error):
                await fetcher.poll(server.url(f"/{number}"), KNOWN)

    session = fetcher._client._session
    assert session is not None
    assert session.connector is not None
    assert not session.connector._acquired
    assert asyncio.all_tasks() == before


async def test_server_that_is_not_there_is_unreachable(fetcher: GuardedFetcher) -> None:
    with pytest.raises(UnreachableError):
        await fetcher.poll(f"http://{OUTSIDE}:9/feed", NONE)


async def test_dripping_feed_is_given_up_in_time() -> None:
    def drip() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield b"a"

    limits = FetchLimits(seconds=0.3)
    async with (
        LoopbackSite({"/feed": drip()}, host=OUTSIDE) as server,
        GuardedFetcher(reach=REACH, limits=limits) as fetcher,
    ):
        with pytest.raises(FetchTimeoutError):
            await fetcher.poll(server.url("/feed"), NONE)


async def test_mutilated_answers_are_pages_or_errors_of_fetching(
    fetcher: GuardedFetcher,
) -> None:
    draw = Random(23)  # noqa: S311 - repeatable, not secret
    good = page(gzip.compress(b"<rss/>" * 40), "Content-Encoding: gzip", 'ETag: "a"')
    async with LoopbackSite(host=OUTSIDE) as server:
        for number in range(300):
            damaged = bytearray(good)
            for _ in range(draw.randint(1, 6)):
                damaged[draw.randrange(len(damaged))] = draw.randrange(256)
            server._answers = bytes(damaged[: draw.randint(1, 2 * len(damaged))])
            try:
                reply = await fetcher.poll(server.url(f"/{number}"), NONE)
            except FetchError:
                continue
            assert reply.page is not None
