"""What the adapter relies on inside slack_sdk and slack_bolt; new versions may change it."""

from __future__ import annotations

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware_error_handler import (
    AsyncDefaultMiddlewareErrorHandler,
)
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.platforms.slack.vendor_patches import refuse_malformed

USED = {
    "auto_reconnect_enabled",
    "current_session",
    "aiohttp_client_session",
    "web_client",
    "app_token",
    "ping_interval",
    "proxy",
    "stale",
    "last_ping_pong_time",
    "current_session_monitor",
    "message_receiver",
    "closed",
    "message_listeners",
    "socket_mode_request_listeners",
}


async def test_an_app_answers_malformed_requests_with_status_400() -> None:
    app = AsyncApp(token="xoxb-1", signing_secret="secret")  # noqa: S106 - of the tests
    default = app._async_middleware_error_handler
    refuse_malformed(app)
    request = AsyncBoltRequest(body="{}")

    statuses = []
    for error in (KeyError("action"), OSError("gone")):
        response = BoltResponse(status=500)
        await app._async_middleware_error_handler.handle(error, request, response)
        statuses.append(response.status)

    assert isinstance(default, AsyncDefaultMiddlewareErrorHandler)
    assert statuses == [400, 500]
