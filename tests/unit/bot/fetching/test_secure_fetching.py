"""Fetching over TLS from a server on loopback."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.domain.errors import UnreachableError
from bot.fetching import GuardedFetcher
from tests.fakes.certificates import Certificates, make_certificates
from tests.fakes.tls import SecureSite
from tests.fakes.web import names

pytestmark = pytest.mark.process

HERE = ("127.0.0.1",)
NAMES = names(dict.fromkeys(("good.test", "other.test"), HERE))


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"), "good.test")


def fetching(authority: Path | None) -> GuardedFetcher:
    return GuardedFetcher(allow_private=True, lookup=NAMES, authorities=authority)


@pytest.fixture
async def fetcher(certificates: Certificates) -> AsyncIterator[GuardedFetcher]:
    async with fetching(certificates.authority) as fetcher:
        yield fetcher


async def test_page_over_tls_is_secure(
    certificates: Certificates, fetcher: GuardedFetcher
) -> None:
    async with SecureSite(certificates) as site:
        found = await fetcher.fetch(site.url("good.test"))

    assert found.secure
    assert site.versions == ["TLSv1.3"]


async def test_certificate_of_another_name_is_refused(
    certificates: Certificates, fetcher: GuardedFetcher
) -> None:
    async with SecureSite(certificates) as site:
        with pytest.raises(UnreachableError, match="no valid certificate"):
            await fetcher.fetch(site.url("other.test"))


async def test_old_tls_is_spoken_with_an_old_server(
    certificates: Certificates, fetcher: GuardedFetcher
) -> None:
    async with SecureSite(certificates) as site:
        site.context.maximum_version = ssl.TLSVersion.TLSv1_2

        assert (await fetcher.fetch(site.url("good.test"))).secure

    assert set(site.versions) == {"TLSv1.2"}
