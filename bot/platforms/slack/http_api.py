"""Slack's Web API: each call once, each failure as one of the bot's errors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from math import inf
from typing import Self

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.domain.errors import PostError, RateLimitedError, RejectedError
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.slack.connections import open_session
from bot.platforms.slack.error_codes import REMEDIES, UNAUTHORIZED, error_message

API_URL = "https://slack.com/api/"

TIMEOUT_SECONDS = 20.0
"""Seconds to wait for an answer; a message that comes later than 30 s is not reckoned
with."""

REST_SECONDS = 60.0
"""How long Slack is left alone after it refused the token."""

_USUAL_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)
_BUSY, _BROKEN = 429, 500
_PAGES = 200

Heard = Callable[[str | None], None]
"""Told whether Slack takes the token: ``None`` if so, else its word for why not."""


def ignore_state(_: str | None) -> None:
    """Nobody listens."""


@dataclass(slots=True)
class SlackApi:
    """Asks Slack by methods; ``heard`` is told when the token is refused or taken.

    After a refusal Slack is asked once in ``rest`` seconds at most. It belongs to the
    event loop of its first request, and is to be closed there.
    """

    token: str = field(repr=False)
    url: str = API_URL
    patience: float = TIMEOUT_SECONDS
    heard: Heard = ignore_state
    rest: float = REST_SECONDS
    refused: str | None = field(default=None, init=False)
    was_heard: bool = field(default=False, init=False)
    _asked: float = field(default=-inf, init=False)
    _again: float = field(default=0.0, init=False)
    _bot: str = field(default="", init=False)
    _client: AsyncWebClient = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Its usual handler asks again after a lost connection: that posts twice.
        self._client = AsyncWebClient(
            token=self.token, base_url=self.url, retry_handlers=[]
        )

    @property
    def client(self) -> AsyncWebClient:
        """The library's own client, which never asks twice.

        Without a session it would open a connection a request.
        """
        if self._client.session is None:
            self._client.session = open_session()
        return self._client

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End the connections."""
        if self._client.session is not None:
            await self._client.session.close()

    async def read(self, method: str, **payload: Json) -> JsonObject:
        """Ask for something; it goes as a form, which each method takes.

        Raises:
            RejectedError: Slack says no for good.
            RateLimitedError: it wants to be asked later.
            PostError: there was no answer that makes sense.
        """
        form = {name: _form_value(value) for name, value in payload.items()}
        return _document(await self._ask(method, data=form))

    async def write(self, method: str, **payload: Json) -> JsonObject:
        """Have something done.

        Raises:
            RejectedError: Slack will never do it.
            RateLimitedError: it wants to be asked later.
            PostError: it did not say that it was done, and it may have been.
        """
        return _document(await self._ask(method, json=payload))

    async def pages(self, method: str, **payload: Json) -> AsyncIterator[JsonObject]:
        """All pages of a listing.

        Raises:
            RejectedError: Slack says no for good.
            RateLimitedError: it wants to be asked later.
            PostError: there was no answer that makes sense, or no end of them.
        """
        cursor = ""
        for _ in range(_PAGES):
            asked = {**payload, "cursor": cursor} if cursor else payload
            page = await self.read(method, **asked)
            yield page
            metadata = page.get("response_metadata")
            found = metadata.get("next_cursor") if isinstance(metadata, dict) else None
            if not isinstance(found, str) or not found:
                return
            cursor = found
        raise PostError(f"Slack's {method} has no end")

    async def bot_id(self) -> str:
        """The id that our own messages bear; it stays as long as the token does.

        Raises:
            RejectedError: Slack does not take the token.
            PostError: there was no answer that makes sense.
        """
        if not self._bot:
            found = (await self.read("auth.test")).get("bot_id")
            if not isinstance(found, str) or not found:
                raise malformed('it has no "bot_id"')
            self._bot = found
        return self._bot

    def idle(self) -> float:
        """Seconds since Slack was last asked for anything, whatever came of it."""
        return asyncio.get_running_loop().time() - self._asked

    async def is_taken(self) -> bool:
        """Whether Slack takes the token; ``heard`` is told if that has changed."""
        try:
            await self.read("auth.test")
        except PostError:
            return False
        return True

    async def scopes(self) -> tuple[JsonObject, frozenset[str] | None]:
        """Who the bot is, and its scopes if Slack tells them.

        Raises:
            RejectedError: Slack does not take the token.
            PostError: there was no answer that makes sense.
        """
        response = await self._ask("auth.test", data={})
        header = _header(response.headers, "x-oauth-scopes")
        if header is None:
            return _document(response), None
        scopes = (scope.strip() for scope in header.split(","))
        return _document(response), frozenset(filter(None, scopes))

    async def respond(self, address: str, payload: JsonObject) -> None:
        """Answer somebody through the address that came with what they did.

        Raises:
            RejectedError: the address takes no more.
            RateLimitedError: Slack wants to be asked later.
            PostError: it did not say that it took the answer.
        """
        session = (await self._reached()).session
        webhook = AsyncWebhookClient(address, session=session, retry_handlers=[])
        try:
            async with asyncio.timeout(self.patience):
                response = await webhook.send_dict(payload)
        except Exception as error:
            raise _lost(error) from error
        if response.status_code == _BUSY:
            raise _limited(response.headers)
        if response.status_code >= _BROKEN:
            raise PostError(f"Slack is broken: {response.status_code}")
        if response.status_code != 200:  # noqa: PLR2004 - OK
            raise RejectedError(f"Slack did not take the answer: {response.body[:80]}")

    async def _ask(
        self,
        method: str,
        *,
        data: dict[str, str] | None = None,
        json: Mapping[str, Json] | None = None,
    ) -> AsyncSlackResponse:
        self._spare()
        payload = None if json is None else dict(json)
        client = await self._reached()
        self._asked = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self.patience):
                response = await client.api_call(method, data=data, json=payload)
        except SlackApiError as error:
            raise self._refusal(error) from error
        except Exception as error:
            raise _lost(error) from error
        self._note(None)
        return response

    async def _reached(self) -> AsyncWebClient:
        """The client; of a connection that Slack has closed, the loop has heard."""
        client = self.client
        await asyncio.sleep(0)
        return client

    def _spare(self) -> None:
        """Leave Slack alone for a while once it refused the token."""
        left = self._again - asyncio.get_running_loop().time()
        if self.refused is not None and left > 0:
            wait = timedelta(seconds=left)
            raise RateLimitedError(error_message(self.refused), wait, code=self.refused)

    def _note(self, refused: str | None) -> None:
        if refused is not None:
            self._again = asyncio.get_running_loop().time() + self.rest
        if refused != self.refused or not self.was_heard:
            self.refused, self.was_heard = refused, True
            self.heard(refused)

    def _refusal(self, error: SlackApiError) -> PostError:
        response = error.response
        status = getattr(response, "status_code", 0)
        if status == _BUSY:
            return _limited(getattr(response, "headers", {}))
        word = _word(response)
        if status not in {0, 200}:
            return PostError(f"Slack is broken: {status}")
        if not word:
            return malformed('it is not a JSON object with "ok" and "error"')
        if word in UNAUTHORIZED:
            self._note(word)
        if word == "ratelimited":
            return _limited(getattr(response, "headers", {}))
        kind = RejectedError if word in REMEDIES else PostError
        return kind(error_message(word), code=word)


def _word(response: object) -> str:
    """Slack's word for an error; empty if it gives none."""
    data = getattr(response, "data", None)
    word = data.get("error") if isinstance(data, dict) else None
    return word if isinstance(word, str) else ""


def malformed(reason: str) -> PostError:
    """The error for an answer that is not the JSON it should be."""
    return PostError(f"Slack's answer is malformed: {reason}")


def _lost(error: Exception) -> PostError:
    """There was no answer; the library's errors may hold addresses, so only their kind.

    A cancelled task is none of them.
    """
    if isinstance(error, TimeoutError):
        return PostError("Slack did not answer in time")
    if isinstance(error, AttributeError | TypeError | ValueError):
        # The library fails so on a body that is not a JSON object.
        return malformed("it is not a JSON object")
    if isinstance(error, OSError):
        return PostError("Slack cannot be reached: check the network of this machine")
    return PostError(f"Slack did not answer ({type(error).__name__})")


def _limited(headers: Mapping[str, str]) -> RateLimitedError:
    wait = _USUAL_WAIT
    with suppress(TypeError, ValueError, OverflowError):
        wait = timedelta(seconds=float(_header(headers, "retry-after") or ""))
    within = min(max(wait, timedelta(seconds=1)), _LONGEST_WAIT)
    return RateLimitedError("Slack wants to be asked later", within)


def _header(headers: Mapping[str, str], name: str) -> str | None:
    found = (value for key, value in headers.items() if key.lower() == name)
    return next(found, None)


def _form_value(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _document(response: AsyncSlackResponse) -> JsonObject:
    data = response.data
    if not isinstance(data, dict):
        raise malformed("it is not a JSON object")
    return data
