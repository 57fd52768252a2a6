"""Fetches and polls pages of public web servers, within limits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

from typing_extensions import override
from yarl import URL

from bot.core.domain.allowed_servers import AllowedServer
from bot.core.domain.configuration import Source
from bot.core.domain.errors import BadResponseError, FetchTimeoutError, GarbledError
from bot.core.domain.proxies import NO_PROXIES, Proxies
from bot.core.domain.records import Validators
from bot.core.ports.metrics import NO_METRICS, Metrics
from bot.core.ports.services import Fetcher, Page, Poller, Reply
from bot.fetching import robots
from bot.fetching.bodies import check_text
from bot.fetching.client import Client, Lookup, NetworkAccess, look_up
from bot.fetching.credentials import Credentials, credentials_of
from bot.fetching.http_messages import HttpResponse, RequestSpec, check_status
from bot.fetching.rate_limits import CrawlDelay, RequestLimiter, TimeBudget
from bot.fetching.retry_after import fresh_for
from bot.fetching.robots_rules import TOKEN
from bot.fetching.single_flight import SingleFlight
from bot.fetching.tls import TlsContexts
from bot.fetching.urls import ANYWHERE, Reach, check_redirect, check_url


@dataclass(frozen=True, slots=True)
class Redirect:
    """The checked target of a redirect; ``permanent`` for statuses 301 and 308."""

    url: URL
    permanent: bool = False


SendRequest = Callable[[URL], Awaitable[HttpResponse | Redirect]]
"""Sends one request."""


@dataclass(frozen=True, slots=True)
class FinalResponse:
    """The response at the end of a chain of redirects.

    ``secure`` is true if every URL of the chain is https. ``moved`` is the last URL if
    all redirects are permanent and none leads from https to http.
    """

    response: HttpResponse
    secure: bool
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class RedirectFollower:
    """Sends a request and follows at most ``max_redirects`` redirects."""

    send: SendRequest
    max_redirects: int

    async def follow(self, url: URL) -> FinalResponse:
        """Send requests until a response is not a redirect; return that response.

        Raises:
            BadResponseError: there are too many redirects.
            FetchError: a request fails.
        """
        start, permanent, secure = url, True, url.scheme == "https"
        for _ in range(self.max_redirects + 1):
            result = await self.send(url)
            if isinstance(result, HttpResponse):
                keeps_security = secure or start.scheme == "http"
                has_moved = permanent and keeps_security and url != start
                return FinalResponse(result, secure, str(url) if has_moved else None)
            url, permanent = result.url, permanent and result.permanent
            secure = secure and url.scheme == "https"
        raise BadResponseError(
            f"the server redirects more than {self.max_redirects} times"
        )


_MAX_VALIDATOR_LENGTH = 1_000


def conditional_headers(validators: Validators) -> dict[str, str]:
    """Return the request headers that send ``validators`` to the server.

    With them the server answers 304 if the body is unchanged.
    """
    headers = {
        "If-None-Match": validators.etag,
        "If-Modified-Since": validators.modified,
    }
    return {name: value for name, value in headers.items() if value is not None}


def is_not_modified(response: HttpResponse, validators: Validators) -> bool:
    """Return whether the status is 304 Not Modified, in reply to ``validators``."""
    return response.status == HTTPStatus.NOT_MODIFIED and validators != Validators()


def next_validators(response: HttpResponse, previous: Validators) -> Validators:
    """Return the validators for the next request.

    Each is taken from ``response``, or from ``previous`` if the response has none.
    """
    return Validators(
        _usable_header(response.headers, "ETag") or previous.etag,
        _usable_header(response.headers, "Last-Modified") or previous.modified,
    )


def _usable_header(headers: Mapping[str, str], name: str) -> str | None:
    """Return the header's value if it can be stored and sent back unchanged.

    Return ``None`` if the header is missing or has another value.
    """
    value = headers.get(name)
    if not value or len(value) > _MAX_VALIDATOR_LENGTH or not value.isprintable():
        return None
    return value


_PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8"
_FEEDS = (
    "application/atom+xml,application/rss+xml,application/feed+json,"
    "application/rdf+xml,application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,"
    "text/html;q=0.5,*/*;q=0.4"
)
_TEXTS = "text/plain,*/*;q=0.5"
RequestUrl = Callable[[str, RequestSpec], Awaitable[FinalResponse]]
"""Requests a URL and follows its redirects."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT_REDIRECTS = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Limits of one fetch, and of concurrent requests per host and in total.

    ``seconds`` limits all redirects of a fetch together, ``max_bytes`` the decompressed
    body.
    """

    seconds: float = 20.0
    connect_seconds: float = 5.0
    max_bytes: int = 5_000_000
    max_redirects: int = 5
    per_host: int = 2
    at_once: int = 64


class GuardedFetcher(Fetcher, Poller):
    """Fetches pages from public web servers only; an async context manager.

    The server's IP address is checked at every connection, also after a redirect. So
    odd notations and DNS rebinding cannot reach a private network. The only state
    between requests is the cache of robots.txt rules. Concurrent requests for the same
    URL are sent once.

    ``contact`` is the operator's e-mail address or web page, for the User-Agent header.
    ``allow_private`` permits every IP address and port; ``allow`` permits some servers
    that are not public, and ``reach`` states all in detail. ``authorities`` is a file
    of certificates to trust instead of the machine's. A request through one of the
    ``proxies`` connects to the proxy, so the addresses are checked before that.
    ``logins`` are the values of sources' logins by their environment variables.
    """

    def __init__(  # noqa: PLR0913 - each has its default
        self,
        *,
        contact: str | None = None,
        allow_private: bool = False,
        allow: tuple[AllowedServer, ...] = (),
        reach: Reach | None = None,
        limits: FetchLimits = FetchLimits(),
        lookup: Lookup = look_up,
        authorities: Path | None = None,
        proxies: Proxies = NO_PROXIES,
        logins: Mapping[str, str] | None = None,
        metrics: Metrics = NO_METRICS,
    ) -> None:
        self._reach = reach or (ANYWHERE if allow_private else Reach(servers=allow))
        self._limits = limits
        self._logins = dict(logins or {})
        network = NetworkAccess(
            *(self._reach, lookup, TlsContexts(authorities), limits.connect_seconds),
            proxies,
        )
        self._client = Client(_agent(contact), network, metrics)
        self._limiter = RequestLimiter(at_once=limits.at_once, per_host=limits.per_host)
        self._crawl_delay = CrawlDelay()
        self._robots = robots.RobotsCache(self._read_robots)
        self._fetches: SingleFlight[Page] = SingleFlight()
        self._polls: SingleFlight[Reply] = SingleFlight()
        self._crawls: SingleFlight[Page] = SingleFlight()

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for requests in (self._fetches, self._polls, self._crawls, self._robots):
            await requests.close()
        await self._client.__aexit__(kind, error, trace)

    @override
    async def fetch(self, url: str) -> Page:
        return await self._fetches.do(url, partial(self._fetch, url))

    @override
    async def poll(
        self, url: str, validators: Validators, *, crawling: bool = False
    ) -> Reply:
        return await self.poll_with(None, url, validators, crawling=crawling)

    @override
    async def crawl(self, url: str) -> Page:
        return await self.crawl_with(None, url)

    @override
    def logged_in(self, source: Source) -> Poller:
        return _LoggedIn(self, credentials_of(source, self._logins))

    async def poll_with(
        self,
        credentials: Credentials | None,
        url: str,
        validators: Validators,
        *,
        crawling: bool,
    ) -> Reply:
        """Poll as ``poll`` does, with credentials."""
        work = partial(self._poll, credentials, url, validators, crawling=crawling)
        key = (credentials, url, validators, crawling)
        return await self._polls.do(key, work)

    async def crawl_with(self, credentials: Credentials | None, url: str) -> Page:
        """Fetch a page as ``crawl`` does, with credentials."""
        work = partial(self._crawl, credentials, url)
        return await self._crawls.do((credentials, url), work)

    async def _fetch(self, url: str) -> Page:
        spec = RequestSpec(_PAGES, self._limits.max_bytes)
        return _page(await self._request(url, spec))

    async def _poll(
        self,
        credentials: Credentials | None,
        url: str,
        validators: Validators,
        *,
        crawling: bool,
    ) -> Reply:
        spec = RequestSpec(
            _PAGES if crawling else _FEEDS,
            self._limits.max_bytes,
            any_type=not crawling,
            headers=conditional_headers(validators),
            credentials=credentials,
        )
        request = self._request_politely if crawling else self._request
        final = await _request_if_changed(request, url, spec)
        response = final.response
        unchanged = is_not_modified(response, validators)
        return Reply(
            None if unchanged else _page(final),
            next_validators(response, validators if unchanged else Validators()),
            final.moved,
            fresh_for(response.headers),
        )

    async def _crawl(self, credentials: Credentials | None, url: str) -> Page:
        spec = RequestSpec(_PAGES, self._limits.max_bytes, credentials=credentials)
        return _page(await self._request_politely(url, spec))

    async def _read_robots(self, url: URL) -> HttpResponse:
        spec = RequestSpec(_TEXTS, robots.MAX_BYTES, any_type=True, truncate=True)
        return (await self._request(str(url), spec)).response

    async def _request(self, url: str, spec: RequestSpec) -> FinalResponse:
        return await self._follow(
            url, partial(self._send, spec=spec, budget=self._budget())
        )

    async def _request_politely(self, url: str, spec: RequestSpec) -> FinalResponse:
        return await self._follow(
            url, partial(self._send_politely, spec=spec, budget=self._budget())
        )

    async def _follow(self, url: str, send: SendRequest) -> FinalResponse:
        start = check_url(url, self._reach)
        return await RedirectFollower(send, self._limits.max_redirects).follow(start)

    async def _send_politely(
        self, url: URL, *, spec: RequestSpec, budget: TimeBudget
    ) -> HttpResponse | Redirect:
        delay = await self._robots.check(url)
        await self._crawl_delay.wait(url.raw_host or "", delay)
        return await self._send(url, spec=spec, budget=budget)

    async def _send(
        self, url: URL, *, spec: RequestSpec, budget: TimeBudget
    ) -> HttpResponse | Redirect:
        host = url.raw_host or ""
        try:
            async with self._limiter.slot(host), budget.spend():
                response = await self._client.get(url, spec)
        except TimeoutError as error:
            raise FetchTimeoutError(f"{host} takes too long to answer") from error
        if response.status not in _REDIRECTS:
            return response
        target = check_redirect(url, response.headers.get("Location"), self._reach)
        return Redirect(target, response.status in _PERMANENT_REDIRECTS)

    def _budget(self) -> TimeBudget:
        return TimeBudget(self._limits.seconds)


@dataclass(frozen=True, slots=True)
class _LoggedIn(Poller):
    """Polls with the credentials of a source."""

    fetcher: GuardedFetcher
    credentials: Credentials | None

    @override
    async def poll(
        self, url: str, validators: Validators, *, crawling: bool = False
    ) -> Reply:
        return await self.fetcher.poll_with(
            self.credentials, url, validators, crawling=crawling
        )

    @override
    async def crawl(self, url: str) -> Page:
        return await self.fetcher.crawl_with(self.credentials, url)


async def _request_if_changed(
    request: RequestUrl, url: str, spec: RequestSpec
) -> FinalResponse:
    """Send a conditional request; if the response is invalid, send it unconditionally.

    Some servers send a body with "304 Not Modified", which is invalid HTTP.
    """
    try:
        return await request(url, spec)
    except GarbledError:
        if not spec.headers:
            raise
        return await request(url, replace(spec, headers={}))


def _agent(contact: str | None) -> str:
    name = f"{TOKEN}/{version('sitrep-bot')}"
    return f"{name} (+{contact})" if contact else name


def _page(final: FinalResponse) -> Page:
    """Turn a response into a page.

    Raises:
        StatusError: the status is not 200.
        UnsupportedTypeError: the body is a binary file.
        BadResponseError: the body is empty.
    """
    response = final.response
    check_status(response)
    check_text(response.body)
    if not response.body:
        raise BadResponseError("the server's response is empty")
    return Page(
        response.url,
        response.body,
        response.content_type,
        response.charset,
        final.secure,
        next_validators(response, Validators()),
    )
