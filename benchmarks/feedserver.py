"""Feeds over TLS, for benchmarks: ``python -m benchmarks.feedserver CHAIN KEY``.

It prints its port, and serves until it is ended. Each path is a feed of its own; who
names the validator of today is told that nothing was modified.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Mapping
from typing import cast

from typing_extensions import override

ETAG = '"today"'

_ITEMS = 20
_WORDS = "The harbour council has put off its vote on the new quay until autumn. " * 4


def feed(path: str) -> bytes:
    """Return a made-up feed of some twenty items, as long as many are."""
    items = "".join(
        f"<item><title>Quay {number} of {path}</title>"
        f"<link>https://quays.test{path}/{number}</link><guid>{path}-{number}</guid>"
        f"<pubDate>Tue, 03 Mar 2026 08:{number:02}:00 GMT</pubDate>"
        f"<description>{_WORDS}</description></item>"
        for number in range(_ITEMS)
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
    return f"{head}<title>{path}</title>{items}</channel></rss>".encode()


def respond(request: str) -> bytes:
    """Return the answer to one request."""
    path, headers = parse_request(request)
    wanted = headers.get("if-none-match") != ETAG
    body = feed(path) if wanted else b""
    lines = [
        "HTTP/1.1 200 OK" if wanted else "HTTP/1.1 304 Not Modified",
        f"ETag: {ETAG}",
        "Last-Modified: Tue, 03 Mar 2026 08:00:00 GMT",
        "Date: Tue, 03 Mar 2026 09:00:00 GMT",
        "Cache-Control: max-age=300",
    ]
    if wanted:
        lines += ["Content-Type: application/rss+xml", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def parse_request(request: str) -> tuple[str, Mapping[str, str]]:
    """Return the path, and the headers by their names in lower case."""
    first, *lines = request.rstrip().split("\r\n")
    headers = (line.partition(":") for line in lines)
    named = {name.lower(): value.strip() for name, _, value in headers}
    return first.split(" ")[1], named


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._received = ""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    @override
    def data_received(self, data: bytes) -> None:
        self._received += data.decode("latin-1")
        if self._transport is None or not self._received.endswith("\r\n\r\n"):
            return
        self._transport.write(respond(self._received))
        if "connection: close" in self._received.lower():
            self._transport.close()
        self._received = ""


async def serve(chain: str, key: str) -> None:
    """Serve until the process is ended."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)
    server = await asyncio.get_running_loop().create_server(
        _Connection, "127.0.0.1", 0, ssl=context, backlog=1_000
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:3]))
