"""Socket Mode: a connection that is watched, and made anew without a storm."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.adapter.socket_mode.async_internals import (
    run_async_bolt_app,
    send_async_response,
)
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from typing_extensions import override

from bot.core.messages.briefing_json import JsonObject
from bot.core.ports.metrics import NO_METRICS, HistogramName, Metrics
from bot.core.ports.services import EventLog
from bot.platforms.slack.error_codes import UNAUTHORIZED, error_message
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.reconnect_limiter import SlackReconnectLimiter

_LOOK = 0.2
"""Seconds between two looks at a connection: the library looks once in a ping only."""

_SLOW = 5.0
"""Seconds between tries that are worth to be told."""

Connected = Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class SocketTimings:
    """Seconds by which a connection is judged.

    A socket is asked for a sign of life each ``ping``; Slack greets within ``hello``;
    after Slack refused the token it is left alone for ``rest``. A token that nothing was
    asked with for ``doubt`` may have been revoked: Slack tells nobody.
    """

    ping: float = 5.0
    hello: float = 20.0
    rest: float = 60.0
    doubt: float = 600.0


DEFAULT_TIMINGS = SocketTimings()


@dataclass(frozen=True, slots=True)
class SocketDeps:
    """Who hears of the socket: the app of its events, the others of its fate."""

    app: AsyncApp
    event_log: EventLog
    connected: Connected
    metrics: Metrics = NO_METRICS


class ReconnectingSocket(SocketModeClient):
    """The library's client, which connects by our rules.

    The library tries the same address for ever, as fast as it can, and does so with a
    token that was revoked as well.
    """

    def __init__(
        self,
        app_token: str,
        api: SlackApi,
        ears: SocketDeps,
        *,
        care: SocketTimings = DEFAULT_TIMINGS,
    ) -> None:
        super().__init__(
            app_token=app_token,
            logger=ears.app.logger,
            web_client=api.client,
            ping_interval=care.ping,
        )
        self._ears = ears
        self._care = care
        self._breaker = SlackReconnectLimiter()
        self._greeted = False
        self._connected_at = 0.0
        self._turn = asyncio.Lock()
        self.message_listeners.append(self._hear)
        self.socket_mode_request_listeners.append(self._serve)

    async def run(self) -> None:
        """Connect, and watch until cancelled that somebody is at the other end."""
        await self.connect()
        while True:
            await asyncio.sleep(_LOOK)
            if self.current_session is None or self.current_session.closed:
                await self.connect_to_new_endpoint()
            elif not self._is_well():
                await self.connect_to_new_endpoint(force=True)

    @override
    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        before = self.current_session
        async with self._turn:
            if self.current_session is not before:
                return
            if force or not await self.is_connected():
                await self._connect_until()

    @override
    async def close(self) -> None:
        await super().close()  # type: ignore[no-untyped-call]

    @override
    async def connect(self) -> None:
        async with self._turn:
            await self._connect_until()

    async def _connect_until(self) -> None:
        while not self.closed:
            pause = self._breaker.wait(_now())
            if pause >= _SLOW:
                self._lose(f"connections end at once, the next in {pause:.0f} s")
            await asyncio.sleep(pause)
            try:
                await self._connect_once()
            except SlackApiError as error:
                await self._be_refused(error)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
                self._lose(f"no connection ({type(error).__name__})")
            else:
                return

    async def _connect_once(self) -> None:
        """Ask for an address, which is good once, and connect to it."""
        self._greeted, self._connected_at = False, _now()
        self.auto_reconnect_enabled = False
        if self.current_session is not None:
            await self.current_session.close()
        if self.aiohttp_client_session.closed:
            self.aiohttp_client_session = type(self.aiohttp_client_session)()
        opened = await self.web_client.apps_connections_open(app_token=self.app_token)
        self.current_session = await self.aiohttp_client_session.ws_connect(
            str(opened["url"]),
            autoping=False,
            heartbeat=self.ping_interval,
            proxy=self.proxy,
        )
        self.stale = False
        self.last_ping_pong_time = None
        self.auto_reconnect_enabled = True
        for task in (self.current_session_monitor, self.message_receiver):
            if task is not None:
                task.cancel()
        self.current_session_monitor = _begin(self.monitor_current_session())
        self.message_receiver = _begin(self.receive_messages())

    def _is_well(self) -> bool:
        """Whether Slack greets in time, and somebody listens to what it says."""
        if not self._greeted and _now() - self._connected_at > self._care.hello:
            self._lose("Slack does not greet")
            return False
        tasks = (self.current_session_monitor, self.message_receiver)
        return all(task is not None and not task.done() for task in tasks)

    async def _be_refused(self, error: SlackApiError) -> None:
        data = getattr(error.response, "data", None)
        word = str(data.get("error")) if isinstance(data, dict) else "no answer"
        if word in UNAUTHORIZED:
            self._ears.connected(False)  # noqa: FBT003 - its only argument
            self._ears.event_log.error(
                "slack refuses the app token", reason=error_message(word)
            )
            await asyncio.sleep(self._care.rest)
        else:
            self._lose(error_message(word))

    def _lose(self, reason: str) -> None:
        self._ears.connected(False)  # noqa: FBT003 - its only argument
        self._ears.event_log.warning("slack is not connected", reason=reason)

    async def _hear(
        self, _: AsyncBaseSocketModeClient, message: JsonObject, __: str | None
    ) -> None:
        if message.get("type") == "hello":
            self._greeted = True
            self._ears.connected(True)  # noqa: FBT003 - its only argument
            self._ears.event_log.info("slack is connected")

    async def _serve(
        self, client: AsyncBaseSocketModeClient, request: SocketModeRequest
    ) -> None:
        """Let the app work on an event, and acknowledge it."""
        begun = _now()
        response = await run_async_bolt_app(self._ears.app, request)
        await send_async_response(client, request, response, begun)
        self._ears.metrics.observe(HistogramName.ACK, _now() - begun)


def _begin(work: Awaitable[None]) -> asyncio.Future[None]:
    return asyncio.ensure_future(work)


def _now() -> float:
    return asyncio.get_running_loop().time()
