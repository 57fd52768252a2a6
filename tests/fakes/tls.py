"""A web server on loopback that speaks TLS."""

from __future__ import annotations

import asyncio
import ssl
from types import TracebackType
from typing import Self

from tests.fakes.certificates import Certificates
from tests.fakes.web import page


class SecureSite:
    """Gives one answer to all; remembers how each connection was agreed on."""

    def __init__(self, certificates: Certificates, answer: bytes | None = None) -> None:
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(certificates.chain, certificates.key)
        self.versions: list[str | None] = []
        self._answer = page() if answer is None else answer
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(
            self._talk, "127.0.0.1", 0, ssl=self.context
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
        for _ in range(5):
            await asyncio.sleep(0)

    def url(self, host: str, path: str = "/") -> str:
        """The address of a page by a name."""
        port = self._server.sockets[0].getsockname()[1] if self._server else 0
        return f"https://{host}:{port}{path}"

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            self.versions.append(writer.get_extra_info("ssl_object").version())
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self._answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.transport.abort()
