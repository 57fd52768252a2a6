"""Receives Slack's requests over HTTP, and refuses those without a valid signature."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.core.platforms.signed_requests import read_signature
from bot.core.platforms.spec import MAX_BODY_BYTES, WebhookReply
from bot.core.ports.metrics import NO_METRICS, HistogramName, Metrics
from bot.core.ports.services import Clock, EventLog

PATH = "/slack/events"
"""The path of the request URL in the manifest for HTTP."""

_TIMESTAMP, _SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"


@dataclass(frozen=True, slots=True)
class SlackWebhook:
    """Accepts requests that Slack signed within the last five minutes.

    ``secret`` is the app's signing secret.
    """

    app: AsyncApp
    secret: str = field(repr=False)
    clock: Clock
    event_log: EventLog
    metrics: Metrics = NO_METRICS

    async def handle(
        self, method: str, headers: Mapping[str, str], body: bytes
    ) -> WebhookReply:
        """Check the signature of a request and handle it; return the HTTP response."""
        if method.upper() != "POST":
            return _error_reply(HTTPStatus.METHOD_NOT_ALLOWED)
        if len(body) > MAX_BODY_BYTES:
            return _error_reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not self._is_signed(headers, body):
            self.event_log.warning(
                "request refused, because it may not come from slack",
                reason="the signature is wrong, or the request is not from the last "
                "5 minutes: check SLACK_SIGNING_SECRET and this machine's clock",
            )
            return _error_reply(HTTPStatus.UNAUTHORIZED)
        return await self._dispatched(headers, body)

    def _is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        signed = read_signature(headers, _TIMESTAMP, _SIGNATURE, now=self.clock.now())
        if signed is None:
            return False
        stamp, signature = signed
        content = b"v0:%b:%b" % (stamp.encode(), body)
        expected = hmac.new(self.secret.encode(), content, "sha256").hexdigest()
        return hmac.compare_digest(f"v0={expected}".encode(), signature.encode())

    async def _dispatched(
        self, headers: Mapping[str, str], body: bytes
    ) -> WebhookReply:
        begun = asyncio.get_running_loop().time()
        try:
            lists = {name.lower(): [value] for name, value in headers.items()}
            request = AsyncBoltRequest(body=body.decode(), headers=dict(lists))
        except (ValueError, AttributeError, TypeError, RecursionError):
            # The signature is valid, but the body is not a form or JSON.
            return _error_reply(HTTPStatus.BAD_REQUEST)
        response = await self.app.async_dispatch(request)
        seconds = asyncio.get_running_loop().time() - begun
        self.metrics.observe(HistogramName.ACK, seconds)
        return _reply(response)


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
