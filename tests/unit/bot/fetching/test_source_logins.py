"""Feeds and pages with a login, from real servers on loopback.

``127.0.0.2`` is another server than ``127.0.0.1``.
"""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.logins import LoginKind, SourceLogin
from bot.core.domain.records import Validators
from bot.fetching import GuardedFetcher
from tests.fakes.certificates import make_certificates
from tests.fakes.proxy import tls_door
from tests.fakes.web import LoopbackSite, names, page, redirect

LOGIN = SourceLogin(LoginKind.BASIC, "TIMES")
SECRET = "hush-hush-hush"  # noqa: S105 - of the tests
SENT = f"Authorization: Basic {b64encode(f'desk:{SECRET}'.encode()).decode()}"
FEED = """<rss version="2.0"><channel><title>Ports</title><link>{url}</link>
<description>d</description><item><title>Port closes</title>
<link>{url}/story</link></item></channel></rss>"""
STORY = "<article><h1>Port closes</h1>{}</article>".format(
    "<p>The harbour office of Lenna said that the port will close on Monday.</p>" * 9
)


@asynccontextmanager
async def fetching(
    value: str = f"desk:{SECRET}", **options: Path
) -> AsyncIterator[GuardedFetcher]:
    lookup = names({"one.test": ("127.0.0.1",), "two.test": ("127.0.0.1",)})
    async with GuardedFetcher(
        allow_private=True,
        logins={"SITREP_AUTH_TIMES": value},
        lookup=lookup,
        authorities=options.get("authorities"),
    ) as fetcher:
        yield fetcher


def source(url: str, login: SourceLogin = LOGIN) -> Source:
    return Source(SourceKind.FEED, url, login=login)


def has_login(site: LoopbackSite) -> list[bool]:
    """Whether each request to a server had the login."""
    return [SENT in request for request in site.requests]


async def test_login_is_sent_with_a_poll_and_with_a_page() -> None:
    async with LoopbackSite(page("x")) as site, fetching() as fetcher:
        poller = fetcher.logged_in(source(site.url("/feed")))
        await poller.poll(site.url("/feed"), Validators())
        site.serve({"/robots.txt": page("", status="404 N"), "/story": page("x")})
        await poller.crawl(site.url("/story"))

    assert has_login(site) == [True, False, True]


async def test_other_requests_have_no_login() -> None:
    async with LoopbackSite(page("x")) as site, fetching() as fetcher:
        fetcher.logged_in(source(site.url("/feed")))
        plain = fetcher.logged_in(Source(SourceKind.FEED, site.url("/feed")))
        await plain.poll(site.url("/feed"), Validators())
        await fetcher.poll(site.url("/feed"), Validators())
        await fetcher.fetch(site.url("/story"))

    assert has_login(site) == [False] * 3


async def test_simultaneous_polls_are_shared_if_they_have_the_same_login() -> None:
    async with LoopbackSite(page("x")) as site, fetching() as fetcher:
        url = site.url("/feed")
        pollers = (*[fetcher.logged_in(source(url)) for _ in range(2)], fetcher)
        await asyncio.gather(*(each.poll(url, Validators()) for each in pollers))

    assert sorted(has_login(site)) == [False, True]


async def test_redirect_to_another_host_gets_no_login() -> None:
    async with LoopbackSite(page("x"), host="127.0.0.2") as other:
        answer = redirect(other.url("/feed"))
        async with LoopbackSite(answer) as site, fetching() as fetcher:
            poller = fetcher.logged_in(source(site.url("/feed")))
            await poller.poll(site.url("/feed"), Validators())

    assert has_login(site) == [True]
    assert has_login(other) == [False]
    assert SECRET not in other.requests[0]


@pytest.mark.process
async def test_login_for_https_is_not_sent_over_http(tmp_path: Path) -> None:
    certificates = make_certificates(tmp_path, "one.test")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificates.chain, certificates.key)
    async with LoopbackSite(page("x")) as plain:
        answer = redirect(plain.url("/feed", host="one.test"))
        async with (
            LoopbackSite(answer) as site,
            tls_door(site.port, tls) as port,
            fetching(authorities=certificates.authority) as fetcher,
        ):
            url = f"https://one.test:{port}/feed"
            await fetcher.logged_in(source(url)).poll(url, Validators())

    assert has_login(site) == [True]
    assert has_login(plain) == [False]


@pytest.fixture
async def feed(tmp_path: Path) -> AsyncIterator[LoopbackSite]:
    """A server that demands the login for the feed and its story."""
    async with LoopbackSite(b"") as site:
        rss = FEED.format(url=site.url(""))
        site.serve(
            {
                "/rss": page(rss, "Content-Type: application/rss+xml"),
                "/story": page(STORY),
                "/robots.txt": page("", status="404 Not Found"),
            }
        )
        (tmp_path / "sitrep.yaml").write_text(
            "topics:\n  ports:\n    title: Ports\n    sources:\n"
            f"      - feed: {site.url('/rss')}\n        auth: {{basic: TIMES}}\n"
            'digests: {morning: {topics: [ports], at: "07:30", to: [console]}}\n'
        )
        yield site
