"""Fetching from servers of a private network that the operator allows.

Real servers on loopback stand for the private network. Only the guard raises the error
that a metadata service is refused, before a connection begins.
"""

from __future__ import annotations

import pytest

from bot.core.domain.allowed_servers import parse_allowed
from bot.core.domain.errors import BadUrlError, BlockedAddressError
from bot.fetching import ANYWHERE, GuardedFetcher, Reach
from bot.fetching.client import Lookup
from tests.fakes.web import LoopbackSite, names, page

METADATA = ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16")
FORMS = (
    *(f"[{address}]" if ":" in address else address for address in METADATA),
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "169.254.43518",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[::a9fe:a9fe]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1:a9fe:a9:fe00::]",
    "[2002:a9fe:a9fe::1]",
    "[fe80::a9fe:a9fe%25eth0]",
    "①⑥⑨.②⑤④.①⑥⑨.②⑤④",
    "metadata.google.internal",
    "metadata.google.internal.",
)
LOOKUP = names(
    {
        "intranet.example": ("127.0.0.1",),
        "evil.example": ("127.0.0.1",),
        "wiki.lan": ("127.0.0.1",),
        "rebound.example": ("127.0.0.3",),
        **{f"metadata{number}.example": (to,) for number, to in enumerate(METADATA)},
    }
)


def open_fetcher(*allow: str, lookup: Lookup = LOOKUP) -> GuardedFetcher:
    servers = tuple(map(parse_allowed, allow))
    return GuardedFetcher(allow=servers, lookup=lookup)


async def test_allowed_name_is_fetched_on_its_port() -> None:
    async with (
        LoopbackSite(page("inside")) as site,
        open_fetcher(f"intranet.example:{site.port}") as fetcher,
    ):
        found = await fetcher.fetch(site.url(host="intranet.example"))

    assert found.body == b"inside"


async def test_other_name_of_the_address_of_an_allowed_name_is_refused() -> None:
    async with LoopbackSite(page("inside")) as site:
        async with open_fetcher(f"intranet.example:{site.port}") as fetcher:
            with pytest.raises(BadUrlError):
                await fetcher.fetch(site.url(host="evil.example"))

        assert site.connections == 0


async def test_other_name_is_refused_at_the_connection_as_well() -> None:
    """An entry for a network has the port, so that only the address can tell."""
    async with LoopbackSite(page("inside")) as site:
        allow = (f"intranet.example:{site.port}", f"127.0.0.9:{site.port}")
        async with open_fetcher(*allow) as fetcher:
            with pytest.raises(BlockedAddressError):
                await fetcher.fetch(site.url(host="evil.example"))
            assert (await fetcher.fetch(site.url(host="intranet.example"))).body

        assert site.connections == 1


@pytest.mark.parametrize("port", [22, 8080])
async def test_other_port_of_an_allowed_server_is_refused(port: int) -> None:
    async with open_fetcher("intranet.example", "10.0.0.0/8") as fetcher:
        with pytest.raises(BadUrlError):
            await fetcher.fetch(f"http://intranet.example:{port}/")


@pytest.mark.parametrize("host", FORMS)
@pytest.mark.parametrize("reach", ["allowed", "anywhere"])
async def test_metadata_service_is_refused(host: str, reach: str) -> None:
    allow = tuple(map(parse_allowed, ("0.0.0.0/0", "::/0", "intranet.example")))
    chosen = Reach(servers=allow) if reach == "allowed" else ANYWHERE
    async with GuardedFetcher(reach=chosen, lookup=LOOKUP) as fetcher:
        with pytest.raises(BlockedAddressError) as refusal:
            await fetcher.fetch(f"http://{host}/latest/meta-data/")

    assert "169" not in str(refusal.value)
