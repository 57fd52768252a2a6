"""What connections to Slack cost that are kept: ``python -m benchmarks.connections``.

A server on this machine that speaks TLS 1.3 takes ``--requests`` posts, each as soon as
the one before was answered: of the bot's client, and of its peer, Slack's own library as
it comes, which opens a connection a request. Each asks in a process of its own, so that
its CPU is counted alone. The last line is one JSON object: connections opened, and
milliseconds of CPU and of time for each request.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import ssl
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.http_api import SlackApi
from tests.fakes.certificates import Certificates, make_certificates
from tests.fakes.slack.switchboard import switchboard

REQUESTS = 500
NAME, TEXT = "localhost", "Ports may close."
OURS, PEER = "bot", "library"

Post = Callable[[], Awaitable[object]]


async def measure(requests: int = REQUESTS) -> dict[str, float]:
    """Let both ask."""
    with tempfile.TemporaryDirectory() as folder:
        certificates = make_certificates(Path(folder), NAME)
        found: dict[str, float] = {}
        for who in (OURS, PEER):
            found |= await _measured(who, requests, certificates)
    return found


async def _measured(
    who: str, requests: int, certificates: Certificates
) -> dict[str, float]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.chain, certificates.key)
    async with switchboard(tls=context) as board:
        url = board.url.replace("http://127.0.0.1", f"https://{NAME}")
        asking = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.connections", "--ask", who),
            *("--url", url, "--requests", str(requests)),
            env={**os.environ, "SSL_CERT_FILE": str(certificates.authority)},
            stdout=asyncio.subprocess.PIPE,
        )
        told, _ = await asking.communicate()
        opened = sum(bool(heads) for heads in board.connections)
    costs: dict[str, float] = json.loads(told)
    return {f"{who}_connections": opened} | {
        f"{who}_{name}": cost for name, cost in costs.items()
    }


async def ask(who: str, url: str, requests: int) -> dict[str, float]:
    """Post so often; what each post cost, after a first one."""
    if who == PEER:
        library = AsyncWebClient("xoxb", base_url=f"{url}api/")
        return await _costs(
            lambda: library.chat_postMessage(channel="C1", text=TEXT), requests
        )
    async with SlackApi("xoxb", f"{url}api/") as api:
        return await _costs(
            lambda: api.write("chat.postMessage", channel="C1", text=TEXT), requests
        )


async def _costs(post: Post, requests: int) -> dict[str, float]:
    await post()
    began, worked = time.perf_counter(), time.process_time()
    for _ in range(requests - 1):
        await post()
    seconds = {
        "cpu_ms": time.process_time() - worked,
        "ms": time.perf_counter() - began,
    }
    return {
        name: round(1e3 * spent / (requests - 1), 3) for name, spent in seconds.items()
    }


def main() -> None:
    """Measure, or be one of the two who ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--ask", choices=(OURS, PEER))
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    asking = given.ask is not None
    work = (
        ask(given.ask, given.url, given.requests) if asking else measure(given.requests)
    )
    print(json.dumps(asyncio.run(work)))


if __name__ == "__main__":
    main()
