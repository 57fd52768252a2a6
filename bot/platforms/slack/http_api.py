"""Slack's Web API: makes each call once, and maps failures to the bot's errors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from math import inf
from typing import Self

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.domain.errors import (
    IF_MALFORMED,
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.core.domain.proxies import NO_PROXIES, Proxies
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.slack.connections import ClientSession, open_session
from bot.platforms.slack.error_codes import REMEDIES, UNAUTHORIZED, error_message
from bot.platforms.slack.vendor_patches import FormClient

API_URL = "https://slack.com/api/"

TIMEOUT_SECONDS = 20.0
"""Seconds to wait for an answer; below the time after which a post counts as lost."""

REST_SECONDS = 60.0
"""Seconds without requests after Slack refused the token."""

_USUAL_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)
_BUSY, _BROKEN = 429, 500
_PAGES = 200


@dataclass(frozen=True, slots=True)
class ClientKeys:
    """The app's own id and secret, with which it exchanges codes for tokens."""

    client_id: str
    client_secret: str = field(repr=False)


TokenChecked = Callable[[str | None], None]
"""Receives ``None`` if Slack accepts the token, else Slack's error code."""


def ignore_state(_: str | None) -> None:
    """Do nothing; the default of ``token_checked`` in ``SlackApi``."""


@dataclass(slots=True)
class SlackApi:
    """Calls methods of Slack's API as the bot.

    ``token_checked`` is called with Slack's error code if Slack refuses the token, and
    with ``None`` if Slack accepts it. After a refusal the object sends at most one
    request in ``rest`` seconds. It belongs to the event loop of its first request, and
    must be closed in that loop. A ``session`` that is given is not closed.
    """

    token: str = field(repr=False)
    url: str = API_URL
    patience: float = TIMEOUT_SECONDS
    token_checked: TokenChecked = ignore_state
    rest: float = REST_SECONDS
    proxies: Proxies = NO_PROXIES
    session: ClientSession | None = field(default=None, repr=False)
    refused: str | None = field(default=None, init=False)
    was_checked: bool = field(default=False, init=False)
    _asked: float = field(default=-inf, init=False)
    _again: float = field(default=0.0, init=False)
    _bot: str = field(default="", init=False)
    _site: str = field(default="", init=False)
    _client: AsyncWebClient = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # The library's retry handler would post twice after a lost connection.
        self._client = FormClient(
            token=self.token, base_url=self.url, retry_handlers=[]
        )
        # The library's own reading of the environment ignores NO_PROXY.
        self._client.proxy = self.proxies.of_url(self.url)
        self._client.session = self.session

    def replace_token(self, token: str) -> None:
        """Use another token from now on, which Slack has not refused yet."""
        if token != self.token:
            self.token = self._client.token = token
            self.refused, self._again = None, 0.0

    @property
    def client(self) -> AsyncWebClient:
        """Return the library's client, which retries nothing and has one session.

        Without a session it would open a connection for each request.
        """
        if self._client.session is None:
            self._client.session = open_session()
        return self._client

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        if self._client.session is not None and self.session is None:
            await self._client.session.close()

    async def read(self, method: str, **payload: Json) -> JsonObject:
        """Call a method of the API that changes nothing; return the reply.

        The payload is sent as a form, which every such method accepts.

        Raises:
            RejectedError: Slack refuses it for good.
            RateLimitedError: Slack's rate limit is reached.
            PostError: the answer is missing or malformed.
        """
        form = {name: _form_value(value) for name, value in payload.items()}
        return _document(method, await self._ask(method, data=form))

    async def write(self, method: str, **payload: Json) -> JsonObject:
        """Call a method of the API that changes something; return the reply.

        Raises:
            RejectedError: Slack refuses it for good.
            RateLimitedError: Slack's rate limit is reached.
            PostError: the outcome is unknown.
        """
        return _document(method, await self._ask(method, json=payload))

    async def exchange(self, keys: ClientKeys, refresh_token: str) -> JsonObject:
        """Exchange a refresh token for a new token and the next refresh token.

        A refresh token works once.

        Raises:
            RateLimitedError: Slack's rate limit is reached.
            PostError: Slack refuses it, or the outcome is unknown.
        """
        method = "oauth.v2.access"
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return _document(method, await self._ask(method, data=form | asdict(keys)))

    async def pages(self, method: str, **payload: Json) -> AsyncIterator[JsonObject]:
        """Call a method that lists things; yield the reply of each page.

        Raises:
            RejectedError: Slack refuses it for good.
            RateLimitedError: Slack's rate limit is reached.
            PostError: the answer is missing or malformed, or the list does not end.
        """
        cursor = ""
        for _ in range(_PAGES):
            asked = {**payload, "cursor": cursor} if cursor else payload
            page = await self.read(method, **asked)
            yield page
            metadata = page.get("response_metadata")
            next_cursor = (
                metadata.get("next_cursor") if isinstance(metadata, dict) else None
            )
            if not isinstance(next_cursor, str) or not next_cursor:
                return
            cursor = next_cursor
        raise PostError(
            f"Slack's {method} returned too many pages; Sitrep read only the first ones"
        )

    async def bot_id(self) -> str:
        """Return the id under which the bot's own messages appear.

        Raises:
            RejectedError: Slack does not accept the token.
            PostError: the answer is missing or malformed.
        """
        if not self._bot:
            bot_id = (await self.read("auth.test")).get("bot_id")
            if not isinstance(bot_id, str) or not bot_id:
                raise malformed("auth.test", 'it has no "bot_id"')
            self._bot = bot_id
        return self._bot

    async def site(self) -> str:
        """Return the URL of the workspace, which ends in a slash.

        Raises:
            RejectedError: Slack does not accept the token.
            PostError: the answer is missing or malformed.
        """
        if not self._site:
            site = (await self.read("auth.test")).get("url")
            if not isinstance(site, str) or not site.startswith("https://"):
                raise malformed(
                    "auth.test", 'its "url" is missing or not an https address'
                )
            self._site = f"{site.rstrip('/')}/"
        return self._site

    def idle(self) -> float:
        """Return the seconds since the last request."""
        return asyncio.get_running_loop().time() - self._asked

    async def has_valid_token(self) -> bool:
        """Ask Slack whether the token is valid; report it to ``token_checked``.

        Return false, too, if Slack does not answer.
        """
        try:
            await self.read("auth.test")
        except PostError:
            return False
        return True

    async def scopes(self) -> tuple[JsonObject, frozenset[str] | None]:
        """Return the bot's identity, and its scopes if Slack returns them.

        Raises:
            RejectedError: Slack does not accept the token.
            PostError: the answer is missing or malformed.
        """
        response = await self._ask("auth.test", data={})
        header = _header(response.headers, "x-oauth-scopes")
        if header is None:
            return _document("auth.test", response), None
        scopes = (scope.strip() for scope in header.split(","))
        return _document("auth.test", response), frozenset(filter(None, scopes))

    async def server_time(self) -> datetime:
        """Return the time of Slack's clock, in UTC.

        Raises:
            RejectedError: Slack does not accept the token.
            PostError: the answer has no valid date.
        """
        response = await self._ask("auth.test", data={})
        try:
            return parsedate_to_datetime(_header(response.headers, "date") or "")
        except ValueError as error:
            raise malformed(
                "auth.test", 'its header "Date" is missing or not a date'
            ) from error

    async def upload(self, name: str, content: bytes, *, alt: str) -> str:
        """Upload a file that no channel shows yet; return its id.

        Raises:
            RejectedError: the app may not upload files.
            RateLimitedError: Slack's rate limit is reached.
            PostError: an answer is missing or malformed.
        """
        asked = {"filename": name, "length": str(len(content)), "alt_txt": alt}
        place = await self.read("files.getUploadURLExternal", **asked)
        address, file = place.get("upload_url"), place.get("file_id")
        if not isinstance(address, str) or not isinstance(file, str):
            raise malformed(
                "files.getUploadURLExternal", 'it lacks "upload_url" or "file_id"'
            )
        await self._send_file(address, content)
        files: Json = [{"id": file, "title": name}]
        await self.write("files.completeUploadExternal", files=files)
        return file

    async def _send_file(self, address: str, content: bytes) -> None:
        session = (await self._reached()).session
        if session is None:
            raise PostError(
                "Slack cannot be reached, because Sitrep has closed its connections"
            )
        try:
            async with asyncio.timeout(self.patience):
                proxy = self.proxies.of_url(address)
                async with session.post(address, data=content, proxy=proxy) as response:
                    status = response.status
        except Exception as error:
            raise _lost("an upload", error) from error
        if status != 200:  # noqa: PLR2004 - OK
            raise PostError(f"Slack answered an upload with HTTP status {status}")

    async def respond(self, address: str, payload: JsonObject) -> None:
        """Send an answer to the response URL of an interaction.

        Raises:
            RejectedError: the URL accepts no more answers.
            RateLimitedError: Slack's rate limit is reached.
            PostError: the outcome is unknown.
        """
        session = (await self._reached()).session
        webhook = AsyncWebhookClient(address, session=session, retry_handlers=[])
        webhook.proxy = self.proxies.of_url(address)
        try:
            async with asyncio.timeout(self.patience):
                response = await webhook.send_dict(payload)
        except Exception as error:
            raise _lost("a response URL", error) from error
        if response.status_code == _BUSY:
            raise _limited(response.headers)
        if response.status_code >= _BROKEN:
            raise PostError(
                f"Slack's response URL answered with HTTP status {response.status_code}"
            )
        if response.status_code != 200:  # noqa: PLR2004 - OK
            raise RejectedError(
                f"Slack did not accept the answer: {response.body[:80]}"
            )

    async def _ask(
        self,
        method: str,
        *,
        data: dict[str, str] | None = None,
        json: Mapping[str, Json] | None = None,
    ) -> AsyncSlackResponse:
        self._check_pause()
        payload = None if json is None else dict(json)
        client = await self._reached()
        self._asked = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self.patience):
                response = await client.api_call(method, data=data, json=payload)
        except SlackApiError as error:
            raise self._refusal(method, error) from error
        except Exception as error:
            raise _lost(method, error) from error
        self._set_refused(None)
        return response

    async def _reached(self) -> AsyncWebClient:
        """Let the event loop notice closed connections, then return the client."""
        client = self.client
        await asyncio.sleep(0)
        return client

    def _check_pause(self) -> None:
        """Raise an error if Slack refused the token less than ``rest`` seconds ago."""
        left = self._again - asyncio.get_running_loop().time()
        if self.refused is not None and left > 0:
            wait = timedelta(seconds=left)
            raise RateLimitedError(error_message(self.refused), wait, code=self.refused)

    def _set_refused(self, refused: str | None) -> None:
        if refused is not None:
            self._again = asyncio.get_running_loop().time() + self.rest
        if refused != self.refused or not self.was_checked:
            self.refused, self.was_checked = refused, True
            self.token_checked(refused)

    def _refusal(self, method: str, error: SlackApiError) -> PostError:
        response = error.response
        status = getattr(response, "status_code", 0)
        if status == _BUSY:
            return _limited(getattr(response, "headers", {}))
        word = _error_code(response)
        if status not in {0, 200}:
            return PostError(f"Slack answered {method} with HTTP status {status}")
        if not word:
            return malformed(method, 'it is not a JSON object with "ok" and "error"')
        if word in UNAUTHORIZED:
            self._set_refused(word)
        if word == "ratelimited":
            return _limited(getattr(response, "headers", {}))
        kind = RejectedError if word in REMEDIES else PostError
        return kind(error_message(word), code=word)


def _error_code(response: object) -> str:
    """Return Slack's error code; empty if the reply has none."""
    data = getattr(response, "data", None)
    word = data.get("error") if isinstance(data, dict) else None
    return word if isinstance(word, str) else ""


def malformed(call: str, reason: str) -> PostError:
    """Make the error for a reply to ``call`` that is not in the expected form."""
    return PostError(f"Slack's answer to {call} is malformed: {reason}; {IF_MALFORMED}")


def read_objects(method: str, page: JsonObject, name: str) -> list[JsonObject]:
    """Return the list of objects in a field of a reply to ``method``.

    Raises:
        PostError: the field is missing, or has another value.
    """
    listed = page.get(name)
    if not isinstance(listed, list):
        raise malformed(method, f'"{name}" is not a list')
    objects = [item for item in listed if isinstance(item, dict)]
    if len(objects) < len(listed):
        raise malformed(method, f'"{name}" contains an item that is not an object')
    return objects


def _lost(call: str, error: Exception) -> PostError:
    """Make the error for a reply to ``call`` that was lost.

    The library's errors may contain secret URLs, so the message names only their type.
    """
    if isinstance(error, TimeoutError):
        return PostError("Slack did not answer in time")
    if isinstance(error, AttributeError | TypeError | ValueError):
        # The library raises these for a body that is not a JSON object.
        return malformed(call, "it is not a JSON object")
    if isinstance(error, OSError):
        return PostError("Slack cannot be reached: check the network of this machine")
    return PostError(f"Slack did not answer ({type(error).__name__})")


def _limited(headers: Mapping[str, str]) -> RateLimitedError:
    wait = _USUAL_WAIT
    with suppress(TypeError, ValueError, OverflowError):
        wait = timedelta(seconds=float(_header(headers, "retry-after") or ""))
    within = min(max(wait, timedelta(seconds=1)), _LONGEST_WAIT)
    return RateLimitedError("Slack's rate limit is reached", within)


def _header(headers: Mapping[str, str], name: str) -> str | None:
    values = (value for key, value in headers.items() if key.lower() == name)
    return next(values, None)


def _form_value(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _document(method: str, response: AsyncSlackResponse) -> JsonObject:
    data = response.data
    if not isinstance(data, dict):
        raise malformed(method, "it is not a JSON object")
    return data
