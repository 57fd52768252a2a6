"""A web server on loopback with scripted responses, valid or malformed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Self, TypeAlias

Pieces = Iterable[bytes]
"""An answer in pieces; they may never end."""

Lookup: TypeAlias = Callable[[str], Awaitable[tuple[str, ...]]]
"""A resolver of names: the addresses of a host."""


class LoopbackSite:
    """Serves raw answers by path, and remembers every connection and request."""

    def __init__(
        self,
        answers: Mapping[str, bytes | Pieces] | bytes = b"",
        *,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.requests: list[str] = []
        self.connections = 0
        self.port = port
        self._host = host
        self._answers = answers
        self._server: asyncio.Server | None = None
        self._busy: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self._host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
        # A connection that was just accepted gets its task some rounds later.
        for _ in range(5):
            await asyncio.sleep(0)
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        """The address of one of the pages."""
        return f"http://{host or self._host}:{self.port}{path}"

    def serve(self, answers: Mapping[str, bytes | Pieces]) -> None:
        """Serve these from now on."""
        self._answers = answers

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.create_task(self._talk(reader, writer))
        self._busy.add(task)
        with suppress(asyncio.CancelledError, ConnectionError):
            await task
        self._busy.discard(task)

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.connections += 1
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.requests.append(head.decode("latin-1"))
            for piece in self._answer(head):
                writer.write(piece)
                await writer.drain()
                # Draining does not let others run while the buffer has room.
                await asyncio.sleep(0)
        except asyncio.IncompleteReadError:
            return
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    def _answer(self, head: bytes) -> Pieces:
        path = head.split(b" ", 2)[1].decode("latin-1")
        answers = self._answers
        answer = answers if isinstance(answers, bytes) else answers[path]
        return [answer] if isinstance(answer, bytes) else answer


def page(
    body: bytes | str = "<p>Hello</p>", *headers: str, status: str = "200 OK"
) -> bytes:
    """A well-formed answer."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *headers]
    if not any(line.lower().startswith("content-type") for line in lines):
        lines.append("Content-Type: text/html; charset=utf-8")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content


def redirect(location: str | None, status: str = "302 Found") -> bytes:
    """A redirect, to nowhere if there is no location."""
    headers = [] if location is None else [f"Location: {location}"]
    return page("", *headers, status=status)


def names(addresses: Mapping[str, tuple[str, ...]]) -> Lookup:
    """A resolver that knows only these names."""

    async def look_up(host: str) -> tuple[str, ...]:
        try:
            return addresses[host]
        except KeyError as error:
            raise OSError(f"no such name: {host}") from error

    return look_up
