"""The HTTP client: the sole owner of aiohttp's client side."""

from __future__ import annotations

import asyncio
import errno
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override
from yarl import URL

from bot.core.domain.errors import (
    BadResponseError,
    BadUrlError,
    BotError,
    FetchError,
    FetchTimeoutError,
    GarbledError,
    UnreachableError,
)
from bot.core.ports.metrics import NO_METER, Meter, Timing
from bot.fetching.bodies import check_length, check_type, read_chunks
from bot.fetching.exchanges import Answer, Wish, content_type
from bot.fetching.handshakes import Handshakes
from bot.fetching.urls import Reach, blocked

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""Finds the addresses behind a name; raises ``OSError`` when there are none."""

_HEADER_BYTES = 32 * 1024
_CHUNK = 64 * 1024
_LOOKUPS = 64
# aiohttp asserts what damaged bytes may break: that nothing is left to decompress.
_ERRORS = (aiohttp.ClientError, OSError, ValueError, EOFError, AssertionError)


@dataclass(frozen=True, slots=True)
class Network:
    """What lies between the bot and a server.

    ``lookup`` finds addresses, of which those within ``reach`` may be connected to.
    """

    reach: Reach
    lookup: Lookup
    handshakes: Handshakes
    connect_seconds: float = 5.0


async def look_up(host: str) -> tuple[str, ...]:
    """The addresses that the machine's resolver gives for a name.

    Raises:
        OSError: it knows none.
    """
    ask = partial(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM)
    found = await asyncio.get_running_loop().run_in_executor(_threads(), ask)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


@cache
def _threads() -> ThreadPoolExecutor:
    """One for each name that is looked up at once: the loop has six of its own.

    A resolver that does not answer keeps one for half a minute, though nobody waits.
    """
    return ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="names")


class Client:
    """Sends single requests; an async context manager.

    The address is checked where the connection is made. Nothing is remembered between
    requests: no cookies, no credentials, no connection, no address of a name.
    """

    def __init__(self, agent: str, network: Network, meter: Meter = NO_METER) -> None:
        self._agent = agent
        self._network = network
        self._meter = meter
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        network = self._network
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                socket_factory=_guard(network.reach),
                resolver=_Resolver(network.lookup),
                use_dns_cache=False,
                # A connection kept open costs 300 KB with TLS, and polls are rare.
                force_close=True,
                limit=0,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate"},
            timeout=aiohttp.ClientTimeout(connect=network.connect_seconds),
            trust_env=False,
            max_line_size=_HEADER_BYTES,
            max_field_size=_HEADER_BYTES,
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

    async def get(self, target: URL, wish: Wish) -> Answer:
        """Send one request, and follow no redirect.

        Raises:
            FetchError: there is no answer, or its body is not what was wished for.
        """
        host = target.raw_host or ""
        began = time.monotonic()
        try:
            return await self._try(target, wish, host)
        except BotError:
            raise
        except _ERRORS as error:
            raise _translated(error, host) from error
        finally:
            self._meter.observe(Timing.FETCH, time.monotonic() - began)

    async def _try(self, target: URL, wish: Wish, host: str) -> Answer:
        try:
            return await self._send(target, wish, host)
        except aiohttp.ClientConnectorError as error:
            if not _not_agreed(error) or not self._network.handshakes.widen(host):
                raise
        return await self._send(target, wish, host)

    async def _send(self, target: URL, wish: Wish, host: str) -> Answer:
        if self._session is None:
            raise RuntimeError("the fetcher is used outside of its context")
        secure = target.scheme == "https"
        async with self._session.get(
            target,
            headers={"Accept": wish.accept, **wish.headers},
            allow_redirects=False,
            ssl=self._network.handshakes.context(host) if secure else True,
        ) as response:
            return await _answer(response, wish)


def _not_agreed(error: aiohttp.ClientConnectorError) -> bool:
    """Whether the server may have liked nothing of what it was offered."""
    by_word = isinstance(error, aiohttp.ClientConnectorSSLError)
    return by_word or isinstance(error.os_error, ConnectionResetError)


async def _answer(response: aiohttp.ClientResponse, wish: Wish) -> Answer:
    answer = Answer(str(response.url), response.status, response.headers)
    if response.status != HTTPStatus.OK:
        return answer
    if not wish.any_type:
        check_type(content_type(response.headers))
    if not wish.is_cut:
        check_length(response.content_length, wish.body)
    chunks = response.content.iter_chunked(_CHUNK)
    body = await read_chunks(chunks, wish.body, is_cut=wish.is_cut)
    return replace(answer, body=body, charset=response.charset)


class _RefusedError(OSError):
    """The guard's refusal, in the form in which aiohttp hands it on."""


class _Resolver(AbstractResolver):
    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    @override
    async def resolve(
        self, host: str, port: int = 0, family: int = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=family,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in await self._lookup(host)
        ]

    @override
    async def close(self) -> None:
        """Nothing is held."""


def _guard(reach: Reach) -> Callable[[aiohttp.AddrInfoType], socket.socket]:
    """Makes sockets for addresses within reach: the last thing before a connection."""

    def open_socket(address_info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = address_info
        if not reach.is_allowed(str(address[0])):
            raise _RefusedError(errno.EACCES, "not on the public internet")
        return socket.socket(family, kind, protocol)

    return open_socket


def _translated(error: Exception, host: str) -> FetchError:
    """The bot's error for one of the library's."""
    match error:
        case TimeoutError():
            return FetchTimeoutError(f"{host} takes too long to answer")
        case aiohttp.ClientConnectorError():
            return _not_connected(error, host)
        case aiohttp.InvalidURL():
            return BadUrlError("this is not a link")
        case aiohttp.ClientPayloadError():
            return BadResponseError(f"the answer of {host} is cut short or damaged")
        case _:
            return GarbledError(f"{host} gives no proper HTTP answer")


def _not_connected(error: aiohttp.ClientConnectorError, host: str) -> FetchError:
    match error:
        case aiohttp.ClientConnectorDNSError():
            return UnreachableError(f"there is no server of the name {host}")
        case aiohttp.ClientConnectorError(os_error=_RefusedError()):
            return blocked()
        case aiohttp.ClientSSLError():
            return UnreachableError(f"{host} has no valid certificate")
        case _:
            return UnreachableError(f"no connection to {host} could be made")
