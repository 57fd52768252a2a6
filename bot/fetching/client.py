"""The HTTP client: the sole owner of aiohttp's client side."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from importlib.metadata import version
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override
from yarl import URL

from bot.core.errors import (
    BadResponseError,
    BadUrlError,
    BotError,
    FetchError,
    FetchTimeoutError,
    UnreachableError,
)
from bot.core.ports import Fetcher, Page
from bot.fetching.bodies import check_length, check_type, read_chunks
from bot.fetching.politeness import Budget, HostSlots
from bot.fetching.redirects import Trail
from bot.fetching.urls import (
    ANYWHERE,
    INTERNET,
    Reach,
    blocked,
    check_redirect,
    check_url,
)

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""Finds the addresses behind a name; raises ``OSError`` when there are none."""

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8"
_HEADER_BYTES = 32 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may take: seconds, bytes after decompression, redirects."""

    seconds: float = 20.0
    connect_seconds: float = 5.0
    body: int = 5_000_000
    redirects: int = 5
    per_host: int = 2


async def look_up(host: str) -> tuple[str, ...]:
    """The addresses that the machine's resolver gives for a name.

    Raises:
        OSError: it knows none.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedFetcher(Fetcher):
    """Gets pages from public web servers only; an async context manager.

    The address is checked where the connection is made, for every redirect anew, so
    that no name, notation or rebinding leads elsewhere. Nothing is remembered between
    fetches: no cookies, no credentials, no connection.

    ``contact`` is an address or link by which a site's owner finds the bot's.
    ``allow_private`` opens the machine's own network, on any port; ``reach`` says more
    precisely what is open.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        allow_private: bool = False,
        reach: Reach | None = None,
        limits: FetchLimits = FetchLimits(),
        lookup: Lookup = look_up,
    ) -> None:
        self._agent = _agent(contact)
        self._reach = reach or (ANYWHERE if allow_private else INTERNET)
        self._limits = limits
        self._lookup = lookup
        self._slots = HostSlots(limits.per_host)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                socket_factory=_guard(self._reach),
                resolver=_Resolver(self._lookup),
                force_close=True,
                limit=0,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={
                "User-Agent": self._agent,
                "Accept": _ACCEPT,
                "Accept-Encoding": "gzip, deflate",
            },
            timeout=aiohttp.ClientTimeout(connect=self._limits.connect_seconds),
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

    @override
    async def fetch(self, url: str) -> Page:
        """Get one page, over at most five redirects.

        Raises:
            FetchError: it could not be had; the subclass and message say why.
        """
        target = check_url(url, self._reach)
        ask = partial(self._ask, budget=Budget(self._limits.seconds))
        return await Trail(ask, self._limits.redirects).follow(target)

    async def _ask(self, target: URL, *, budget: Budget) -> Page | URL:
        """One request: the page, or where it has moved to."""
        try:
            async with self._slots.slot(target.host or ""), budget.spending():
                return await self._request(target)
        except BotError:
            raise
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _translated(error, target.host or "") from error

    async def _request(self, target: URL) -> Page | URL:
        if self._session is None:
            raise RuntimeError("the fetcher is used outside of its context")
        async with self._session.get(target, allow_redirects=False) as response:
            if response.status in _REDIRECTS:
                return check_redirect(
                    target, response.headers.get("Location"), self._reach
                )
            return await self._page(response)

    async def _page(self, response: aiohttp.ClientResponse) -> Page:
        if response.status != HTTPStatus.OK:
            raise BadResponseError(f"the server answers {_status(response.status)}")
        content_type = _content_type(response)
        check_type(content_type)
        check_length(response.content_length, self._limits.body)
        chunks = response.content.iter_chunked(_CHUNK)
        body = await read_chunks(chunks, self._limits.body)
        return Page(str(response.url), body, content_type, response.charset)


def _agent(contact: str | None) -> str:
    name = f"Sitrep/{version('sitrep-bot')}"
    return f"{name} (+{contact})" if contact else name


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
            return BadResponseError(f"{host} gives no proper HTTP answer")


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


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _content_type(response: aiohttp.ClientResponse) -> str:
    """The declared type, or nothing: aiohttp itself would call it octet-stream."""
    declared = response.headers.get("Content-Type", "")
    return declared.partition(";")[0].strip().lower()
