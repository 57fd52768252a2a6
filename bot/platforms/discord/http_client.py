"""The library's clients for Discord's REST interface, at any address.

Discord's own, ``RetryingClient``, asks again by itself what failed. ``SingleTryClient`` sends
each request once: what may have been posted is looked for before it is posted again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import aiohttp
import discord
from discord.http import HTTPClient, Ratelimit, Route
from typing_extensions import override

from bot.core.domain.errors import (
    NotSentError,
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.discord.error_codes import REFUSED_BOT, UNAUTHORIZED, error_message
from bot.platforms.discord.fields import malformed, read_id

API_URL = "https://discord.com/api/v10"

HELD = 10.0
"""Seconds for which a request is held back where it would come too early."""

_TOO_MANY, _BROKEN, _BAD = 429, 500, 400
_LONG_WAIT = 60.0
_MANY = 256
_EARLY = "Discord wants to be asked later"


class DiscordError(RejectedError):
    """Discord says no; ``code`` is its number for the reason, ``status`` HTTP's."""

    def __init__(self, message: str, *, status: int, code: int) -> None:
        super().__init__(message, code=code)
        self.status = status


async def _at_once() -> None:
    """Nothing needs to be waited for."""


class RetryingClient(HTTPClient):
    """The library's client; ``admitted`` returns when a gateway may be connected to.

    ``gateway_url`` takes the place of every gateway's address.
    """

    def __init__(
        self,
        url: str = API_URL,
        *,
        gateway_url: str | None = None,
        admitted: Callable[[], Awaitable[None]] = _at_once,
        trace: aiohttp.TraceConfig | None = None,
    ) -> None:
        super().__init__(asyncio.get_running_loop(), http_trace=trace)
        self._url = url.rstrip("/")
        self._gateway_url = gateway_url
        self._admitted = admitted

    @override
    async def request(self, route: Route, **options: object) -> Json:
        route.url = self._url + route.url.removeprefix(Route.BASE)
        found: Json = await super().request(route, **options)  # type: ignore[arg-type]
        return found

    @override
    async def ws_connect(
        self, url: str, *, compress: int = 0
    ) -> aiohttp.ClientWebSocketResponse:
        await self._admitted()
        place = _moved(url, self._gateway_url)
        return await super().ws_connect(place, compress=compress)


class SingleTryClient(RetryingClient):
    """Asks once, and is told of errors as ``PostError``."""

    def __init__(self, url: str = API_URL) -> None:
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._look)
        trace.on_request_exception.append(_look_at_error)
        super().__init__(url, trace=trace)
        self._closed_until = 0.0
        self._opened = 0

    async def ask(
        self,
        method: str,
        path: str,
        places: Mapping[str, str],
        options: Mapping[str, object],
    ) -> Json:
        """Ask once; ``places`` fill the path, ``options`` are ``json`` and ``params``.

        Raises:
            DiscordError: Discord will never do it.
            RateLimitedError: it wants to be asked later.
            PostError: there was no answer, or one that says nothing.
        """
        wait = self._closed_until - asyncio.get_running_loop().time()
        # Answers to people are outside of the limit for all that the bot does.
        if wait > 0 and "webhook_token" not in places:
            raise RateLimitedError(_EARLY, timedelta(seconds=wait))
        try:
            return await self.request(Route(method, path, **places), **options)
        except _LIBRARY as error:
            raise _meaning(error) from error

    async def login(self, token: str) -> str:
        """Begin, and find out who the bot is: its id.

        Raises:
            DiscordError: the token is not valid.
            PostError: there was no answer.
        """
        try:
            return read_id(await self.static_login(token))
        except _LIBRARY as error:
            raise _meaning(error) from error

    @override
    def get_ratelimit(self, key: str) -> Ratelimit:
        if key not in self._buckets:
            self._buckets[key] = _Bucket(None)
            # Each interaction has some of its own; to look through all takes a while.
            self._opened += 1
            if self._opened % _MANY == 0:
                self._try_clear_expired_ratelimits()
        return self._buckets[key]

    async def _look(
        self,
        _: aiohttp.ClientSession,
        __: SimpleNamespace,
        end: aiohttp.TraceRequestEndParams,
    ) -> None:
        """Raise instead of letting the library ask again."""
        response = end.response
        if response.status < _BAD:
            return
        body = await _error_body(response)
        if response.status == _TOO_MANY:
            wait = _wait(body, response.headers.get("Retry-After", ""))
            if body.get("global") is True:
                now = asyncio.get_running_loop().time()
                self._closed_until = now + wait.total_seconds()
            raise RateLimitedError(_EARLY, wait)
        # What stands before Discord, such as a proxy, does not speak for it.
        if response.status >= _BROKEN or "message" not in body:
            raise PostError(f"Discord is broken: {response.status}")


class _Bucket(Ratelimit):
    """Holds back what would come too early, for a moment, and refuses it after that.

    The library's own waits behind a request as well, when its answer is there already.
    """

    @override
    async def acquire(self) -> None:
        while (wait := self._wait()) > 0:
            if wait > HELD:
                raise RateLimitedError(_EARLY, timedelta(seconds=wait))
            await asyncio.sleep(wait)
        self._last_request = asyncio.get_running_loop().time()
        self.remaining -= 1
        self.outgoing += 1

    @override
    async def __aexit__(self, *_: object) -> None:
        self.outgoing -= 1

    def _wait(self) -> float:
        if self.expires is None or self.remaining > 0:
            return 0.0
        wait = self.expires - asyncio.get_running_loop().time()
        if wait <= 0:
            self.reset()  # type: ignore[no-untyped-call]
        return wait


_LIBRARY = (discord.DiscordException, aiohttp.ClientError, OSError, ValueError)


def _meaning(error: Exception) -> PostError:
    match error:
        case discord.LoginFailure():
            return DiscordError(REFUSED_BOT, status=UNAUTHORIZED, code=0)
        case discord.HTTPException() if _BAD <= error.status < _BROKEN:
            words = error_message(error.status, error.code, _sentence(error))
            return DiscordError(words, status=error.status, code=error.code)
        case discord.HTTPException():
            return PostError(f"Discord is broken: {error.status}")
        case _:
            return _without_answer(error)


def _without_answer(error: Exception) -> PostError:
    if isinstance(error, TimeoutError):
        return PostError("Discord did not answer in time")
    if isinstance(error, ValueError):
        return malformed("it is not JSON")
    words = str(error) or type(error).__name__
    return PostError(f"Discord did not answer: {words}")


def _sentence(error: discord.HTTPException) -> str:
    words = (error.text or "").strip().splitlines() or [str(error.status)]
    return words[0][:200]


async def _look_at_error(
    _: aiohttp.ClientSession,
    __: SimpleNamespace,
    end: aiohttp.TraceRequestExceptionParams,
) -> None:
    if isinstance(end.exception, aiohttp.ClientConnectorError):
        # There was no connection, over which anything could have been asked.
        raise NotSentError(f"Discord cannot be reached: {end.exception}")
    if isinstance(end.exception, OSError):
        raise PostError(f"Discord did not answer: {end.exception}")


async def _error_body(response: aiohttp.ClientResponse) -> JsonObject:
    """The body of an error answer; empty unless it is Discord's JSON."""
    try:
        body: Json = await response.json(content_type=None)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _wait(told: JsonObject, header: str) -> timedelta:
    """How long Discord wants to be left alone: to the millisecond in the body."""
    exact = told.get("retry_after")
    if isinstance(exact, int | float):
        return timedelta(seconds=exact)
    return timedelta(seconds=int(header) if header.isdigit() else _LONG_WAIT)


def _moved(url: str, place: str | None) -> str:
    """The address with its question at another place, if one is given."""
    if place is None:
        return url
    wanted = urlsplit(place)
    parts = urlsplit(url)._replace(scheme=wanted.scheme, netloc=wanted.netloc)
    return parts._replace(path=wanted.path or "/").geturl()
