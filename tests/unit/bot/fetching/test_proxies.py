"""Fetching and posting through a real proxy on loopback.

The proxy knows names that nothing else here resolves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.bootstrap.commands import DeferredCommandService
from bot.bootstrap.platforms import check_platforms, open_platforms
from bot.core.domain.allowed_servers import parse_allowed
from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import (
    BadUrlError,
    BlockedAddressError,
    NotSentError,
    StatusError,
    UnreachableError,
)
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.proxies import proxies_of
from bot.core.platforms.spec import PlatformContext
from bot.fetching import FetchLimits, GuardedFetcher
from bot.fetching.client import Lookup
from bot.platforms.discord.http_api import DiscordApi
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.messenger import SlackMessenger
from bot.scheduling import SystemClock
from tests.fakes.certificates import Certificates, make_certificates
from tests.fakes.connected_bots import Grounds
from tests.fakes.discord.connections import channel_id
from tests.fakes.discord.town import open_town
from tests.fakes.loopback import reserve_port
from tests.fakes.ports import FakeClock, FakeJournal
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
MESSAGE = Message((Section(None, (Row((Text("Ports may close."),)),)),))


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


async def test_page_over_tls_comes_through_a_tunnel(certificates: Certificates) -> None:
    async with SecureSite(certificates) as site:
        port = int(site.url("x").split(":")[2].rstrip("/"))
        async with (
            running_proxy({"page.test": ("127.0.0.1", port)}) as proxy,
            through(proxy.url, authorities=certificates.authority) as fetcher,
        ):
            found = await fetcher.fetch("https://page.test/")

    assert found.secure
    assert proxy.requests == ["CONNECT page.test:443"]
    assert site.versions == ["TLSv1.3"]


async def test_certificate_is_checked_behind_the_proxy(
    certificates: Certificates,
) -> None:
    async with SecureSite(certificates) as site:
        port = int(site.url("x").split(":")[2].rstrip("/"))
        async with (
            running_proxy({"false.test": ("127.0.0.1", port)}) as proxy,
            through(proxy.url, authorities=certificates.authority) as fetcher,
        ):
            with pytest.raises(UnreachableError, match="no valid certificate"):
                await fetcher.fetch("https://false.test/")


async def test_exempt_host_is_fetched_without_the_proxy() -> None:
    async with (
        LoopbackSite(page("direct")) as site,
        running_proxy({}) as proxy,
        through(
            proxy.url, f"intranet.test:{site.port}", exempt="other.test,.intranet.test"
        ) as fetcher,
    ):
        found = await fetcher.fetch(site.url(host="intranet.test"))

    assert found.body == b"direct"
    assert proxy.requests == []


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


async def test_refused_login_of_the_proxy_is_reported() -> None:
    async with running_proxy({}, login="desk:hush") as proxy:
        address = proxy.url.replace("hush", "loud")
        async with through(address) as fetcher:
            with pytest.raises(UnreachableError, match="refuses the login") as refusal:
                await fetcher.fetch("https://page.test/")
            with pytest.raises(StatusError, match="407"):
                await fetcher.fetch(PAGE)

    assert "loud" not in str(refusal.value)


async def test_proxy_that_refuses_a_host_is_reported() -> None:
    async with (
        running_proxy({}, refusal="403 Forbidden") as proxy,
        through(proxy.url) as fetcher,
    ):
        with pytest.raises(UnreachableError, match=r"page\.test: it answers 403"):
            await fetcher.fetch("https://page.test/")


@pytest.mark.parametrize("url", [PAGE, "https://page.test/"])
@pytest.mark.parametrize("host", ["127.0.0.1", "proxy.invalid"])
async def test_proxy_that_cannot_be_reached_is_reported(url: str, host: str) -> None:
    async with through(f"http://desk:hush@{host}:{reserve_port()}") as fetcher:
        with pytest.raises(UnreachableError, match="check HTTPS_PROXY") as refusal:
            await fetcher.fetch(url)

    assert "hush" not in str(refusal.value)


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


async def test_allowed_name_may_be_known_to_the_proxy_alone() -> None:
    async with (
        LoopbackSite(page("x")) as site,
        running_proxy({"wiki.internal": ("127.0.0.1", site.port)}) as proxy,
        through(proxy.url, "wiki.internal:8080") as fetcher,
    ):
        assert (await fetcher.fetch("http://wiki.internal:8080/")).body == b"x"


async def test_other_port_is_refused_before_the_proxy_is_asked() -> None:
    async with running_proxy({}) as proxy, through(proxy.url) as fetcher:
        with pytest.raises(BadUrlError):
            await fetcher.fetch("http://page.test:22/")

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


async def test_public_name_goes_to_the_proxy_as_a_name() -> None:
    async with (
        LoopbackSite(page("x")) as site,
        running_proxy({"public.test": ("127.0.0.1", site.port)}) as proxy,
        through(proxy.url) as fetcher,
    ):
        await fetcher.fetch("http://public.test/")

    assert proxy.requests == ["GET http://public.test/"]


async def test_resolver_without_an_answer_does_not_stop_the_proxy() -> None:
    async def silent(_host: str) -> tuple[str, ...]:
        await asyncio.Event().wait()
        return ()

    async with (
        LoopbackSite(page("x")) as site,
        running_proxy({"page.test": ("127.0.0.1", site.port)}) as proxy,
        GuardedFetcher(
            lookup=silent,
            limits=FetchLimits(connect_seconds=0.2),
            proxies=proxies_of({"HTTP_PROXY": proxy.url}),
        ) as fetcher,
    ):
        assert (await fetcher.fetch(PAGE)).body == b"x"


async def test_allowed_private_server_may_be_behind_the_proxy() -> None:
    async with (
        LoopbackSite(page("x")) as site,
        running_proxy({"inside.test": ("127.0.0.1", site.port)}) as proxy,
        through(proxy.url, "10.1.0.0/16") as fetcher,
    ):
        assert (await fetcher.fetch("http://inside.test/")).body == b"x"


def behind(grounds: Grounds, proxy: str) -> Mapping[str, str]:
    """The environment in which both platforms are reached by names of the proxy."""
    given = grounds.environment()
    for name, value in given.items():
        host = "slack.test" if name.startswith("SLACK") else "discord.test"
        given[name] = value.replace("127.0.0.1", host)
    grounds.slack.hub.url = grounds.slack.hub.url.replace("127.0.0.1", "slack.test")
    return {**given, "HTTP_PROXY": proxy}


@pytest.mark.slow
async def test_platforms_are_reached_through_the_proxy(slack: SlackPeer) -> None:
    here = ("127.0.0.1", None)
    states: dict[str, bool] = {}
    both = asyncio.Event()

    def note(platform: str, well: bool) -> None:  # noqa: FBT001 - a callback's
        states[platform] = well
        if states.get("slack") and states.get("discord"):
            both.set()

    async with (
        open_town() as town,
        running_proxy({"slack.test": here, "discord.test": here}) as proxy,
    ):
        environment = behind(Grounds(slack, town, ""), proxy.url)
        context = PlatformContext(SystemClock(), FakeJournal(), StringIO())
        async with open_platforms(
            environment, DeferredCommandService(), context, note
        ) as platforms:
            await town.connected()
            async with asyncio.timeout(30):
                await both.wait()
            found = await check_platforms(environment, Configuration((), ()))
            for messenger in platforms.messengers:
                if messenger.platform in {"slack", "discord"}:
                    desk = channel_id(town, "desk")
                    channel = "#desk" if messenger.platform == "slack" else desk
                    await messenger.post(channel, MESSAGE, idempotency_key="a1")

    # Only the proxy knows the names, so the connected gateway proves that it was used.
    hosts = {urlsplit(asked.split(" ")[1]).hostname for asked in proxy.requests}
    assert len(slack.posted) == 1
    assert len(town.channels["desk"].history()) == 1
    assert all(finding.good for finding in found)
    assert hosts == {"slack.test", "discord.test"}


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_message_that_the_proxy_refuses_was_surely_not_posted(
    platform: str,
) -> None:
    async with running_proxy({}, refusal="403 Forbidden") as proxy:
        proxies = proxies_of({"HTTPS_PROXY": proxy.url})
        if platform == "slack":
            async with SlackApi(
                "xoxb-1", "https://slack.test/", proxies=proxies
            ) as api:
                with pytest.raises(NotSentError):
                    await SlackMessenger(api).post("C1", MESSAGE, idempotency_key="a")
        else:
            discord = DiscordApi("token", url="https://discord.test", proxies=proxies)
            with pytest.raises(NotSentError):
                await DiscordMessenger(discord, FakeClock()).post(
                    "1", MESSAGE, idempotency_key="a"
                )
            await discord.close()

    assert proxy.requests == [f"CONNECT {platform}.test:443"]
