"""Receives interactions over HTTP instead of the gateway.

A request is refused before it is parsed, unless Discord signed it in the last minutes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.signing import VerifyKey

from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.platforms.background_tasks import BackgroundTasks
from bot.core.platforms.signed_requests import read_signature
from bot.core.platforms.spec import WebhookReply
from bot.core.ports.services import Clock
from bot.platforms.discord.events import DiscordEvent, read_event
from bot.platforms.discord.message_markers import created_at

_PING = 1
PATH = "/discord/interactions"
"""The path of the interactions endpoint on the application's page."""

_JSON = {"Content-Type": "application/json"}


@dataclass(slots=True)
class DiscordWebhook:
    """Accepts signed requests and passes their interactions to ``on_event``.

    ``key`` is the application's public key, in 64 hexadecimal digits. As with the
    gateway, the bot sends its answers to Discord's HTTP API.
    """

    key: str
    clock: Clock
    on_event: Callable[[DiscordEvent, datetime], Coroutine[Any, Any, None]]
    _tasks: BackgroundTasks = field(default_factory=BackgroundTasks, init=False)

    async def __call__(
        self, method: str, headers: Mapping[str, str], body: bytes
    ) -> WebhookReply:
        """Check a request, and accept it if it is signed; return the HTTP response."""
        if method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "POST"}, b""
        if not self._is_signed(headers, body):
            return HTTPStatus.UNAUTHORIZED, {}, b""
        payload = _read(body)
        if payload.get("type") == _PING:
            return HTTPStatus.OK, _JSON, b'{"type":1}'
        event = read_event(payload)
        if event is None:
            return HTTPStatus.BAD_REQUEST, {}, b""
        self._tasks.start(self.on_event(event, created_at(event.id)))
        return HTTPStatus.ACCEPTED, {}, b""

    async def end(self, seconds: float) -> None:
        """Let running answers finish for at most ``seconds``, then cancel them."""
        await self._tasks.finish(seconds)

    def _is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Return whether Discord signed the request within the last minutes."""
        signed = read_signature(
            headers,
            "x-signature-timestamp",
            "x-signature-ed25519",
            now=self.clock.now(),
        )
        if signed is None:
            return False
        stamp, signature = signed
        return is_signed(stamp.encode() + body, _bytes(signature), _bytes(self.key))


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Return whether the holder of the private key signed exactly this message.

    ``signature`` has 64 bytes and ``key`` 32; any other length is invalid.
    """
    try:
        VerifyKey(key).verify(message, signature)
    except (BadSignatureError, CryptoError, ValueError):
        return False
    return True


def _bytes(digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return b""


def _read(body: bytes) -> JsonObject:
    try:
        payload: Json = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return payload if isinstance(payload, dict) else {}
