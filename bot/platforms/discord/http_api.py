"""Discord's HTTP API: sends each request once, and maps failures to the bot's errors.

``RetryingClient`` is the library's client, which retries failed requests; the gateway
uses it. ``SingleTryClient`` sends each request once: the bot checks whether a message was
posted before it posts again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import NamedTuple
from urllib.parse import urlsplit

import aiohttp
import discord
from discord.http import HTTPClient, Route
from typing_extensions import override

from bot.core.domain.errors import (
    NotSentError,
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.core.domain.proxies import NO_PROXIES, Proxies
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.platforms.pacing import LONGEST_TURN, Pace, Reservations
from bot.platforms.discord.error_codes import REFUSED_BOT, UNAUTHORIZED, error_message
from bot.platforms.discord.fields import malformed, read_id, read_object
from bot.platforms.discord.vendor_patches import RATE_LIMITED, RateLimitBuckets

API_URL = "https://discord.com/api/v10"

TIMEOUT_SECONDS = 20.0
"""Seconds to wait for an answer; below the time after which a post counts as lost."""

REST = 60.0
"""Seconds without requests after Discord refused the token.

Discord blocks IP addresses that send 10,000 invalid requests in ten minutes.
"""

REQUEST_SECONDS = 1 / 48
"""The seconds between two requests.

Discord allows a bot 50 requests per second. The interval is a little longer, because
requests take unequal times.
"""

_BOT = "discord"
"""The name of the pace of all requests."""

_TOO_MANY, _BROKEN, _BAD = 429, 500, 400
_LONG_WAIT = 60.0


class DiscordError(RejectedError):
    """Discord refuses a request; ``code`` is Discord's code, ``status`` HTTP's."""

    def __init__(self, message: str, *, status: int, code: int) -> None:
        super().__init__(message, code=code)
        self.status = status


def bot_pace(patience: float, reservations: Reservations) -> Pace:
    """Return the pace of all requests of the bot.

    If ``patience``, the timeout of a request, is shorter than usual, all times are
    shorter by the same factor.
    """
    share = patience / TIMEOUT_SECONDS
    return Pace(REQUEST_SECONDS * share, reservations, LONGEST_TURN * share)


async def _at_once() -> None:
    """Return without waiting: the next connection may be made at once."""


class RetryingClient(HTTPClient):
    """The library's client; each new gateway connection first waits for ``admitted``.

    ``gateway_url`` replaces the URL of every gateway. The gateway uses the proxy of the
    API, since the library has one proxy for both.
    """

    def __init__(
        self,
        url: str = API_URL,
        *,
        gateway_url: str | None = None,
        admitted: Callable[[], Awaitable[None]] = _at_once,
        trace: aiohttp.TraceConfig | None = None,
        proxies: Proxies = NO_PROXIES,
    ) -> None:
        proxy, loop = proxies.of_url(url), asyncio.get_running_loop()
        super().__init__(loop, proxy=proxy, http_trace=trace)
        self._url = url.rstrip("/")
        self._gateway_url = gateway_url
        self._admitted = admitted

    @override
    async def request(self, route: Route, **options: object) -> Json:
        route.url = self._url + route.url.removeprefix(Route.BASE)
        answer: Json = await super().request(route, **options)  # type: ignore[arg-type]
        return answer

    @override
    async def ws_connect(
        self, url: str, *, compress: int = 0
    ) -> aiohttp.ClientWebSocketResponse:
        await self._admitted()
        place = _moved(url, self._gateway_url)
        return await super().ws_connect(place, compress=compress)


class SingleTryClient(RateLimitBuckets, RetryingClient):
    """Sends each request once and raises ``PostError`` if it fails."""

    def __init__(
        self,
        url: str = API_URL,
        proxies: Proxies = NO_PROXIES,
        pace: Pace | None = None,
    ) -> None:
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._raise_failed)
        trace.on_request_exception.append(_raise_lost)
        super().__init__(url, trace=trace, proxies=proxies)
        self._closed_until = 0.0
        self._pace = pace or Pace(REQUEST_SECONDS)

    async def ask(
        self,
        method: str,
        path: str,
        places: Mapping[str, str],
        options: Mapping[str, object],
    ) -> Json:
        """Send a request and return the JSON of the reply.

        ``places`` fill the placeholders of ``path``; ``options`` go to the library's
        request.

        Raises:
            DiscordError: Discord refuses it for good.
            RateLimitedError: Discord's rate limit is reached.
            PostError: the answer is missing or malformed.
        """
        # Answers to interactions do not count towards the bot's global limit.
        if "webhook_token" not in places:
            wait = self._closed_until - asyncio.get_running_loop().time()
            if wait > 0:
                raise RateLimitedError(RATE_LIMITED, timedelta(seconds=wait))
            await self._pace.turn(_BOT)
        try:
            return await self.request(Route(method, path, **places), **options)
        except _LIBRARY as error:
            raise _mapped(_reply(method, path), error) from error

    async def login(self, token: str) -> str:
        """Log in and return the bot's id.

        Raises:
            DiscordError: the token is invalid.
            PostError: the answer is missing or malformed.
        """
        try:
            return read_id(await self.static_login(token), "the bot's user")
        except _LIBRARY as error:
            raise _mapped(_reply("GET", "/users/@me"), error) from error

    async def _raise_failed(
        self,
        _: aiohttp.ClientSession,
        __: SimpleNamespace,
        end: aiohttp.TraceRequestEndParams,
    ) -> None:
        """Raise an error for a failed request, so that the library does not retry it."""
        response = end.response
        if response.status < _BAD:
            return
        body = await _error_body(response)
        if response.status == _TOO_MANY:
            wait = _retry_after(body, response.headers.get("Retry-After", ""))
            if body.get("global") is True:
                now = asyncio.get_running_loop().time()
                self._closed_until = now + wait.total_seconds()
            raise RateLimitedError(RATE_LIMITED, wait)
        # An answer without a message may come from a proxy in front of Discord.
        if response.status >= _BROKEN or "message" not in body:
            raise PostError(f"Discord answered with HTTP status {response.status}")


class AttachedFile(NamedTuple):
    """A file to attach to a message; ``type`` is its content type."""

    name: str
    content: bytes
    type: str


class DiscordApi:
    """Sends requests as the bot; logs in at the first request."""

    def __init__(
        self,
        token: str,
        *,
        url: str = API_URL,
        patience: float = TIMEOUT_SECONDS,
        proxies: Proxies = NO_PROXIES,
        pace: Pace | None = None,
    ) -> None:
        self._token = token
        self._proxies = proxies
        self._pace = pace or Pace(REQUEST_SECONDS)
        self._url = url
        self._patience = patience
        self._client: SingleTryClient | None = None
        self._login = asyncio.Lock()
        self._user: str | None = None
        self._refused: tuple[float, DiscordError] | None = None

    async def user(self) -> str:
        """Return the bot's own id.

        Raises:
            RejectedError: the token is invalid.
            PostError: Discord does not answer.
        """
        if self._user is None:
            self._user = read_id(await self.ask("GET", "/users/@me"), "the bot's user")
        return self._user

    async def ask(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        query: Mapping[str, str] | None = None,
        **places: str,
    ) -> JsonObject:
        """Send a request and return the JSON object in the reply.

        ``places`` fill the placeholders of ``path``, such as ``channel_id``.

        Raises:
            DiscordError: Discord refuses it for good.
            RateLimitedError: Discord's rate limit is reached.
            PostError: the answer is missing, malformed, or not an object.
        """
        answer = await self.ask_any(method, path, body, query=query, **places)
        return read_object(answer, _reply(method, path))

    async def ask_any(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        query: Mapping[str, str] | None = None,
        **places: str,
    ) -> Json:
        """Send a request and return any JSON, such as a list; ``None`` if empty.

        Raises:
            PostError: as ``ask``.
        """
        options: dict[str, object] = {} if body is None else {"json": body}
        if query is not None:
            options["params"] = dict(query)
        return await self._send(method, path, options, places)

    async def _send(
        self,
        method: str,
        path: str,
        options: Mapping[str, object],
        places: Mapping[str, str],
    ) -> Json:
        self._check()
        try:
            async with asyncio.timeout(self._patience):
                client = await self._connected()
                return await client.ask(method, path, places, options)
        except DiscordError as error:
            self._remember_refusal(error)
            raise
        except TimeoutError as error:
            raise PostError("Discord did not answer in time") from error

    async def send_file(
        self,
        method: str,
        path: str,
        body: JsonObject,
        file: AttachedFile,
        **places: str,
    ) -> JsonObject:
        """Post or edit a message with a file; return the JSON object in the reply.

        ``places`` fill the placeholders of ``path``, as for ``ask``.

        Raises:
            PostError: as ``ask``.
        """
        form = [
            {"name": "payload_json", "value": json.dumps(body)},
            {
                "name": "files[0]",
                "value": file.content,
                "filename": file.name,
                "content_type": file.type,
            },
        ]
        answer = await self._send(method, path, {"form": form}, places)
        return read_object(answer, _reply(method, path))

    def pause(self, method: str, path: str, **places: str) -> float:
        """Return the seconds until a known limit of the route admits a request."""
        if self._client is None:
            return 0.0
        return self._client.known_wait(Route(method, path, **places))

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()

    def _check(self) -> None:
        """Raise an error if Discord refused the token less than ``REST`` ago."""
        now = asyncio.get_running_loop().time()
        if self._refused is not None and now < self._refused[0]:
            raise self._refused[1]

    def _remember_refusal(self, error: DiscordError) -> None:
        """Store ``error`` if Discord refused the token with it.

        An error with a code is about an expired interaction token and is not stored.
        """
        if error.status == UNAUTHORIZED and not error.code:
            self._refused = asyncio.get_running_loop().time() + REST, error

    async def _connected(self) -> SingleTryClient:
        async with self._login:
            if self._client is None:
                client = SingleTryClient(self._url, self._proxies, self._pace)
                try:
                    self._user = await client.login(self._token)
                except BaseException:
                    await client.close()
                    raise
                self._client = client
            return self._client


_LIBRARY = (discord.DiscordException, aiohttp.ClientError, OSError, ValueError)


def _reply(method: str, path: str) -> str:
    return f"the reply to {method} {path}"


def _mapped(reply: str, error: Exception) -> PostError:
    """Map an error of the library; ``reply`` names the reply to the request."""
    match error:
        case discord.LoginFailure():
            return DiscordError(REFUSED_BOT, status=UNAUTHORIZED, code=0)
        case discord.HTTPException() if _BAD <= error.status < _BROKEN:
            words = error_message(error.status, error.code, _sentence(error))
            return DiscordError(words, status=error.status, code=error.code)
        case discord.HTTPException():
            return PostError(f"Discord answered with HTTP status {error.status}")
        case _:
            return _without_answer(reply, error)


def _without_answer(reply: str, error: Exception) -> PostError:
    if isinstance(error, TimeoutError):
        return PostError("Discord did not answer in time")
    if isinstance(error, ValueError):
        return malformed(f"{reply} is not JSON")
    words = str(error) or type(error).__name__
    return PostError(f"Discord did not answer: {words}")


def _sentence(error: discord.HTTPException) -> str:
    words = (error.text or "").strip().splitlines() or [str(error.status)]
    return words[0][:200]


async def _raise_lost(
    _: aiohttp.ClientSession,
    __: SimpleNamespace,
    end: aiohttp.TraceRequestExceptionParams,
) -> None:
    if isinstance(end.exception, aiohttp.ClientHttpProxyError):
        status = end.exception.status
        raise NotSentError(
            f"the proxy does not connect to Discord: it answers {status}"
        )
    if isinstance(end.exception, aiohttp.ClientConnectorError):
        # Without a connection the request was not sent.
        raise NotSentError(f"Discord cannot be reached: {end.exception}")
    if isinstance(end.exception, OSError):
        raise PostError(f"Discord did not answer: {end.exception}")


async def _error_body(response: aiohttp.ClientResponse) -> JsonObject:
    """Return the JSON object in an error reply; empty if the reply contains none."""
    try:
        body: Json = await response.json(content_type=None)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _retry_after(body: JsonObject, header: str) -> timedelta:
    """Return the time to wait, from the body, or else from the less exact header."""
    exact = body.get("retry_after")
    if isinstance(exact, int | float):
        return timedelta(seconds=exact)
    return timedelta(seconds=int(header) if header.isdigit() else _LONG_WAIT)


def _moved(url: str, place: str | None) -> str:
    """Return ``url`` with the server of ``place``, if ``place`` is given."""
    if place is None:
        return url
    wanted = urlsplit(place)
    parts = urlsplit(url)._replace(scheme=wanted.scheme, netloc=wanted.netloc)
    return parts._replace(path=wanted.path or "/").geturl()
