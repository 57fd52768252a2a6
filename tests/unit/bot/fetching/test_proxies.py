"""Fetching and posting through a real proxy on loopback.

The proxy knows names that nothing else here resolves.
"""

from __future__ import annotations

import asyncio
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.bootstrap.commands import DeferredCommandService
from bot.bootstrap.platforms import open_platforms
from bot.core.domain.allowed_servers import parse_allowed
from bot.core.domain.errors import (
    BlockedAddressError,
)
from bot.core.domain.proxies import proxies_of
from bot.core.platforms.spec import PlatformContext
from bot.fetching import GuardedFetcher
from bot.fetching.client import Lookup
from bot.scheduling import SystemClock
from tests.fakes.certificates import Certificates, make_certificates
from tests.fakes.connected_bots import Grounds
from tests.fakes.discord.town import open_town
from tests.fakes.ports import FakeJournal
from tests.fakes.proxy import running_proxy
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.tls import SecureSite
from tests.fakes.web import LoopbackSite, names, page, redirect

PAGE = "http://page.test/a?b=c"
OUTSIDE = names(
    {
        "public.test": ("93.184.216.34",),
        "inside.test": ("10.1.2.3",),
        "mixed.test": ("93.184.216.34", "10.1.2.3"),
        "metadata.test": ("169.254.169.254",),
        "intranet.test": ("127.0.0.1",),
    }
)


def through(
    proxy: str,
    *allow: str,
    exempt: str = "",
    lookup: Lookup = OUTSIDE,
    authorities: Path | None = None,
) -> GuardedFetcher:
    """A fetcher that uses a proxy for all but the exempt hosts."""
    named = {"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "NO_PROXY": exempt}
    return GuardedFetcher(
        lookup=lookup,
        allow=tuple(map(parse_allowed, allow)),
        proxies=proxies_of(named),
        authorities=authorities,
    )


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"), "page.test", "other.test")


async def test_page_comes_through_the_proxy_which_alone_knows_the_name() -> None:
    async with (
        LoopbackSite(page("through")) as site,
        running_proxy({"page.test": ("127.0.0.1", site.port)}) as proxy,
        through(proxy.url) as fetcher,
    ):
        found = await fetcher.fetch(PAGE)

    assert (found.url, found.body) == (PAGE, b"through")
    assert proxy.requests == [f"GET {PAGE}"]
    assert site.requests[0].startswith("GET /a?b=c HTTP/1.1")
    assert not found.secure


@pytest.mark.process
@pytest.mark.parametrize("secure", [False, True])
async def test_login_of_the_proxy_is_sent_to_the_proxy_alone(
    certificates: Certificates, *, secure: bool
) -> None:
    async with SecureSite(certificates) as safe, LoopbackSite(page("x")) as plain:
        port = int(safe.url("x").split(":")[2].rstrip("/")) if secure else plain.port
        hosts = {"page.test": ("127.0.0.1", port)}
        async with (
            running_proxy(hosts, login="desk:hush") as proxy,
            through(proxy.url, authorities=certificates.authority) as fetcher,
        ):
            await fetcher.fetch(f"http{'s' if secure else ''}://page.test/")

    assert "Proxy-Authorization: Basic" in proxy.heads[0]
    assert not any("authorization" in head.lower() for head in plain.requests)


@pytest.mark.parametrize(
    "host",
    [
        "10.1.2.3",
        "[::ffff:10.1.2.3]",
        "169.254.169.254",
        "0x7f000002",
        "2130706434",
        "metadata.google.internal",
        "printer.local",
        "inside.test",
        "mixed.test",
        "metadata.test",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_private_address_is_refused_before_the_proxy_is_asked(
    scheme: str, host: str
) -> None:
    async with running_proxy({}) as proxy, through(proxy.url) as fetcher:
        with pytest.raises(BlockedAddressError):
            await fetcher.fetch(f"{scheme}://{host}/")

    assert proxy.requests == []


@pytest.mark.parametrize(
    "url", ["http://vault.internal/", "http://vault/", "http://page.test:8080/"]
)
async def test_allowed_network_lets_no_unknown_name_through(url: str) -> None:
    """Only the proxy could tell whether the name belongs to the network."""
    allow = ("10.1.0.0/16", "10.1.0.1:8080")
    async with running_proxy({}) as proxy, through(proxy.url, *allow) as fetcher:
        with pytest.raises(BlockedAddressError):
            await fetcher.fetch(url)

    assert proxy.requests == []


async def test_redirect_behind_the_proxy_is_checked_again() -> None:
    async with (
        LoopbackSite(redirect("http://inside.test/")) as site,
        running_proxy({"page.test": ("127.0.0.1", site.port)}) as proxy,
        through(proxy.url) as fetcher,
    ):
        with pytest.raises(BlockedAddressError):
            await fetcher.fetch(PAGE)

    assert proxy.requests == [f"GET {PAGE}"]


@pytest.mark.slow
async def test_platforms_are_connected_through_the_proxy(slack: SlackPeer) -> None:
    here = ("127.0.0.1", None)
    waited, both = {"slack", "discord"}, asyncio.Event()

    def note(platform: str, well: bool) -> None:  # noqa: FBT001 - a callback's
        waited.difference_update({platform} if well else ())
        if not waited:
            both.set()

    async with (
        open_town() as town,
        running_proxy({"slack.test": here, "discord.test": here}) as proxy,
    ):
        given = Grounds(slack, town, "").environment()
        for name, value in given.items():
            host = "slack.test" if name.startswith("SLACK") else "discord.test"
            given[name] = value.replace("127.0.0.1", host)
        slack.hub.url = slack.hub.url.replace("127.0.0.1", "slack.test")
        context = PlatformContext(SystemClock(), FakeJournal(), StringIO())
        environment = {**given, "HTTP_PROXY": proxy.url}
        async with open_platforms(environment, DeferredCommandService(), context, note):
            await town.connected()
            async with asyncio.timeout(30):
                await both.wait()

    # Only the proxy knows the names, so the connections prove that it was used.
    hosts = {urlsplit(asked.split(" ")[1]).hostname for asked in proxy.requests}
    assert hosts == {"slack.test", "discord.test"}
