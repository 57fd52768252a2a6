"""Contains all code that relies on internals of slack_sdk and slack_bolt.

Each function has a test in ``tests/unit/bot/platforms/slack/test_vendor_patches.py`` that
fails if a new version of a library changes what it relies on. pyproject.toml limits the
versions to those that were tested.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from slack_bolt.adapter.socket_mode.async_internals import (
    run_async_bolt_app,
    send_async_response,
)
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware_error_handler import (
    AsyncDefaultMiddlewareErrorHandler,
)
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from typing_extensions import override

from bot.core.domain.proxies import Proxies

_MALFORMED = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
_BAD_REQUEST = 400


class MalformedRequests(AsyncDefaultMiddlewareErrorHandler):
    """Answers a request that the framework cannot read with status 400.

    The framework reads fields without a check of their types. Its own handler logs a
    traceback and answers with status 500, as if the bot had failed.
    """

    @override
    async def handle(
        self,
        error: Exception,
        request: AsyncBoltRequest,
        response: BoltResponse | None,
    ) -> None:
        if response is not None and isinstance(error, _MALFORMED):
            # Without the words of the request: it may come from anybody.
            self.logger.warning(
                "request to the slack webhook refused, because it is malformed: %s",
                type(error).__name__,
            )
            response.status = _BAD_REQUEST
        else:
            await super().handle(error, request, response)


def refuse_malformed(app: AsyncApp) -> None:
    """Let ``app`` answer malformed requests with status 400."""
    app._async_middleware_error_handler = MalformedRequests(app.logger)  # noqa: SLF001


class FormClient(AsyncWebClient):
    """Sends the app's id and secret as fields of the form, which Slack accepts, too.

    The library sends them by a class that aiohttp has deprecated.
    """

    @override
    async def api_call(
        self, api_method: str, *, auth: dict[str, str] | None = None, **options: Any
    ) -> AsyncSlackResponse:
        if auth is not None:
            options["data"] = {**(options.get("data") or {}), **auth}
        return await super().api_call(api_method, **options)


async def connect_once(client: SocketModeClient, proxies: Proxies) -> None:
    """Request a connection URL, which works once, and connect to it by its proxy.

    The library's own ``connect`` retries the same URL without end. This function makes
    a single attempt.
    """
    client.auto_reconnect_enabled = False
    if client.current_session is not None:
        await client.current_session.close()
    if client.aiohttp_client_session.closed:
        client.aiohttp_client_session = type(client.aiohttp_client_session)()
    opened = await client.web_client.apps_connections_open(app_token=client.app_token)
    client.current_session = await client.aiohttp_client_session.ws_connect(
        str(opened["url"]),
        autoping=False,
        heartbeat=client.ping_interval,
        proxy=proxies.of_url(str(opened["url"])),
    )
    client.stale = False
    client.last_ping_pong_time = None
    client.auto_reconnect_enabled = True
    for task in (client.current_session_monitor, client.message_receiver):
        if task is not None:
            task.cancel()
    client.current_session_monitor = _start(client.monitor_current_session())
    client.message_receiver = _start(client.receive_messages())


def is_receiving(client: SocketModeClient) -> bool:
    """Return whether the library's tasks for the current connection are running."""
    tasks = (client.current_session_monitor, client.message_receiver)
    return all(task is not None and not task.done() for task in tasks)


async def serve_request(
    app: AsyncApp, client: AsyncBaseSocketModeClient, request: SocketModeRequest
) -> None:
    """Let the app handle a request of the socket, and acknowledge it."""
    begun = asyncio.get_running_loop().time()
    response = await run_async_bolt_app(app, request)
    await send_async_response(client, request, response, begun)


def _start(work: Awaitable[None]) -> asyncio.Future[None]:
    return asyncio.ensure_future(work)
