"""Receives Slack's requests over HTTP, if they are signed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from typing_extensions import override

from bot.core.platforms.spec import MAX_BODY_BYTES, WebhookReply
from bot.core.ports.metrics import NO_METRICS, HistogramName, Metrics
from bot.core.ports.services import Clock, EventLog

PATH = "/slack/events"
"""The path of the request URL in the manifest for HTTP."""

_TIMESTAMP, _SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"
_LONGEST_TIME = 12


@dataclass(frozen=True, slots=True)
class SlackWebhook:
    """Accepts requests that Slack signed within the last five minutes."""

    app: AsyncApp
    verifier: SignatureVerifier
    event_log: EventLog
    metrics: Metrics = NO_METRICS

    async def handle(
        self, method: str, headers: Mapping[str, str], body: bytes
    ) -> WebhookReply:
        """Answer one request."""
        if method.upper() != "POST":
            return _error_reply(HTTPStatus.METHOD_NOT_ALLOWED)
        if len(body) > MAX_BODY_BYTES:
            return _error_reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        lowered = {name.lower(): value for name, value in headers.items()}
        text = self._verified(lowered, body)
        if text is None:
            self.event_log.warning(
                "slack request refused", reason="not signed by Slack"
            )
            return _error_reply(HTTPStatus.UNAUTHORIZED)
        return await self._dispatched(lowered, text)

    def _verified(self, headers: Mapping[str, str], body: bytes) -> str | None:
        """The body as text, if its signature is valid and fresh."""
        time, signature = headers.get(_TIMESTAMP, ""), headers.get(_SIGNATURE, "")
        # The library fails on a timestamp that is not a number.
        if not (time.isascii() and time.isdigit() and len(time) <= _LONGEST_TIME):
            return None
        if not signature.isascii():
            return None
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return None
        return text if self.verifier.is_valid(text, time, signature) else None

    async def _dispatched(self, headers: Mapping[str, str], text: str) -> WebhookReply:
        begun = asyncio.get_running_loop().time()
        try:
            lists = {name: [value] for name, value in headers.items()}
            request = AsyncBoltRequest(body=text, headers=dict(lists))
        except (ValueError, AttributeError, TypeError, RecursionError):
            # The signature is valid, but the body is not a form or JSON.
            return _error_reply(HTTPStatus.BAD_REQUEST)
        response = await self.app.async_dispatch(request)
        seconds = asyncio.get_running_loop().time() - begun
        self.metrics.observe(HistogramName.ACK, seconds)
        return _reply(response)


class SignatureTime(SignatureClock):
    """The bot's clock as the clock of the library."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @override
    def now(self) -> float:
        return self._clock.now().timestamp()


def _reply(response: BoltResponse) -> WebhookReply:
    headers = {
        name: value
        for name, value in response.first_headers_without_set_cookie().items()
        if name.lower() == "content-type"
    }
    return response.status, headers, response.body.encode()


def _error_reply(status: HTTPStatus) -> WebhookReply:
    body = json.dumps({"error": status.phrase.lower()}).encode()
    return status.value, {"content-type": "application/json;charset=utf-8"}, body
