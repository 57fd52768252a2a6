"""Opens Slack: posts messages, and receives commands over a socket or HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from secrets import token_hex

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from bot.core.commands.ports import CommandService
from bot.core.platforms.spec import OpenPlatform, PlatformContext, Values, Webhook
from bot.core.ports.metrics import NO_METRICS, Metrics
from bot.core.ports.services import Clock, EventLog
from bot.platforms.slack.app import make_app
from bot.platforms.slack.channels import SlackChannels
from bot.platforms.slack.error_codes import error_message
from bot.platforms.slack.handlers import SlackHandlers
from bot.platforms.slack.http_api import API_URL, TIMEOUT_SECONDS, SlackApi
from bot.platforms.slack.messenger import SlackMessenger
from bot.platforms.slack.socket_mode import (
    DEFAULT_TIMINGS,
    ReconnectingSocket,
    SocketDeps,
    SocketTimings,
)
from bot.platforms.slack.users import SlackUsers
from bot.platforms.slack.webhook import PATH, SignatureTime, SlackWebhook

Connected = Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class SlackTokens:
    """The bot token, and what receives commands.

    With an app token commands come over Socket Mode, else with a signing secret over
    HTTP. With neither the bot only posts.
    """

    bot_token: str = field(repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)

    @property
    def hears(self) -> bool:
        """Whether commands are received at all."""
        return self.app_token is not None or self.signing_secret is not None

    @property
    def is_http(self) -> bool:
        """Whether commands are received over HTTP."""
        return self.app_token is None and self.signing_secret is not None


@dataclass(frozen=True, slots=True)
class SlackDeps:
    """What Slack needs; it calls ``connected`` when the connection changes.

    ``patience`` is the number of seconds to wait for an answer, ``closing`` the number
    of seconds in which commands may still be answered when the bot stops.
    """

    clock: Clock
    event_log: EventLog
    connected: Connected
    metrics: Metrics = NO_METRICS
    api_url: str = API_URL
    care: SocketTimings = DEFAULT_TIMINGS
    patience: float = TIMEOUT_SECONDS
    closing: float = 2.0


@dataclass(frozen=True, slots=True)
class Slack:
    """Slack while it is open; ``door`` takes its requests if they come by HTTP."""

    messenger: SlackMessenger
    door: Webhook | None = None


def tokens(values: Values) -> SlackTokens:
    """The tokens among the variables."""
    return SlackTokens(
        values["SLACK_BOT_TOKEN"],
        values.get("SLACK_APP_TOKEN"),
        values.get("SLACK_SIGNING_SECRET"),
    )


def api_url(values: Values) -> str:
    """The address of Slack's API."""
    return values.get("SLACK_API_URL", API_URL)


@asynccontextmanager
async def open_platform(
    values: Values, commands: CommandService | None, context: PlatformContext
) -> AsyncIterator[OpenPlatform]:
    """Open Slack until the block ends; without a command service only to post."""
    url, timeout = api_url(values), context.timeout or TIMEOUT_SECONDS
    if commands is None:
        async with SlackApi(values["SLACK_BOT_TOKEN"], url, timeout) as api:
            yield OpenPlatform(SlackMessenger(api, SlackChannels(api)))
        return
    deps = SlackDeps(
        context.clock,
        context.event_log,
        context.connected,
        context.metrics,
        url,
        patience=timeout,
    )
    async with open_slack(tokens(values), commands, deps) as slack:
        webhooks = {} if slack.door is None else {PATH: slack.door}
        yield OpenPlatform(slack.messenger, webhooks)


@asynccontextmanager
async def open_slack(
    keys: SlackTokens, service: CommandService, deps: SlackDeps
) -> AsyncIterator[Slack]:
    """Open Slack until the block ends.

    A refused token or a lost socket does not end the block; it is logged.
    """
    voice = _ConnectionState(deps, hears=None if keys.app_token else True)
    api = SlackApi(
        keys.bot_token,
        deps.api_url,
        deps.patience,
        heard=voice.heard,
        rest=deps.care.rest,
    )
    channels = SlackChannels(api)
    people = SlackUsers(api, channels, deps.clock)
    handlers = SlackHandlers(service, api, people, deps.event_log)
    app = make_app(api, handlers, signing_secret=keys.signing_secret or token_hex())
    door = _door(app, keys.signing_secret, deps) if keys.is_http else None
    tasks = [asyncio.create_task(_look(api, deps.care))]
    socket = None
    if keys.app_token is not None:
        ears = SocketDeps(app, deps.event_log, voice.listening, deps.metrics)
        socket = ReconnectingSocket(keys.app_token, api, ears, care=deps.care)
        tasks.append(asyncio.create_task(socket.run()))
    try:
        yield Slack(SlackMessenger(api, channels), door)
    finally:
        await handlers.end(deps.closing)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if socket is not None:
            await socket.close()
        await api.close()


@dataclass(slots=True)
class _ConnectionState:
    """Says whether Slack is connected: it takes the token, and it is heard.

    ``hears`` is whether there is a socket to hear it by; ``None`` before it is known.
    """

    deps: SlackDeps
    hears: bool | None
    _taken: bool = field(default=False, init=False)
    _refused: bool = field(default=False, init=False)

    def heard(self, refused: str | None) -> None:
        """Slack refuses the bot token, or takes it."""
        event_log, was_refused = self.deps.event_log, self._refused
        self._taken, self._refused = refused is None, refused is not None
        if refused is not None:
            event_log.error("slack refuses the bot", reason=error_message(refused))
        elif was_refused:
            event_log.info("slack takes the bot again")
        self._say()

    def listening(self, well: bool) -> None:  # noqa: FBT001 - its only argument
        """The socket is there, or it is lost."""
        self.hears = well
        self._say()

    def _say(self) -> None:
        if self.hears is not None or not self._taken:
            self.deps.connected(self._taken and self.hears is True)


async def _look(api: SlackApi, care: SocketTimings) -> None:
    """Ask about the token, and go on as long as Slack does not take it.

    One that is not used is asked about now and then; with no answer, no sooner.
    """
    while True:
        is_known = api.refused is None and api.was_heard
        if not is_known or api.idle() >= care.doubt:
            await api.is_taken()
        await asyncio.sleep(care.rest)


def _door(app: AsyncApp, secret: str | None, deps: SlackDeps) -> Webhook:
    verifier = SignatureVerifier(secret or "", SignatureTime(deps.clock))
    return SlackWebhook(app, verifier, deps.event_log, deps.metrics).handle
