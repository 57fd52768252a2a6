"""How an adapter reaches a platform over HTTP."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import aiohttp
from typing_extensions import override

from bot.core.messages.briefing_json import Document, Json
from tests.fakes.platforms.wires import (
    Answer,
    LostError,
    NotReachedError,
    Request,
    Wire,
)


class HttpWire(Wire):
    """Carries requests to the server at an address, each once.

    ``patience`` is how many seconds it waits for an answer.
    """

    def __init__(self, url: str, *, patience: float = 10.0) -> None:
        self._url = url
        self._patience = aiohttp.ClientTimeout(total=patience)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        # A connection that is used again may have been closed by the server.
        connector = aiohttp.TCPConnector(force_close=True)
        self._session = aiohttp.ClientSession(
            connector=connector, timeout=self._patience
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    @override
    async def call(self, request: Request) -> Answer:
        """Ask the server.

        Raises:
            NotReachedError: there was no connection to it.
            LostError: it cut the connection or was too slow.
        """
        if self._session is None:
            raise LostError("not connected")
        is_read = request.method == "GET"
        query = {name: str(value) for name, value in request.payload.items()}
        try:
            async with self._session.request(
                request.method,
                self._url + request.path,
                params=query if is_read else None,
                json=None if is_read else dict(request.payload),
            ) as response:
                body: Json = await response.json()
        except aiohttp.ClientConnectorError as error:
            raise NotReachedError(str(error)) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise LostError(str(error) or type(error).__name__) from error
        return Answer(response.status, _document(body), dict(response.headers))


def _document(body: Json) -> Document:
    """The body; a bare list of messages under that name."""
    return body if isinstance(body, dict) else {"messages": body}
