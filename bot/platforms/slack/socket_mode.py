"""Slack's Socket Mode: watches the connection, and reconnects at a limited rate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from typing_extensions import override

from bot.core.domain.proxies import NO_PROXIES, Proxies
from bot.core.messages.briefing_json import JsonObject
from bot.core.platforms.pacing import Pace
from bot.core.platforms.reconnect_limiter import ReconnectLimiter
from bot.core.ports.metrics import NO_METRICS, HistogramName, Metrics
from bot.core.ports.services import Clock, EventLog
from bot.platforms.slack.error_codes import SOCKET_REMEDY, UNAUTHORIZED, error_message
from bot.platforms.slack.http_api import API_URL, TIMEOUT_SECONDS, SlackApi
from bot.platforms.slack.vendor_patches import connect_once, is_receiving, serve_request

_CHECK_SECONDS = 0.2
"""Seconds between two checks of the connection; the library checks once per ping."""

_LOGGED_DELAY = 5.0
"""A warning is logged if the next connection waits for at least this many seconds."""

Connected = Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class SocketTimings:
    """Intervals of a connection, in seconds.

    ``ping`` is the time between two pings, ``hello`` the longest wait for Slack's
    greeting. After Slack refused the token, no request is sent for ``rest``. After
    ``doubt`` without a request the token is checked, because Slack does not report that
    a token was revoked.
    """

    ping: float = 5.0
    hello: float = 20.0
    rest: float = 60.0
    doubt: float = 600.0


DEFAULT_TIMINGS = SocketTimings()


@dataclass(frozen=True, slots=True)
class SlackDeps:
    """The dependencies of Slack; ``connected`` is called when the connection changes.

    ``patience`` is the number of seconds to wait for an answer. ``closing`` is the
    number of seconds in which commands may still be answered when the bot stops.
    ``pace`` is the pace of posts to each channel.
    """

    clock: Clock
    event_log: EventLog
    connected: Connected
    metrics: Metrics = NO_METRICS
    api_url: str = API_URL
    timings: SocketTimings = DEFAULT_TIMINGS
    patience: float = TIMEOUT_SECONDS
    closing: float = 2.0
    proxies: Proxies = NO_PROXIES
    pace: Pace | None = None


class ReconnectingSocket(SocketModeClient):
    """The library's client, with a limited rate of reconnections.

    The library itself retries the same URL without a pause or an end, even with a
    revoked token.
    """

    def __init__(
        self, app_token: str, api: SlackApi, app: AsyncApp, deps: SlackDeps
    ) -> None:
        super().__init__(
            app_token=app_token,
            logger=app.logger,
            web_client=api.client,
            ping_interval=deps.timings.ping,
        )
        self._app = app
        self._proxies = api.proxies
        self._deps = deps
        self._limiter = ReconnectLimiter()
        self._greeted = False
        self._connected_at = 0.0
        self._connecting = asyncio.Lock()
        self.message_listeners.append(self._receive)
        self.socket_mode_request_listeners.append(self._serve)

    async def run(self) -> None:
        """Connect; until cancelled, check the connection and replace a dead one."""
        await self.connect()
        while True:
            await asyncio.sleep(_CHECK_SECONDS)
            if self.current_session is None or self.current_session.closed:
                await self.connect_to_new_endpoint()
            elif not self._is_well():
                await self.connect_to_new_endpoint(force=True)

    @override
    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        before = self.current_session
        async with self._connecting:
            if self.current_session is not before:
                return
            if force or not await self.is_connected():
                await self._connect_until()

    @override
    async def close(self) -> None:
        await super().close()  # type: ignore[no-untyped-call]

    @override
    async def connect(self) -> None:
        async with self._connecting:
            await self._connect_until()

    async def _connect_until(self) -> None:
        while not self.closed:
            pause = self._limiter.wait(_now())
            if pause >= _LOGGED_DELAY:
                self._lose(
                    f"Slack ends each connection; the next try is in {pause:.0f} s"
                )
            await asyncio.sleep(pause)
            self._limiter.note(_now())
            try:
                self._greeted, self._connected_at = False, _now()
                await connect_once(self, self._proxies)
            except SlackApiError as error:
                await self._handle_refusal(error)
            except Exception as error:  # noqa: BLE001 - every other error is retried
                self._lose(f"no connection to Slack ({type(error).__name__})")
            else:
                return

    def _is_well(self) -> bool:
        """Return whether Slack greeted in time, and the library receives messages."""
        if not self._greeted and _now() - self._connected_at > self._deps.timings.hello:
            self._lose("Slack did not confirm the connection")
            return False
        return is_receiving(self)

    async def _handle_refusal(self, error: SlackApiError) -> None:
        data = getattr(error.response, "data", None)
        word = str(data.get("error")) if isinstance(data, dict) else "no answer"
        if word in UNAUTHORIZED:
            self._deps.connected(False)  # noqa: FBT003 - its only argument
            self._deps.event_log.error(
                "slack refuses the app token",
                reason=f"Slack says {word}: {SOCKET_REMEDY}",
            )
            await asyncio.sleep(self._deps.timings.rest)
        else:
            self._lose(error_message(word))

    def _lose(self, reason: str) -> None:
        self._deps.connected(False)  # noqa: FBT003 - its only argument
        self._deps.event_log.warning(
            "slack is not connected; Sitrep connects again", reason=reason
        )

    async def _receive(
        self, _: AsyncBaseSocketModeClient, message: JsonObject, __: str | None
    ) -> None:
        if message.get("type") == "hello":
            self._greeted = True
            self._deps.connected(True)  # noqa: FBT003 - its only argument
            self._deps.event_log.info("slack is connected")

    async def _serve(
        self, client: AsyncBaseSocketModeClient, request: SocketModeRequest
    ) -> None:
        """Let the app handle an event, and acknowledge it."""
        begun = _now()
        await serve_request(self._app, client, request)
        self._deps.metrics.observe(HistogramName.ACK, _now() - begun)


def _now() -> float:
    return asyncio.get_running_loop().time()
