"""A Slack that gives every request the same answer, to test connections alone."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PATIENCE = 60.0

_SAID = b'{"ok": true, "ts": "1.1"}'
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    b"Set-Cookie: b=1; path=/\r\nContent-Length: %d\r\n\r\n%b" % (len(_SAID), _SAID)
)


@dataclass(slots=True)
class Switchboard:
    """Answers over connections, each a list of the heads of the requests by it.

    With ``closes`` it ends a connection after each answer, without a word of it. While
    ``speaks`` is not set, it says nothing.
    """

    closes: bool = False
    speaks: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""
    connections: list[list[str]] = field(default_factory=list[list[str]])
    called: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    asked: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    ended: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    def __post_init__(self) -> None:
        """It speaks."""
        self.speaks.set()

    async def all_ended(self) -> None:
        """Wait until every connection there was has ended.

        Raises:
            TimeoutError: one has not.
        """
        await _counted(self.ended, len(self.connections))

    async def all_called(self, number: int) -> None:
        """Wait until so many connections were made.

        Raises:
            TimeoutError: they were not.
        """
        await _counted(self.called, number)

    async def all_asked(self, number: int) -> None:
        """Wait until so many requests have come.

        Raises:
            TimeoutError: they have not.
        """
        await _counted(self.asked, number)

    async def talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer what comes by one connection."""
        heads: list[str] = []
        self.connections.append(heads)
        self.called.release()
        try:
            while not heads or not self.closes:
                heads.append(await _head(reader))
                self.asked.release()
                await self.speaks.wait()
                writer.write(_ANSWER)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()
            self.ended.release()


async def _counted(semaphore: asyncio.Semaphore, number: int) -> None:
    async with asyncio.timeout(PATIENCE):
        for _ in range(number):
            await semaphore.acquire()


async def _head(reader: asyncio.StreamReader) -> str:
    """The head of the next request, whose body is read as well."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = re.search(r"(?i)content-length: (\d{1,9})", head)
    await reader.readexactly(int(length[1]) if length else 0)
    return head


@asynccontextmanager
async def switchboard(
    *, closes: bool = False, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Switchboard]:
    """Be there on loopback until the block ends."""
    board = Switchboard(closes)
    server = await asyncio.start_server(board.talk, "127.0.0.1", 0, ssl=tls)
    async with server:
        board.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        yield board
    board.speaks.set()
    await board.all_ended()
