"""Discord's interface over HTTP, asked as the bot: once, and with a time to answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.core.domain.errors import PostError
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.discord.error_codes import UNAUTHORIZED
from bot.platforms.discord.fields import read_id, read_object
from bot.platforms.discord.http_client import API_URL, DiscordError, SingleTryClient

TIMEOUT_SECONDS = 20.0
"""Seconds for a request with its answer: less than a message may come late."""

REST = 60.0
"""Seconds for which nothing is asked with a token that was refused: Discord blocks
addresses that send 10,000 bad requests in ten minutes."""


class DiscordApi:
    """Asks Discord as the bot; logs in by itself at the first request."""

    def __init__(
        self,
        token: str,
        *,
        url: str = API_URL,
        patience: float = TIMEOUT_SECONDS,
    ) -> None:
        self._token = token
        self._url = url
        self._patience = patience
        self._client: SingleTryClient | None = None
        self._login = asyncio.Lock()
        self._user: str | None = None
        self._refused: tuple[float, DiscordError] | None = None

    async def user(self) -> str:
        """The bot's own id.

        Raises:
            RejectedError: the token is not valid.
            PostError: Discord does not answer.
        """
        if self._user is None:
            self._user = read_id(await self.ask("GET", "/users/@me"))
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
        """Ask once for an object; ``places`` fill the path, such as ``channel_id``.

        Raises:
            DiscordError: Discord will never do it.
            RateLimitedError: it wants to be asked later.
            PostError: there was no answer, or one that is not an object.
        """
        answer = await self.ask_any(method, path, body, query=query, **places)
        return read_object(answer)

    async def ask_any(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        query: Mapping[str, str] | None = None,
        **places: str,
    ) -> Json:
        """As ``ask``, for an answer that may be a list or empty.

        Raises:
            PostError: see there.
        """
        options: dict[str, object] = {} if body is None else {"json": body}
        if query is not None:
            options["params"] = dict(query)
        self._check()
        try:
            async with asyncio.timeout(self._patience):
                client = await self._connected()
                return await client.ask(method, path, places, options)
        except DiscordError as error:
            self._note(error)
            raise
        except TimeoutError as error:
            raise PostError("Discord did not answer in time") from error

    async def close(self) -> None:
        """End the connections."""
        if self._client is not None:
            await self._client.close()

    def _check(self) -> None:
        """See that the token was not refused just now."""
        now = asyncio.get_running_loop().time()
        if self._refused is not None and now < self._refused[0]:
            raise self._refused[1]

    def _note(self, error: DiscordError) -> None:
        """After a refused token nothing is asked for a while.

        With a code it is another token that is too old: that of an interaction.
        """
        if error.status == UNAUTHORIZED and not error.code:
            self._refused = asyncio.get_running_loop().time() + REST, error

    async def _connected(self) -> SingleTryClient:
        async with self._login:
            if self._client is None:
                client = SingleTryClient(self._url)
                try:
                    self._user = await client.login(self._token)
                except BaseException:
                    await client.close()
                    raise
                self._client = client
            return self._client
