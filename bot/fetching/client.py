"""The HTTP client of this package; the only module here that imports aiohttp."""

from __future__ import annotations

import asyncio
import errno
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
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
from bot.core.domain.proxies import NO_PROXIES, Proxies
from bot.core.ports.metrics import NO_METRICS, HistogramName, Metrics
from bot.fetching.bodies import check_length, check_type, read_chunks
from bot.fetching.http_messages import HttpResponse, RequestSpec, content_type
from bot.fetching.ip_addresses import parse_address
from bot.fetching.tls import TlsContexts
from bot.fetching.urls import Reach, blocked

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""A function that returns the IP addresses of a host name.

It raises ``OSError`` if the name has none.
"""

_MAX_HEADER_BYTES = 32 * 1024
_CHUNK_BYTES = 64 * 1024
_MAX_LOOKUPS = 64
# aiohttp opens sockets in the context of the request, and in tasks that copy it.
_permits: ContextVar[Callable[[str, int], bool]] = ContextVar("permits")
# aiohttp asserts that no data is left to decompress; damaged bodies break that.
_ERRORS = (aiohttp.ClientError, OSError, ValueError, EOFError, AssertionError)


@dataclass(frozen=True, slots=True)
class NetworkAccess:
    """How to connect: permitted addresses, DNS lookup, TLS contexts, limit, proxies.

    ``connect_seconds`` is the maximum time to connect.
    """

    reach: Reach
    lookup: Lookup
    tls: TlsContexts
    connect_seconds: float = 5.0
    proxies: Proxies = NO_PROXIES


async def look_up(host: str) -> tuple[str, ...]:
    """Return the IP addresses of a host name, as the system resolves it.

    Raises:
        OSError: the name has no IP address.
    """
    resolve = partial(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM)
    results = await asyncio.get_running_loop().run_in_executor(_lookup_pool(), resolve)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in results))


@cache
def _lookup_pool() -> ThreadPoolExecutor:
    """Return the threads that run DNS lookups.

    The event loop's own pool may have only six threads. A resolver that does not answer
    blocks a thread for 30 seconds, even if the caller has given up.
    """
    return ThreadPoolExecutor(_MAX_LOOKUPS, thread_name_prefix="dns")


class Client:
    """Sends single requests; an async context manager.

    The server's IP address is checked when the client connects. Cookies, credentials,
    connections and DNS answers are not kept between requests.
    """

    def __init__(
        self, agent: str, network: NetworkAccess, metrics: Metrics = NO_METRICS
    ) -> None:
        self._agent = agent
        self._network = network
        self._metrics = metrics
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        network = self._network
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                socket_factory=_open_permitted_socket,
                resolver=_LookupResolver(network.lookup),
                use_dns_cache=False,
                # An open TLS connection costs 300 KB, and polls are rare.
                force_close=True,
                limit=0,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate"},
            timeout=aiohttp.ClientTimeout(connect=network.connect_seconds),
            trust_env=False,
            max_line_size=_MAX_HEADER_BYTES,
            max_field_size=_MAX_HEADER_BYTES,
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

    async def get(self, url: URL, spec: RequestSpec) -> HttpResponse:
        """Send one request; redirects are not followed.

        Raises:
            FetchError: the request fails, or the body does not fit ``spec``.
        """
        host = url.raw_host or ""
        started = time.monotonic()
        try:
            return await self._send_with_fallback(url, spec, host)
        except BotError:
            raise
        except _ERRORS as error:
            raise _translated(error, host) from error
        finally:
            self._metrics.observe(HistogramName.FETCH, time.monotonic() - started)

    async def _send_with_fallback(
        self, url: URL, spec: RequestSpec, host: str
    ) -> HttpResponse:
        """Send a request; if the handshake fails, retry with the full TLS context."""
        try:
            return await self._send(url, spec, host)
        except aiohttp.ClientConnectorError as error:
            if not _is_handshake_failure(error) or not self._network.tls.use_full(host):
                raise
        return await self._send(url, spec, host)

    async def _send(self, url: URL, spec: RequestSpec, host: str) -> HttpResponse:
        if self._session is None:
            raise RuntimeError(
                "the HTTP client is not open: use it in an async with block"
            )
        secure = url.scheme == "https"
        proxy = await self._choose_proxy(url, host)
        async with self._session.get(
            url,
            headers=spec.headers_for(url),
            allow_redirects=False,
            proxy=proxy,
            ssl=self._network.tls.context(host) if secure else True,
        ) as response:
            return await _read_response(response, spec)

    async def _choose_proxy(self, url: URL, host: str) -> str | None:
        """Return the proxy for a request, and set which IP addresses it may connect to.

        With a proxy, every IP address is permitted, since the proxy may be in the
        private network.

        Raises:
            BlockedAddressError: the host has an IP address that is not permitted.
        """
        proxy = self._network.proxies.of_url(str(url))
        if proxy is None:
            _permits.set(partial(self._network.reach.permits, host))
        else:
            await self._check_addresses(host, url.port or 0)
            # The operator chose the proxy.
            _permits.set(lambda _, __: True)
        return proxy

    async def _check_addresses(self, host: str, port: int) -> None:
        """Check a host that a proxy will connect to, if its addresses are known here.

        Raises:
            BlockedAddressError: one of its IP addresses is not permitted.
        """
        network = self._network
        try:
            if parse_address(host) is not None:
                addresses: Sequence[str] = (host,)
            else:
                async with asyncio.timeout(network.connect_seconds):
                    addresses = await network.lookup(host)
        except OSError as error:
            # Many networks with a proxy resolve public names only there.
            if network.reach.permits_unresolved(host, port):
                return
            raise blocked() from error
        if not all(network.reach.permits(host, address, port) for address in addresses):
            raise blocked()


def _is_handshake_failure(error: aiohttp.ClientConnectorError) -> bool:
    """Return whether the server may have refused all options of the TLS handshake."""
    is_tls_error = isinstance(error, aiohttp.ClientConnectorSSLError)
    return is_tls_error or isinstance(error.os_error, ConnectionResetError)


async def _read_response(
    response: aiohttp.ClientResponse, spec: RequestSpec
) -> HttpResponse:
    head = HttpResponse(str(response.url), response.status, response.headers)
    if response.status != HTTPStatus.OK:
        return head
    if not spec.any_type:
        check_type(content_type(response.headers))
    if not spec.truncate:
        check_length(response.content_length, spec.max_bytes)
    chunks = response.content.iter_chunked(_CHUNK_BYTES)
    body = await read_chunks(chunks, spec.max_bytes, truncate=spec.truncate)
    return replace(head, body=body, charset=response.charset)


class _BlockedError(OSError):
    """The client must not connect to this IP address.

    This is an ``OSError`` because aiohttp passes such errors on.
    """


class _LookupResolver(AbstractResolver):
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
    async def close(self) -> None: ...


def _open_permitted_socket(address_info: aiohttp.AddrInfoType) -> socket.socket:
    """Open a socket for a connection that the present request may make.

    aiohttp calls the function right before each connection.

    Raises:
        _BlockedError: the request may not connect to the IP address or port.
    """
    family, kind, protocol, _, (address, port, *_) = address_info
    if not _permits.get()(str(address), int(port)):
        raise _BlockedError(errno.EACCES, "not on the public internet")
    return socket.socket(family, kind, protocol)


def _translated(error: Exception, host: str) -> FetchError:
    """Map an error of aiohttp to one of the bot's errors."""
    match error:
        case TimeoutError():
            return FetchTimeoutError(f"{host} takes too long to answer")
        case aiohttp.ClientConnectorError() | aiohttp.ClientHttpProxyError():
            return _not_connected(error, host)
        case aiohttp.InvalidURL():
            return BadUrlError("the link is not valid")
        case aiohttp.ClientPayloadError():
            return BadResponseError(f"the response of {host} is incomplete or damaged")
        case _:
            return GarbledError(f"{host} does not send a valid HTTP response")


def _not_connected(error: aiohttp.ClientError, host: str) -> FetchError:
    match error:
        case aiohttp.ClientConnectorDNSError() if error.host == host:
            return UnreachableError(f"host not found (DNS): {host}")
        case aiohttp.ClientConnectorError(os_error=_BlockedError()):
            return blocked()
        case aiohttp.ClientSSLError():
            return UnreachableError(f"{host} has no valid certificate")
        case (
            aiohttp.ClientHttpProxyError()
            | aiohttp.ClientProxyConnectionError()
            | aiohttp.ClientConnectorDNSError()
        ):
            return UnreachableError(_proxy_problem(error, host))
        case _:
            return UnreachableError(f"cannot connect to {host}")


def _proxy_problem(error: aiohttp.ClientError, host: str) -> str:
    if not isinstance(error, aiohttp.ClientHttpProxyError):
        return "the proxy cannot be reached: check HTTPS_PROXY and HTTP_PROXY"
    if error.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return "the proxy refuses the login: check HTTPS_PROXY"
    return f"the proxy does not connect to {host}: it answers {error.status}"
