"""``sitrep run`` with a server that takes connections and never answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fakes import command

pytestmark = pytest.mark.slow

SECONDS = 150
END_SECONDS = 10
FEED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n\r\n"
    b'<rss version="2.0"><channel><title>Town</title></channel></rss>'
)


@dataclass(slots=True)
class Server:
    """Answers each request with the same bytes, or never; knows who asked."""

    answer: bytes | None
    asked: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    port: int = 0

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one connection."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            self.asked.put_nowait(await reader.readuntil(b"\r\n\r\n"))
            if self.answer is None:
                await reader.read()
            else:
                writer.write(self.answer)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def serving(answer: bytes | None) -> AsyncIterator[Server]:
    server = Server(answer)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield server


async def test_others_are_polled_and_a_signal_ends_the_bot_in_time(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sitrep.yaml"
    async with asyncio.timeout(SECONDS), serving(None) as slow, serving(FEED) as good:
        sources = "".join(
            f"      - feed: http://127.0.0.1:{one.port}/feed.xml\n"
            for one in (slow, good)
        )
        path.write_text(
            f"topics:\n  town:\n    title: Town\n    sources:\n{sources}"
            "engine: fast\n"
            'digests:\n  now:\n    topics: [town]\n    at: "00:00"\n    to: [console]\n'
        )
        running = command.running(path, {"SITREP_ALLOW_PRIVATE": "1"})
        async with running as process:
            await slow.asked.get()
            await good.asked.get()
            process.terminate()
            async with asyncio.timeout(END_SECONDS):
                status = await process.wait()

    assert status == 0
