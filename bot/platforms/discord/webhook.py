"""The door for interactions that Discord sends by HTTP instead of the gateway.

Whatever is not signed by Discord, or not of now, is turned away before it is read.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus

from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.platforms.spec import WebhookReply
from bot.core.ports.services import Clock
from bot.platforms.discord.events import DiscordEvent, read_event
from bot.platforms.discord.message_markers import created_at
from bot.platforms.discord.signatures import is_signed

WINDOW = timedelta(minutes=5)
"""How far from now the time of a request may be."""

_PING = 1
_MOST_DIGITS = 12
PATH = "/discord/interactions"
"""The path of the interactions endpoint on the application's page."""

_JSON = {"Content-Type": "application/json"}


@dataclass(slots=True)
class DiscordWebhook:
    """Lets in what Discord signed; ``heard`` is told of it and answers on its own.

    ``key`` is the application's public key, in 64 hexadecimal digits. Answers go to
    Discord's interface, as those to the gateway do.
    """

    key: str
    clock: Clock
    heard: Callable[[DiscordEvent, datetime], Awaitable[None]]
    _tasks: set[asyncio.Task[None]] = field(default_factory=set, init=False)

    async def __call__(
        self, method: str, headers: Mapping[str, str], body: bytes
    ) -> WebhookReply:
        """Answer a request: with a status, headers and a body."""
        if method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "POST"}, b""
        if not self._is_discords(headers, body):
            return HTTPStatus.UNAUTHORIZED, {}, b""
        payload = _read(body)
        if payload.get("type") == _PING:
            return HTTPStatus.OK, _JSON, b'{"type":1}'
        event = read_event(payload)
        if event is None:
            return HTTPStatus.BAD_REQUEST, {}, b""
        task = asyncio.create_task(self._hear(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return HTTPStatus.ACCEPTED, {}, b""

    async def end(self, seconds: float) -> None:
        """Let answers that are being given be given, for a moment."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()

    async def _hear(self, event: DiscordEvent) -> None:
        await self.heard(event, created_at(event.id))

    def _is_discords(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether Discord signed this within the last minutes."""
        told = {name.lower(): value for name, value in headers.items()}
        stamp = told.get("x-signature-timestamp", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= _MOST_DIGITS):
            return False
        age = abs(self.clock.now().timestamp() - int(stamp))
        if age > WINDOW.total_seconds():
            return False
        signature = _bytes(told.get("x-signature-ed25519", ""))
        return is_signed(stamp.encode() + body, signature, _bytes(self.key))


def _bytes(digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return b""


def _read(body: bytes) -> JsonObject:
    try:
        told: Json = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
