"""Fetching from real servers on loopback.

``127.0.0.2`` stands for the public internet, ``127.0.0.1`` for the machine's own
network.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator, Iterator
from importlib.metadata import version

import pytest

from bot.core.domain.errors import (
    BadResponseError,
    BlockedAddressError,
    FetchTimeoutError,
    TooBigError,
)
from bot.fetching import FetchLimits, GuardedFetcher, Reach
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


async def test_body_without_end_is_too_big(fetcher: GuardedFetcher) -> None:
    def endless() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while True:
            yield b"a" * 65536

    async with LoopbackSite({"/": endless()}, host=OUTSIDE) as site:
        with pytest.raises(TooBigError):
            await fetcher.fetch(site.url())


@pytest.mark.parametrize("name", BROKEN)
async def test_broken_answer_is_a_bad_response(
    fetcher: GuardedFetcher, name: str
) -> None:
    with pytest.raises(BadResponseError):
        await fetch_body(fetcher, BROKEN[name])


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
