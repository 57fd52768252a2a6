"""Fetching from real servers on loopback.

``127.0.0.2`` stands for the public internet, ``127.0.0.1`` for the machine's own
network.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import zlib
from collections.abc import AsyncIterator, Iterator
from importlib.metadata import version
from typing import Any

import pytest

from bot.core.domain.errors import (
    BadResponseError,
    BlockedAddressError,
    FetchError,
    FetchTimeoutError,
    TooBigError,
    UnreachableError,
    UnsupportedTypeError,
)
from bot.fetching import FetchLimits, GuardedFetcher, Reach
from bot.fetching.client import look_up
from tests.fakes.web import LoopbackSite, names, page, redirect

OUTSIDE = "127.0.0.2"
INSIDE = "127.0.0.1"
REACH = Reach(lambda address: address == OUTSIDE, None)
NAMES = names(
    {
        "good.test": (OUTSIDE,),
        "evil.test": (INSIDE,),
        "mixed.test": (INSIDE, OUTSIDE),
        "six.test": ("::1", "fe80::1%1"),
    }
)
QUICK = FetchLimits(seconds=0.3, connect_seconds=0.2)
BROKEN = {
    "too short": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
    "chunk cut off": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "no gzip": page(b"no gzip", "Content-Encoding: gzip"),
    "brotli": page(b"abc", "Content-Encoding: br"),
    "zstandard": page(b"abc", "Content-Encoding: zstd"),
    "nothing": b"",
    "another protocol": b"SSH-2.0-OpenSSH_9.0\r\n",
    "no status": b"HTTP/1.1 OK\r\n\r\n",
    "long header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    "many headers": b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\n",
}


@pytest.fixture
async def fetcher() -> AsyncIterator[GuardedFetcher]:
    async with GuardedFetcher(reach=REACH, lookup=NAMES) as fetcher:
        yield fetcher


async def fetch_body(fetcher: GuardedFetcher, answer: bytes) -> bytes:
    async with LoopbackSite(answer, host=OUTSIDE) as site:
        return (await fetcher.fetch(site.url())).body


async def test_page_is_fetched_with_its_type_and_charset(
    fetcher: GuardedFetcher,
) -> None:
    answer = page("<p>Hi</p>", "Content-Type: Text/HTML; Charset=ISO-8859-1")
    async with LoopbackSite(answer, host=OUTSIDE) as site:
        found = await fetcher.fetch(site.url("/a", host="good.test"))

        assert found.url == site.url("/a", host="good.test")

    assert found.body == b"<p>Hi</p>"
    assert found.content_type == "text/html"
    assert (found.charset or "").lower() == "iso-8859-1"
    assert not found.secure


async def test_name_that_leads_inside_is_blocked_without_a_connection(
    fetcher: GuardedFetcher,
) -> None:
    async with LoopbackSite(page(), host=INSIDE) as site:
        with pytest.raises(BlockedAddressError) as refusal:
            await fetcher.fetch(site.url(host="evil.test"))

        assert site.connections == 0
    assert INSIDE not in str(refusal.value)


async def test_name_with_both_answers_is_fetched_from_outside(
    fetcher: GuardedFetcher,
) -> None:
    async with (
        LoopbackSite(page("outside"), host=OUTSIDE) as outside,
        LoopbackSite(page("inside"), host=INSIDE, port=outside.port) as inside,
    ):
        found = await fetcher.fetch(outside.url(host="mixed.test"))

        assert inside.connections == 0
    assert found.body == b"outside"


async def test_name_with_both_answers_never_falls_back_to_the_inside(
    fetcher: GuardedFetcher,
) -> None:
    async with LoopbackSite(page(), host=INSIDE) as inside:
        with pytest.raises(FetchError):
            await fetcher.fetch(inside.url(host="mixed.test"))

        assert inside.connections == 0


async def test_second_answer_of_a_rebinding_name_is_checked_again() -> None:
    answers = iter([(OUTSIDE,), (INSIDE,)])

    async def rebind(_host: str) -> tuple[str, ...]:
        return next(answers)

    hop = redirect("http://second.test:{port}/")
    async with LoopbackSite({}, host=OUTSIDE) as outside:
        outside._answers = hop.replace(b"{port}", str(outside.port).encode())
        async with (
            LoopbackSite(page(), host=INSIDE, port=outside.port) as inside,
            GuardedFetcher(reach=REACH, lookup=rebind) as fetcher,
        ):
            with pytest.raises(BlockedAddressError):
                await fetcher.fetch(outside.url(host="first.test"))

            assert inside.connections == 0


async def test_addresses_of_the_new_internet_protocol_are_checked(
    fetcher: GuardedFetcher,
) -> None:
    with pytest.raises(BlockedAddressError):
        await fetcher.fetch("http://six.test:9/")


async def test_redirects_are_followed_to_the_page(fetcher: GuardedFetcher) -> None:
    answers = {"/a": redirect("/b"), "/b": redirect("c", "301 Moved"), "/c": page("x")}
    async with LoopbackSite(answers, host=OUTSIDE) as site:
        found = await fetcher.fetch(site.url("/a"))

        assert found.url == site.url("/c")


@pytest.mark.parametrize("status", ["301 A", "302 A", "303 A", "307 A", "308 A"])
async def test_redirect_to_the_inside_is_blocked(
    fetcher: GuardedFetcher, status: str
) -> None:
    async with LoopbackSite(page(), host=INSIDE) as inside:
        answer = redirect(inside.url("/secret"), status)
        async with LoopbackSite(answer, host=OUTSIDE) as site:
            with pytest.raises(BlockedAddressError):
                await fetcher.fetch(site.url())

        assert inside.connections == 0


async def test_endless_redirects_end(fetcher: GuardedFetcher) -> None:
    async with LoopbackSite(redirect("/again"), host=OUTSIDE) as site:
        with pytest.raises(BadResponseError, match="more than 5 times"):
            await fetcher.fetch(site.url())

        assert len(site.requests) == 6


async def test_cookies_are_never_sent_back(fetcher: GuardedFetcher) -> None:
    answers = {
        "/a": redirect("/b").replace(b"\r\n\r\n", b"\r\nSet-Cookie: k=v\r\n\r\n", 1),
        "/b": page("x", "Set-Cookie: k=v; Path=/"),
    }
    async with LoopbackSite(answers, host=OUTSIDE) as site:
        await fetcher.fetch(site.url("/a", host="good.test"))
        await fetcher.fetch(site.url("/b", host="good.test"))

        assert len(site.requests) == 3
        assert not any("cookie" in request.lower() for request in site.requests)


async def test_request_names_the_bot_and_its_contact() -> None:
    async with (
        LoopbackSite(page()) as site,
        GuardedFetcher(contact="desk@news.example", allow_private=True) as fetcher,
    ):
        await fetcher.fetch(site.url())

    agent = f"User-Agent: Sitrep/{version('sitrep-bot')} (+desk@news.example)"
    assert agent in site.requests[0]
    assert "Authorization" not in site.requests[0]


async def test_each_request_has_its_own_connection(fetcher: GuardedFetcher) -> None:
    async with LoopbackSite(page(), host=OUTSIDE) as site:
        await fetcher.fetch(site.url())
        await fetcher.fetch(site.url())

        assert site.connections == 2


async def test_proxy_of_the_environment_is_not_used_by_itself(
    fetcher: GuardedFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with LoopbackSite(page(), host=INSIDE) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url())

        assert await fetch_body(fetcher, page("direct")) == b"direct"
        assert proxy.connections == 0


async def test_only_two_requests_at_once_reach_a_host(fetcher: GuardedFetcher) -> None:
    async with LoopbackSite(page(), host=OUTSIDE) as site:
        site.hold()
        urls = [site.url(f"/?{number}") for number in range(6)]
        work = [asyncio.create_task(fetcher.fetch(url)) for url in urls]
        await site.arrival()
        await site.arrival()
        site.release()
        await asyncio.gather(*work)

        assert len(site.requests) == 6
        assert site.most_at_once == 2


async def test_compressed_page_is_read(fetcher: GuardedFetcher) -> None:
    answer = page(gzip.compress(b"<p>Hi</p>"), "Content-Encoding: gzip")

    assert await fetch_body(fetcher, answer) == b"<p>Hi</p>"


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(40_000_000), mtime=0)),
        ("deflate", zlib.compress(bytes(40_000_000))),
    ],
)
async def test_bomb_is_too_big(
    fetcher: GuardedFetcher, encoding: str, bomb: bytes
) -> None:
    with pytest.raises(TooBigError):
        await fetch_body(fetcher, page(bomb, f"Content-Encoding: {encoding}"))


async def test_body_of_the_largest_size_is_read(fetcher: GuardedFetcher) -> None:
    assert len(await fetch_body(fetcher, page(b"a" * 5_000_000))) == 5_000_000


async def test_body_without_end_is_too_big(fetcher: GuardedFetcher) -> None:
    def endless() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while True:
            yield b"a" * 65536

    async with LoopbackSite({"/": endless()}, host=OUTSIDE) as site:
        with pytest.raises(TooBigError):
            await fetcher.fetch(site.url())


async def test_announced_size_is_refused_before_reading(
    fetcher: GuardedFetcher,
) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"

    with pytest.raises(TooBigError):
        await fetch_body(fetcher, answer)


@pytest.mark.parametrize("name", BROKEN)
async def test_broken_answer_is_a_bad_response(
    fetcher: GuardedFetcher, name: str
) -> None:
    with pytest.raises(BadResponseError):
        await fetch_body(fetcher, BROKEN[name])


@pytest.mark.parametrize(
    "status", ["404 Not Found", "500 Internal Server Error", "304 Not Modified", "999"]
)
async def test_status_is_named(fetcher: GuardedFetcher, status: str) -> None:
    with pytest.raises(BadResponseError, match=status):
        await fetch_body(fetcher, page("", status=status))


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "video/mp4"])
async def test_picture_or_film_is_refused(
    fetcher: GuardedFetcher, content_type: str
) -> None:
    with pytest.raises(UnsupportedTypeError, match=content_type):
        await fetch_body(fetcher, page("x", f"Content-Type: {content_type}"))


async def test_archive_in_a_compressed_answer_is_refused(
    fetcher: GuardedFetcher,
) -> None:
    twice = gzip.compress(gzip.compress(b"<rss/>"))

    with pytest.raises(UnsupportedTypeError):
        await fetch_body(fetcher, page(twice, "Content-Encoding: gzip"))


async def test_trickling_server_is_given_up_in_time() -> None:
    def trickle() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while True:
            yield b"a"

    async with (
        LoopbackSite({"/": trickle()}) as site,
        GuardedFetcher(allow_private=True, limits=QUICK) as fetcher,
    ):
        with pytest.raises(FetchTimeoutError):
            await fetcher.fetch(site.url())


async def test_time_is_counted_over_all_redirects() -> None:
    async with (
        LoopbackSite({"/": redirect("/b"), "/b": page()}) as site,
        GuardedFetcher(allow_private=True, limits=FetchLimits(seconds=0.0)) as fetcher,
    ):
        with pytest.raises(FetchTimeoutError):
            await fetcher.fetch(site.url())


async def test_resolver_that_never_answers_is_given_up_in_time() -> None:
    async def silent(_host: str) -> tuple[str, ...]:
        await asyncio.Event().wait()
        return ()

    async with GuardedFetcher(lookup=silent, limits=QUICK) as fetcher:
        with pytest.raises(FetchTimeoutError):
            await fetcher.fetch("http://good.test/")


async def test_unknown_name_is_unreachable(fetcher: GuardedFetcher) -> None:
    with pytest.raises(UnreachableError, match=r"nowhere\.test"):
        await fetcher.fetch("http://nowhere.test/")


async def test_closed_port_is_unreachable(fetcher: GuardedFetcher) -> None:
    with pytest.raises(UnreachableError):
        await fetcher.fetch(f"http://{OUTSIDE}:9/")


async def test_machine_itself_is_resolved_and_blocked_by_default() -> None:
    async with LoopbackSite(page()) as site, GuardedFetcher() as fetcher:
        with pytest.raises(BlockedAddressError):
            await fetcher.fetch("http://localhost/")

        assert site.connections == 0


async def test_name_is_looked_up_by_the_machine_unless_told_otherwise() -> None:
    async with (
        LoopbackSite(page("here")) as site,
        GuardedFetcher(allow_private=True) as fetcher,
    ):
        found = await fetcher.fetch(site.url(host="localhost"))

    assert found.body == b"here"


async def test_unanswered_names_do_not_keep_others_from_being_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered, resolve = threading.Event(), socket.getaddrinfo

    def slow(host: str, *arguments: Any, **named: Any) -> Any:
        if host == "silent.test":
            answered.wait(30)
        return resolve("127.0.0.1", *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    silent = [asyncio.create_task(look_up("silent.test")) for _ in range(40)]
    try:
        assert await asyncio.wait_for(look_up("good.test"), 20) == ("127.0.0.1",)
    finally:
        answered.set()
        await asyncio.gather(*silent)


async def test_certificate_is_checked() -> None:
    async with (
        LoopbackSite(page()) as site,
        GuardedFetcher(allow_private=True, limits=QUICK) as fetcher,
    ):
        with pytest.raises(FetchError):
            await fetcher.fetch(site.url().replace("http:", "https:"))


async def test_fetcher_outside_of_its_context_is_a_mistake() -> None:
    with pytest.raises(RuntimeError):
        await GuardedFetcher().fetch("http://good.test/")
