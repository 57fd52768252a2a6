"""``SSL_CERT_FILE`` names the authority that every client trusts.

The real command meets real TLS servers whose certificate only that authority vouches
for: a feed, Slack, Discord and a mail server, without a proxy and behind one.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.fakes.certificates import Certificates, make_certificates
from tests.fakes.command import SITREP, surroundings
from tests.fakes.discord.connections import channel_id
from tests.fakes.discord.town import open_town
from tests.fakes.email.server import running_server
from tests.fakes.proxy import LoopbackProxy, Place, running_proxy, tls_door
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import APP_TOKEN, BOT_TOKEN
from tests.fakes.web import LoopbackSite, page

pytestmark = pytest.mark.slow

FEED = """<rss version="2.0"><channel><title>Ports</title><link>https://feed.test/</link>
<description>d</description><item><title>Port closes</title>
<link>https://feed.test/a</link></item></channel></rss>"""
CONFIG = """
topics: {{ports: {{title: Ports, sources: [{{feed: "https://{feed}/rss"}}]}}}}
digests:
  morning:
    topics: [ports]
    at: "07:30"
    to: [{{slack: "#desk"}}, {{discord: {channel}}}, {{email: desk@example.org}}]
"""


@dataclass(frozen=True, slots=True)
class Servers:
    """The ports of the TLS servers, and what finds them."""

    ports: Mapping[str, int]
    channel: str
    proxy: LoopbackProxy
    token: str


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    names = ("localhost", "feed.test", "slack.test", "discord.test")
    return make_certificates(tmp_path_factory.mktemp("tls"), *names)


@pytest.fixture
async def servers(
    slack: SlackPeer, certificates: Certificates
) -> AsyncIterator[Servers]:
    async with opened(slack, certificates) as servers:
        yield servers


@asynccontextmanager
async def opened(
    slack: SlackPeer, certificates: Certificates
) -> AsyncIterator[Servers]:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificates.chain, certificates.key)
    async with AsyncExitStack() as stack:
        town = await stack.enter_async_context(open_town())
        feed = page(FEED, "Content-Type: application/rss+xml")
        site = await stack.enter_async_context(LoopbackSite(feed))
        mail = await stack.enter_async_context(running_server(tls=tls))
        plain = {
            "feed": site.port,
            "slack": urlsplit(slack.url).port or 0,
            "discord": urlsplit(town.api).port or 0,
        }
        ports = {
            name: await stack.enter_async_context(tls_door(port, tls))
            for name, port in plain.items()
        }
        hosts: dict[str, Place] = {
            f"{name}.test": ("127.0.0.1", port) for name, port in ports.items()
        }
        proxy = await stack.enter_async_context(running_proxy(hosts))
        channel = channel_id(town, "desk")
        yield Servers({**ports, "mail": mail.port}, channel, proxy, town.token)


async def check(
    servers: Servers, folder: Path, authority: Path | None, *, proxied: bool
) -> tuple[int, str, str]:
    """Run ``sitrep check --online``; return its status, output and messages."""
    place = {
        name: f"{name}.test" if proxied else f"localhost:{port}"
        for name, port in servers.ports.items()
    }
    config = folder / "sitrep.yaml"
    config.write_text(CONFIG.format(feed=place["feed"], channel=servers.channel))
    environment = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": f"https://{place['slack']}/api/",
        "DISCORD_TOKEN": servers.token,
        "DISCORD_API_URL": f"https://{place['discord']}/api/v10",
        "SMTP_URL": f"smtps://localhost:{servers.ports['mail']}",
        "EMAIL_FROM": "sitrep@example.org",
        "SITREP_ALLOW_PRIVATE": "1",
        "HTTPS_PROXY": servers.proxy.url if proxied else "",
        "SSL_CERT_FILE": str(authority or ""),
        "SSL_CERT_DIR": str(folder),
    }
    # A new process: the fork server has made its TLS contexts already.
    process = await asyncio.create_subprocess_exec(
        *(*SITREP, "check", "--online", "--config", config),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=surroundings(environment),
    )
    output, messages = await process.communicate()
    return process.returncode or 0, output.decode(), messages.decode()


@pytest.mark.parametrize("proxied", [False, True])
async def test_every_client_trusts_the_authority_of_the_variable(
    servers: Servers, certificates: Certificates, tmp_path: Path, *, proxied: bool
) -> None:
    status, output, messages = await check(
        servers, tmp_path, certificates.authority, proxied=proxied
    )

    assert status == 0, output + messages
    assert "failed" not in output
    assert all(sign in output for sign in ("1 item", "SLACK_BOT", "encrypted with TLS"))
    expected = {f"CONNECT {name}.test:443" for name in ("feed", "slack", "discord")}
    assert set(servers.proxy.requests) == (expected if proxied else set())


async def test_no_client_trusts_the_authority_without_the_variable(
    servers: Servers, tmp_path: Path
) -> None:
    status, output, _ = await check(servers, tmp_path, None, proxied=False)

    failed = [line for line in output.splitlines() if line.startswith("failed")]
    assert status == 1
    assert len(failed) == len(output.splitlines()) - 1 == 4


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "which cannot be read: No such file or directory"),
        ("no certificate", "which has no certificates: write a PEM file"),
    ],
)
async def test_file_without_certificates_is_reported(
    servers: Servers, tmp_path: Path, content: str | None, problem: str
) -> None:
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_text(content)

    status, _, messages = await check(servers, tmp_path, file, proxied=False)

    assert status == 2
    assert f'SSL_CERT_FILE is "{file}", {problem}' in messages
