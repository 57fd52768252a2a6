"""Bad addresses and bad answers, row by row.

``127.0.0.2`` stands for the public internet wherever a server is needed.
"""

from __future__ import annotations

import asyncio
import gzip
import re
import zlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from yarl import URL

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.errors import (
    BadResponseError,
    BadUrlError,
    BlockedAddressError,
    FetchError,
    FetchTimeoutError,
    StatusError,
    TooBigError,
    UnsupportedTypeError,
)
from bot.core.domain.records import Validators
from bot.core.ingest.poll_policy import after_failure, new_state, should_report
from bot.fetching import FetchLimits, GuardedFetcher, Reach, is_public
from bot.fetching.fetcher import Redirect, RedirectFollower
from bot.fetching.http_messages import HttpResponse
from tests.conformance.rows import Row, rows
from tests.fakes.web import LoopbackSite, names, page, redirect

OUTSIDE = "127.0.0.2"
INSIDE = "127.0.0.1"
OUTSIDE_ONLY = Reach(lambda address: address == OUTSIDE, None)
LOCAL_NAMES = names(
    {
        "localhost": (INSIDE,),
        "localhost.": (INSIDE,),
        "metadata.google.internal": ("169.254.169.254",),
    }
)
QUICK = FetchLimits(seconds=0.3, connect_seconds=0.2)


class Watched:
    """The default reach, which remembers the addresses that it let pass."""

    def __init__(self) -> None:
        self.passed: list[str] = []

    def is_allowed(self, address: str) -> bool:
        if is_public(address):
            self.passed.append(address)
        return is_public(address)


@rows("ssrf_literal", "bad_url")
async def test_address_is_refused_before_any_connection(row: Row) -> None:
    watched = Watched()
    reach = Reach(watched.is_allowed)

    async with GuardedFetcher(reach=reach, lookup=LOCAL_NAMES) as fetcher:
        with pytest.raises((BlockedAddressError, BadUrlError)) as refusal:
            await fetcher.fetch(row.input)

    assert not watched.passed
    if row.expected.startswith("refuse:blocked_address"):
        assert refusal.type is BlockedAddressError
        assert not re.search(r"\d", str(refusal.value))


@rows("ssrf_allowed_ip")
def test_public_address_is_allowed(row: Row) -> None:
    assert is_public(row.input)


@rows("ssrf_redirect")
async def test_redirect_leads_nowhere_else(row: Row) -> None:
    if "downgrade" in row.input:
        await downgrade()
        return
    location = row.input.partition("Location: ")[2] or None
    async with (
        LoopbackSite(page(), host=INSIDE) as inside,
        LoopbackSite(redirect(location), host=OUTSIDE) as site,
        GuardedFetcher(reach=OUTSIDE_ONLY) as fetcher,
    ):
        with pytest.raises((BlockedAddressError, BadUrlError, BadResponseError)):
            await fetcher.fetch(site.url())

        assert len(site.requests) == 1
        assert inside.connections == 0


async def downgrade() -> None:
    async def ask(url: URL) -> HttpResponse | Redirect:
        if url.scheme == "https":
            return Redirect(URL("http://good.test/"))
        return HttpResponse(str(url), 200, {})

    found = await RedirectFollower(ask, 5).follow(URL("https://good.test/"))

    assert not found.secure


async def name_to_private() -> None:
    await refuse_name((INSIDE,))


async def mixed_answer() -> None:
    async with (
        LoopbackSite(page("outside"), host=OUTSIDE) as outside,
        LoopbackSite(page("inside"), host=INSIDE, port=outside.port) as inside,
        fetcher_of(INSIDE, OUTSIDE) as fetcher,
    ):
        found = await fetcher.fetch(outside.url(host="evil.test"))

        assert found.body == b"outside"
        assert inside.connections == 0


async def alias_of_this_machine() -> None:
    await refuse_name(("::1", INSIDE))


async def silent_resolver() -> None:
    async def silent(_host: str) -> tuple[str, ...]:
        await asyncio.Event().wait()
        return ()

    assert FetchLimits().connect_seconds <= 5
    async with GuardedFetcher(lookup=silent, limits=QUICK) as fetcher:
        with pytest.raises(FetchTimeoutError):
            await fetcher.fetch("http://good.test/")


def fetcher_of(*addresses: str) -> GuardedFetcher:
    return GuardedFetcher(reach=OUTSIDE_ONLY, lookup=names({"evil.test": addresses}))


async def refuse_name(addresses: tuple[str, ...]) -> None:
    async with LoopbackSite(page(), host=INSIDE) as inside:
        async with fetcher_of(*addresses) as fetcher:
            with pytest.raises(BlockedAddressError):
                await fetcher.fetch(inside.url(host="evil.test"))

        assert inside.connections == 0


RESOLUTIONS = {
    "evil.test -> [127.0.0.1]": name_to_private,
    "evil.test -> [93.184.216.34, 10.0.0.1]": mixed_answer,
    "rebind.test -> CNAME localhost": alias_of_this_machine,
    "never answers": silent_resolver,
}


@rows("ssrf_dns")
async def test_resolver_cannot_lead_inside(row: Row) -> None:
    await RESOLUTIONS[row.input.removeprefix("resolver: ")]()


async def refuse(
    answer: bytes, error: type[FetchError] | tuple[type[FetchError], ...]
) -> None:
    async with (
        LoopbackSite(answer) as site,
        GuardedFetcher(allow_private=True) as fetcher,
    ):
        with pytest.raises(error):
            await fetcher.fetch(site.url())


async def bombs() -> None:
    bomb = zlib.compress(bytes(50_000_000))
    await refuse(page(bomb, "Content-Encoding: deflate"), TooBigError)
    # Not offered, and so not decompressed at all.
    await refuse(page(b"abc", "Content-Encoding: br"), BadResponseError)
    await refuse(page(b"abc", "Content-Encoding: zstd"), BadResponseError)


async def compressed_twice() -> None:
    body = gzip.compress(gzip.compress(b"<rss/>"))
    answer = page(body, "Content-Encoding: gzip", "Content-Type: text/xml")
    await refuse(answer, UnsupportedTypeError)


async def huge_length() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"
    await refuse(head, TooBigError)


async def slow_body() -> None:
    def trickle() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while True:
            yield b"a"

    assert FetchLimits().seconds <= 20
    async with (
        LoopbackSite({"/": trickle()}) as site,
        GuardedFetcher(allow_private=True, limits=QUICK) as fetcher,
    ):
        with pytest.raises(FetchTimeoutError):
            await fetcher.fetch(site.url())


async def short_body() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>Half a sent"
    await refuse(answer, BadResponseError)


async def no_text() -> None:
    for kind in ("application/pdf", "image/png", "video/mp4"):
        await refuse(page("x", f"Content-Type: {kind}"), UnsupportedTypeError)


async def not_modified() -> None:
    answer = page("", status="304 Not Modified")
    await refuse(answer, StatusError)
    async with (
        LoopbackSite(answer) as site,
        GuardedFetcher(allow_private=True) as fetcher,
    ):
        with pytest.raises(StatusError):
            await fetcher.poll(site.url(), Validators())


async def server_error() -> None:
    await refuse(page("", status="500 Internal Server Error"), StatusError)
    now, interval = datetime(2026, 3, 3, tzinfo=UTC), timedelta(minutes=15)
    state = new_state(Source(SourceKind.FEED, "https://a.example/feed"), now)
    told = 0
    while now < datetime(2026, 4, 22, tzinfo=UTC):
        error = StatusError("the server answers 500", 500)
        state = after_failure(state, error, now=now, interval=interval)
        if should_report(state, now):
            state, told = replace(state, told=now), told + 1
        now = state.due

    assert state.failures >= 200
    assert told == 1


async def cookies() -> None:
    answers = {
        "/a": page("x", "Set-Cookie: k=v; Path=/"),
        "/b": page("x"),
    }
    async with (
        LoopbackSite(answers) as site,
        GuardedFetcher(allow_private=True) as fetcher,
    ):
        await fetcher.fetch(site.url("/a"))
        await fetcher.fetch(site.url("/b"))

        assert "cookie" not in "".join(site.requests).lower()


async def huge_headers() -> None:
    def headers() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        for _ in range(1000):
            yield b"X-A: " + b"a" * 100_000 + b"\r\n"

    async with (
        LoopbackSite({"/": headers()}) as site,
        GuardedFetcher(allow_private=True) as fetcher,
    ):
        with pytest.raises(BadResponseError):
            await fetcher.fetch(site.url())


ANSWERS: dict[str, Callable[[], Awaitable[None]]] = {
    "http_body-02": bombs,
    "http_body-03": compressed_twice,
    "http_body-04": huge_length,
    "http_body-06": slow_body,
    "http_body-08": short_body,
    "http_body-09": no_text,
    "http_body-10": not_modified,
    "http_body-13": server_error,
    "http_body-14": cookies,
    "http_body-15": huge_headers,
}


@rows("http_body")
async def test_bad_answer_is_refused(row: Row) -> None:
    await ANSWERS[row.id]()
