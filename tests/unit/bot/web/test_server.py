from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.core.domain.configuration import Endpoint
from bot.core.domain.errors import StoreError
from bot.core.operations.health import Health
from bot.web import PrometheusMetrics, open_web
from tests.fakes.ports import FakeClock

HERE = Endpoint("127.0.0.1", 0)


async def answer() -> None:
    """A database that works."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running server with what is behind it."""

    at: Endpoint
    health: Health
    metrics: PrometheusMetrics

    async def get(self, path: str, method: str = "GET") -> tuple[int, str, str]:
        """Status, head and body of an answer."""
        reader, writer = await asyncio.open_connection(self.at.host, self.at.port)
        asked = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        writer.write(asked.encode())
        got = (await reader.read()).decode()
        writer.close()
        await writer.wait_closed()
        head, _, body = got.partition("\r\n\r\n")
        return int(head.split()[1]), head, body


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    health, metrics = Health(FakeClock(), answer), PrometheusMetrics()
    health.ticked()
    health.connected("console")
    async with open_web(HERE, health, metrics) as at:
        yield Site(at, health, metrics)


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
async def test_a_bot_in_which_all_works_says_so(site: Site, path: str) -> None:
    status, head, body = await site.get(path)

    assert status == 200
    assert json.loads(body) == {"status": "ok", "missing": {}}
    assert "no-store" in head


async def test_who_is_not_ready_says_what_is_missing(site: Site) -> None:
    site.health.end()

    status, _, body = await site.get("/readyz")

    assert status == 503
    assert json.loads(body) == {
        "status": "failing",
        "missing": {"process": "is stopping"},
    }


async def test_a_database_that_fails_is_not_named_to_whoever_asks() -> None:
    async def fail() -> None:
        raise StoreError("database news at db.example.org: password hush is wrong")

    async with open_web(HERE, Health(FakeClock(), fail), PrometheusMetrics()) as at:
        site = Site(at, Health(FakeClock(), fail), PrometheusMetrics())
        status, _, body = await site.get("/readyz")

    assert status == 503
    assert "does not answer" in body
    assert "example" not in body


@pytest.mark.parametrize(
    "request_", [b"GET / HTTP/1.1\r\nHo st: x\r\n\r\n", b"\x16\x03\x01\0\r\n\r\n"]
)
async def test_a_malformed_request_is_refused_and_not_logged(
    site: Site, request_: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await asyncio.open_connection(site.at.host, site.at.port)
    writer.write(request_)
    head = await reader.readline()
    writer.close()
    await writer.wait_closed()

    assert head.split()[1] == b"400"
    assert caplog.records == []
