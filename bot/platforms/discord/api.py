"""Discord's interface over HTTP: each request is sent once, each error has a meaning.

The library waits for its rate limits beforehand, but is kept from sending anything
again by itself: what may have been posted is looked for first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import aiohttp
import discord
from discord.http import HTTPClient, Route
from typing_extensions import override

from bot.core.documents import Document, Json
from bot.core.errors import PostError, RateLimitedError, RejectedError

API_URL = "https://discord.com/api/v10"

PATIENCE = 20.0
"""Seconds for a request with its answer: less than a message may come late."""

REST = 60.0
"""Seconds for which nothing is asked with a token that was refused: Discord blocks
addresses that send 10,000 bad requests in ten minutes."""

_UNAUTHORIZED, _TOO_MANY, _BROKEN, _BAD = 401, 429, 500, 400
_LONG_WAIT = 60.0


class RefusedError(RejectedError):
    """Discord says no; ``code`` is its number for the reason, ``status`` HTTP's."""

    def __init__(self, message: str, *, status: int, code: int) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


async def _at_once() -> None:
    """Nothing needs to be waited for."""


class RestClient(HTTPClient):
    """The library's client for a server at any address; it never asks again.

    ``admitted`` returns when a gateway may be connected to; ``gateway_url`` takes the
    place of every gateway's address.
    """

    def __init__(
        self,
        url: str = API_URL,
        *,
        gateway_url: str | None = None,
        admitted: Callable[[], Awaitable[None]] = _at_once,
    ) -> None:
        super().__init__(asyncio.get_running_loop(), http_trace=_once())
        self._url = url.rstrip("/")
        self._gateway_url = gateway_url
        self._admitted = admitted

    @override
    async def request(self, route: Route, **options: object) -> Json:
        """Ask for what the route says, at this client's server."""
        route.url = self._url + route.url.removeprefix(Route.BASE)
        found: Json = await super().request(route, **options)  # type: ignore[arg-type]
        return found

    @override
    async def ws_connect(
        self, url: str, *, compress: int = 0
    ) -> aiohttp.ClientWebSocketResponse:
        """Connect to a gateway, when it is time."""
        await self._admitted()
        place = moved(url, self._gateway_url)
        return await super().ws_connect(place, compress=compress)


def moved(url: str, place: str | None) -> str:
    """The address with its question at another place, if one is given."""
    if place is None:
        return url
    wanted = urlsplit(place)
    parts = urlsplit(url)._replace(scheme=wanted.scheme, netloc=wanted.netloc)
    return parts._replace(path=wanted.path or "/").geturl()


class Api:
    """Asks Discord as the bot; logs in by itself at the first request."""

    def __init__(
        self,
        token: str,
        *,
        url: str = API_URL,
        patience: float = PATIENCE,
        client: HTTPClient | None = None,
    ) -> None:
        self._token = token
        self._url = url
        self._patience = patience
        self._client = client
        self._login = asyncio.Lock()
        self._user: str | None = None
        self._refused: tuple[float, RefusedError] | None = None

    async def user(self) -> str:
        """The bot's own id.

        Raises:
            RejectedError: the token is not valid.
            PostError: Discord does not answer.
        """
        if self._user is None:
            found = await self.ask("GET", "/users/@me")
            self._user = str(found["id"])
        return self._user

    async def ask(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        query: Mapping[str, str] | None = None,
        **places: str,
    ) -> Document:
        """Ask once for an object; ``places`` fill the path, such as ``channel_id``.

        Raises:
            RefusedError: Discord will never do it.
            RateLimitedError: it wants to be asked later.
            PostError: there was no answer, or one that says nothing.
        """
        found = await self.ask_any(method, path, body, query=query, **places)
        return found if isinstance(found, dict) else {}

    async def ask_any(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        query: Mapping[str, str] | None = None,
        **places: str,
    ) -> Json:
        """As ``ask``, for an answer that may be a list.

        Raises:
            PostError: see there.
        """
        route = Route(method, path, **places)
        options: dict[str, object] = {} if body is None else {"json": body}
        if query is not None:
            options["params"] = dict(query)
        self._check()
        try:
            async with asyncio.timeout(self._patience):
                client = await self._connected()
                found: Json = await client.request(route, **options)  # type: ignore[arg-type]
        except _LIBRARY as error:
            raise self._noted(_meaning(error)) from error
        return found

    async def close(self) -> None:
        """End the connections."""
        if isinstance(self._client, RestClient):
            await self._client.close()

    def _check(self) -> None:
        """See that the token was not refused just now."""
        now = asyncio.get_running_loop().time()
        if self._refused is not None and now < self._refused[0]:
            raise self._refused[1]

    def _noted(self, error: PostError) -> PostError:
        """The error; after a refused token nothing is asked for a while."""
        if isinstance(error, RefusedError) and error.status == _UNAUTHORIZED:
            self._refused = asyncio.get_running_loop().time() + REST, error
        return error

    async def _connected(self) -> HTTPClient:
        async with self._login:
            if self._client is None:
                client = RestClient(self._url)
                try:
                    user = await client.static_login(self._token)
                except BaseException:
                    await client.close()
                    raise
                self._user, self._client = str(user["id"]), client
            return self._client


_LIBRARY = (discord.DiscordException, aiohttp.ClientError, OSError, ValueError)


def _meaning(error: Exception) -> PostError:
    match error:
        case discord.LoginFailure():
            words = "Discord does not take the bot's token"
            return RefusedError(words, status=_UNAUTHORIZED, code=0)
        case discord.HTTPException() if _BAD <= error.status < _BROKEN:
            words = f"Discord says: {_sentence(error)}"
            return RefusedError(words, status=error.status, code=error.code)
        case discord.HTTPException():
            return PostError(f"Discord is broken: {error.status}")
        case TimeoutError():
            return PostError("Discord did not answer in time")
        case _:
            words = str(error) or type(error).__name__
            return PostError(f"Discord did not answer: {words}")


def _sentence(error: discord.HTTPException) -> str:
    words = (error.text or "").strip().splitlines() or [str(error.status)]
    return f"{words[0][:200]} ({error.code or error.status})"


def _once() -> aiohttp.TraceConfig:
    """What keeps the library from asking again: an error instead of such an answer."""
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_look)
    trace.on_request_exception.append(_look_at_error)
    return trace


async def _look(
    _: aiohttp.ClientSession,
    __: SimpleNamespace,
    end: aiohttp.TraceRequestEndParams,
) -> None:
    response = end.response
    if response.status < _BAD:
        return
    told = await _told(response)
    if response.status == _TOO_MANY:
        wait = _wait(told, response.headers.get("Retry-After", ""))
        raise RateLimitedError("Discord wants to be asked later", wait)
    # What stands before Discord, such as a proxy, does not speak for it.
    if response.status >= _BROKEN or "message" not in told:
        raise PostError(f"Discord is broken: {response.status}")


async def _look_at_error(
    _: aiohttp.ClientSession,
    __: SimpleNamespace,
    end: aiohttp.TraceRequestExceptionParams,
) -> None:
    if isinstance(end.exception, OSError):
        raise PostError(f"Discord did not answer: {end.exception}")


async def _told(response: aiohttp.ClientResponse) -> Document:
    """What Discord says of an error; nothing if it is not Discord that says it."""
    try:
        told: Json = await response.json(content_type=None)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _wait(told: Document, header: str) -> timedelta:
    """How long Discord wants to be left alone: to the millisecond in the body."""
    exact = told.get("retry_after")
    if isinstance(exact, int | float):
        return timedelta(seconds=exact)
    return timedelta(seconds=int(header) if header.isdigit() else _LONG_WAIT)
