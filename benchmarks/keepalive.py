"""A plain HTTP session that keeps its connections: the peer of ``benchmarks.polling``.

``python -m benchmarks.keepalive PORT AUTHORITY`` asks for each feed twice. The second
time it finds every connection still open, which feeds polled every 15 minutes do not
grant: it is the least that the library costs, and what the memory of it is.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import sys
import time
from collections.abc import Iterable

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override

from benchmarks.feedserver import ETAG
from benchmarks.polling import KEPT, host, peak_mb

_AT_ONCE = 64


class LocalNames(AbstractResolver):
    """Every name is this machine's."""

    @override
    async def resolve(
        self, host: str, port: int = 0, family: int = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=port,
                family=socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    @override
    async def close(self) -> None:
        """Nothing is held."""


async def ask(session: aiohttp.ClientSession, urls: Iterable[str]) -> float:
    """Milliseconds of CPU for each of these feeds, none of which was modified."""
    left, before, number = iter(urls), time.process_time(), 0

    async def work() -> None:
        nonlocal number
        for url in left:
            async with session.get(url, headers={"If-None-Match": ETAG}) as answer:
                await answer.read()
            number += 1

    await asyncio.gather(*(work() for _ in range(_AT_ONCE)))
    return 1e3 * (time.process_time() - before) / number


async def measure(port: int, authority: str) -> dict[str, float]:
    """Ask for each feed twice."""
    context = ssl.create_default_context(cafile=authority)
    urls = [f"https://{host(number)}:{port}/feed.xml" for number in range(KEPT)]
    connector = aiohttp.TCPConnector(resolver=LocalNames(), ssl=context, limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        first, second = await ask(session, urls), await ask(session, urls)
    return {
        "keepalive_first_cpu_ms": round(first, 3),
        "keepalive_again_cpu_ms": round(second, 3),
        "keepalive_peak_mb_1000": round(peak_mb(), 1),
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1]), sys.argv[2]))))
