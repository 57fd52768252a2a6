"""An HTTP proxy on loopback, and a door that speaks TLS before a plain server."""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Place = tuple[str, int | None]
"""An IP address, and the port if it is not the requested one."""

_GOOD = b"HTTP/1.1 200 Connection established\r\n\r\n"


@dataclass(slots=True)
class LoopbackProxy:
    """Connects to the hosts that it knows, and remembers what it was asked.

    With a ``login`` it serves only who sends it; with a ``refusal`` it answers that
    status to every request.
    """

    hosts: Mapping[str, Place]
    login: str = ""
    refusal: str = ""
    port: int = 0
    requests: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address that the variables name."""
        login = f"{self.login}@" if self.login else ""
        return f"http://{login}127.0.0.1:{self.port}"

    async def talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one client, to whom the upstream server then talks directly."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split(" ", 2)
        self.requests.append(f"{method} {target}")
        self.heads.append(head)
        status = self._refusal(head, urlsplit(_absolute(target)).hostname or "")
        if status:
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
            return
        await self._connect(method, target, head, (reader, writer))

    def _refusal(self, head: str, host: str) -> str:
        sent = b64encode(self.login.encode()).decode()
        if self.login and f"Proxy-Authorization: Basic {sent}" not in head:
            return "407 Proxy Authentication Required"
        return self.refusal or ("" if host in self.hosts else "502 Bad Gateway")

    async def _connect(
        self,
        method: str,
        target: str,
        head: str,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        url = urlsplit(_absolute(target))
        address, port = self.hosts[url.hostname or ""]
        upstream = await asyncio.open_connection(address, port or url.port or 80)
        if method == "CONNECT":
            client[1].write(_GOOD)
        else:
            lines = head.split("\r\n")
            path = url._replace(scheme="", netloc="").geturl() or "/"
            lines[0] = f"{method} {path} HTTP/1.1"
            kept = (line for line in lines if not line.startswith("Proxy-"))
            upstream[1].write("\r\n".join(kept).encode("latin-1"))
        await join(client, upstream)


def _absolute(target: str) -> str:
    return target if "://" in target else f"//{target}"


async def join(
    client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    upstream: tuple[asyncio.StreamReader, asyncio.StreamWriter],
) -> None:
    """Copy what each side says to the other, until one of them ends."""
    there = asyncio.create_task(_copy(client[0], upstream[1]))
    back = asyncio.create_task(_copy(upstream[0], client[1]))
    try:
        await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
    finally:
        upstream[1].close()
        there.cancel()
        back.cancel()
        await asyncio.gather(there, back, return_exceptions=True)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def listening(
    talk: Talk, tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """Talk with each client on loopback until the block ends; yields the port."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            tasks.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await talk(reader, writer)
        finally:
            writer.close()
            if task is not None:
                tasks.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def running_proxy(
    hosts: Mapping[str, Place], *, login: str = "", refusal: str = ""
) -> AsyncIterator[LoopbackProxy]:
    """Run a proxy until the block ends."""
    proxy = LoopbackProxy(hosts, login, refusal)
    async with listening(proxy.talk) as proxy.port:
        yield proxy


@asynccontextmanager
async def tls_door(port: int, tls: ssl.SSLContext) -> AsyncIterator[int]:
    """Speak TLS before the plain server at a port; yields the port of the door."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await join((reader, writer), await asyncio.open_connection("127.0.0.1", port))

    async with listening(talk, tls) as opened:
        yield opened
