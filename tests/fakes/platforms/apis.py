"""The bot's own messengers on a platform's model, without a network.

Everything above one request is the product's code: payloads, paging, marks, and what an
error means. Below it a wire takes the place of the library's HTTP client.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from slack_sdk.errors import SlackApiError
from typing_extensions import override

from bot.core.domain.errors import PostError, RateLimitedError
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.ports.services import Clock, Messenger
from bot.platforms.discord.error_codes import error_message
from bot.platforms.discord.http_api import AttachedFile, DiscordApi, DiscordError
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.slack.history import SlackHistory
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.messenger import SlackMessenger
from tests.fakes.platforms import discord, slack
from tests.fakes.platforms.wires import Answer, LostError, Request, Wire

MODELS = {"slack": slack.SlackModel, "discord": discord.DiscordModel}


def make_messenger(kind: str, wire: Wire, clock: Clock) -> Messenger:
    """The bot's messenger for ``slack`` or ``discord``, on a wire."""
    if kind == "slack":
        api = WiredSlackApi(wire)
        messenger = SlackMessenger(api)
        messenger.history = SlackHistory(api, lambda: clock.now().timestamp())
        return messenger
    return DiscordMessenger(WiredDiscordApi(wire), clock)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer as Slack's library hands it over with an error."""

    status_code: int
    data: JsonObject
    headers: Mapping[str, str]


class WiredSlackApi(SlackApi):
    """Slack's Web API on a wire; a refused token is not waited for."""

    def __init__(self, wire: Wire) -> None:
        super().__init__("xoxb-1")
        self._wire = wire

    @override
    async def read(self, method: str, **payload: Json) -> JsonObject:
        return await self._call(method, payload)

    @override
    async def write(self, method: str, **payload: Json) -> JsonObject:
        return await self._call(method, payload)

    @override
    async def bot_id(self) -> str:
        return slack.US

    @override
    async def upload(self, name: str, content: bytes, *, alt: str) -> str:
        """Take any file: an upload posts nothing."""
        return f"F{len(content):09d}"

    @override
    def _set_refused(self, refused: str | None) -> None:
        """Ask again at once: the simulation has its own pauses."""

    async def _call(self, method: str, payload: JsonObject) -> JsonObject:
        answer = await _ask(self._wire, Request("POST", method, payload))
        if answer.body.get("ok") is True:
            return answer.body
        response = Response(answer.status, answer.body, answer.headers)
        error = SlackApiError("refused", response)  # type: ignore[no-untyped-call]
        raise self._refusal(method, error)


class WiredDiscordApi(DiscordApi):
    """Discord's REST interface on a wire; each request is asked once."""

    def __init__(self, wire: Wire) -> None:
        super().__init__("token")
        self._wire = wire

    @override
    async def user(self) -> str:
        return discord.US

    @override
    async def ask_any(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        query: Mapping[str, str] | None = None,
        **places: str,
    ) -> Json:
        payload: JsonObject = body if isinstance(body, dict) else dict(query or {})
        where = path.removeprefix("/").format(**places)
        answer = await _ask(self._wire, Request(method, where, payload))
        if answer.status < 400:
            # Discord answers with a bare list.
            return answer.body.get("messages", answer.body)
        raise _discord_error(answer)

    @override
    async def send_file(
        self,
        method: str,
        path: str,
        body: JsonObject,
        file: AttachedFile,
        **places: str,
    ) -> JsonObject:
        return await self.ask(method, path, body, query=None, **places)


async def _ask(wire: Wire, request: Request) -> Answer:
    try:
        return await wire.call(request)
    except LostError as error:
        raise PostError(f"the platform did not answer: {error}") from error


def _discord_error(answer: Answer) -> PostError:
    """What the answer means, as ``OnceClient`` reads it."""
    if answer.status == 429:
        wait = timedelta(seconds=float(str(answer.body["retry_after"])))
        return RateLimitedError("Discord's rate limit is reached", wait)
    if answer.status >= 500:
        return PostError(f"Discord answered with HTTP status {answer.status}")
    code, words = int(str(answer.body["code"])), str(answer.body["message"])
    return DiscordError(
        error_message(answer.status, code, words), status=answer.status, code=code
    )
