"""Opens Slack: posts messages, and receives commands over a socket or HTTP."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from secrets import token_hex

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.core.commands.ports import CommandService
from bot.core.messages.briefing_json import Json
from bot.core.platforms.pacing import LONGEST_TURN, Pace, Reservations
from bot.core.platforms.spec import OpenPlatform, PlatformContext, Values, Webhook
from bot.platforms.slack.channels import SlackChannels
from bot.platforms.slack.error_codes import error_message
from bot.platforms.slack.event_handlers import SlackHandlers
from bot.platforms.slack.http_api import API_URL, TIMEOUT_SECONDS, SlackApi
from bot.platforms.slack.messenger import SlackMessenger
from bot.platforms.slack.socket_mode import ReconnectingSocket, SlackDeps, SocketTimings
from bot.platforms.slack.users import SlackUsers
from bot.platforms.slack.vendor_patches import refuse_malformed
from bot.platforms.slack.views import DIALOG
from bot.platforms.slack.webhook import PATH, SlackWebhook

MESSAGE_SHORTCUT, GLOBAL_SHORTCUT = "brief_link", "brief_links"
"""The callback ids of the shortcuts in the manifest."""

_ANY = re.compile("")
_HOME, _LEAVING = "app_home_opened", ("app_uninstalled", "tokens_revoked")
EVENTS = (_HOME, *_LEAVING)
"""The events that the app subscribes to."""

Body = Mapping[str, Json]
Handle = Callable[[SlackHandlers, Body], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class EventRoutes:
    """Where the app's events go.

    ``handlers_of`` returns the handlers of an event's workspace, if it has any;
    ``left`` receives the events that say that the app or its tokens were removed.
    """

    handlers_of: Callable[[Body], Awaitable[SlackHandlers | None]]
    left: Callable[[Body], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class SlackTokens:
    """The bot token, and the token or secret with which the bot receives commands.

    With an app token commands come over Socket Mode, otherwise with a signing secret
    over HTTP. If neither is set, the bot only posts.
    """

    bot_token: str = field(repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)


def tokens(values: Values) -> SlackTokens:
    """Return Slack's tokens from the values of the environment variables."""
    return SlackTokens(
        values["SLACK_BOT_TOKEN"],
        values.get("SLACK_APP_TOKEN"),
        values.get("SLACK_SIGNING_SECRET"),
    )


def api_url(values: Values) -> str:
    """Return the URL of Slack's API, from the variables or the default."""
    return values.get("SLACK_API_URL", API_URL)


CHANNEL_SECONDS = 1.1
"""The seconds between two messages to a channel.

Slack allows one message per second and channel. The interval is a little longer,
because requests take unequal times.
"""


def channel_pace(patience: float, reservations: Reservations) -> Pace:
    """Return the pace of posts to each channel.

    If ``patience``, the timeout of a request, is shorter than usual, all times are
    shorter by the same factor.
    """
    share = patience / TIMEOUT_SECONDS
    return Pace(CHANNEL_SECONDS * share, reservations, LONGEST_TURN * share)


@asynccontextmanager
async def open_platform(
    values: Values, commands: CommandService | None, context: PlatformContext
) -> AsyncIterator[OpenPlatform]:
    """Open Slack until the block ends; yield its messenger and its webhooks.

    Without ``commands`` the bot only posts to Slack.
    """
    url, timeout = api_url(values), context.timeout or TIMEOUT_SECONDS
    pace = channel_pace(timeout, context.reservations)
    if commands is None:
        token, proxies = values["SLACK_BOT_TOKEN"], context.proxies
        async with SlackApi(token, url, timeout, proxies=proxies) as api:
            yield OpenPlatform(SlackMessenger(api, pace=pace))
        return
    deps = SlackDeps(
        context.clock,
        context.event_log,
        context.connected,
        context.metrics,
        url,
        patience=timeout,
        proxies=context.proxies,
        pace=pace,
    )
    async with open_slack(tokens(values), commands, deps) as slack:
        yield slack


@asynccontextmanager
async def open_slack(
    keys: SlackTokens, service: CommandService, deps: SlackDeps
) -> AsyncIterator[OpenPlatform]:
    """Open Slack until the block ends.

    If Slack refuses the token or the socket is lost, the block goes on and the error is
    logged.
    """
    state = _ConnectionState(deps, receives=None if keys.app_token else True)
    api = SlackApi(
        keys.bot_token,
        deps.api_url,
        deps.patience,
        token_checked=state.token_checked,
        rest=deps.timings.rest,
        proxies=deps.proxies,
    )
    channels = SlackChannels(api)
    users = SlackUsers(api, channels, deps.clock)
    handlers = SlackHandlers(service, api, users, deps.event_log)
    secret = keys.signing_secret
    app = make_app(api, _routes(api, handlers), signing_secret=secret or token_hex())
    webhooks: dict[str, Webhook] = {}
    if keys.app_token is None and secret is not None:
        webhook = SlackWebhook(app, secret, deps.clock, deps.event_log, deps.metrics)
        webhooks[PATH] = webhook.handle
    tasks = [asyncio.create_task(_watch_token(api, deps.timings))]
    socket = None
    if keys.app_token is not None:
        socket_deps = replace(deps, connected=state.socket_changed)
        socket = ReconnectingSocket(keys.app_token, api, app, socket_deps)
        tasks.append(asyncio.create_task(socket.run()))
    try:
        messenger = SlackMessenger(api, channels, pace=deps.pace)
        yield OpenPlatform(messenger, webhooks)
    finally:
        await handlers.tasks.finish(deps.closing)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if socket is not None:
            await socket.close()
        await api.close()


def _routes(api: SlackApi, handlers: SlackHandlers) -> EventRoutes:
    """Return the routes of the only workspace."""

    async def only(_: Body) -> SlackHandlers:
        return handlers

    async def left(_: Body) -> None:
        await api.has_valid_token()

    return EventRoutes(only, left)


@dataclass(slots=True)
class _ConnectionState:
    """Reports whether Slack is connected: the token is valid, and events arrive.

    ``receives`` says whether events arrive; it is ``None`` until that is known.
    """

    deps: SlackDeps
    receives: bool | None
    _valid: bool = field(default=False, init=False)
    _refused: bool = field(default=False, init=False)

    def token_checked(self, refused: str | None) -> None:
        """Store whether Slack accepted the token; ``refused`` is its error code."""
        event_log, was_refused = self.deps.event_log, self._refused
        self._valid, self._refused = refused is None, refused is not None
        if refused is not None:
            event_log.error("slack refuses the bot", reason=error_message(refused))
        elif was_refused:
            event_log.info("slack accepts the bot again")
        self._report()

    def socket_changed(self, well: bool) -> None:  # noqa: FBT001 - its only argument
        """Store whether the socket is connected."""
        self.receives = well
        self._report()

    def _report(self) -> None:
        if self.receives is not None or not self._valid:
            self.deps.connected(self._valid and self.receives is True)


async def _watch_token(api: SlackApi, timings: SocketTimings) -> None:
    """Check the token until Slack accepts it, and again when it was unused for a while."""
    while True:
        is_known = api.refused is None and api.was_checked
        if not is_known or api.idle() >= timings.doubt:
            await api.has_valid_token()
        await asyncio.sleep(timings.rest)


def make_app(api: SlackApi, routes: EventRoutes, *, signing_secret: str) -> AsyncApp:
    """Build the app of Slack's framework, with a handler for each kind of event.

    The app checks the signature of HTTP requests with ``signing_secret``; requests over
    the socket have none.
    """

    async def authorize() -> AuthorizeResult:
        # The library's default asks Slack about the token before it acknowledges.
        return AuthorizeResult(
            enterprise_id=None, team_id=None, bot_token=api.token, bot_id="", user_id=""
        )

    app = AsyncApp(
        client=api.client,
        logger=quiet_logger(),
        authorize=authorize,
        signing_secret=signing_secret,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
    )
    refuse_malformed(app)
    _add_listeners(app, routes)
    return app


def _add_listeners(app: AsyncApp, routes: EventRoutes) -> None:
    def handled(handle: Handle) -> Callable[[AsyncAck, Body], Awaitable[None]]:
        return _acknowledged(routes, handle)

    # The pattern fits any name: workspaces with another /brief rename the command.
    app.command(_ANY)(handled(SlackHandlers.command))
    app.message_shortcut(MESSAGE_SHORTCUT)(handled(SlackHandlers.message))
    app.global_shortcut(GLOBAL_SHORTCUT)(handled(SlackHandlers.paste))
    app.block_action(_ANY)(handled(SlackHandlers.press))
    app.view(DIALOG)(handled(SlackHandlers.submitted))
    app.event(_HOME)(handled(SlackHandlers.home))

    async def leaving(ack: AsyncAck, body: Body) -> None:
        await ack()
        await routes.left(body)

    async def ignoring(ack: AsyncAck) -> None:
        # Slack repeats events that are not acknowledged.
        await ack()

    for name in _LEAVING:
        app.event(name)(leaving)
    app.event(_ANY)(ignoring)


def _acknowledged(
    routes: EventRoutes, handle: Handle
) -> Callable[[AsyncAck, Body], Awaitable[None]]:
    async def listener(ack: AsyncAck, body: Body) -> None:
        await ack()
        handlers = await routes.handlers_of(body)
        if handlers is not None:
            await handle(handlers, body)

    return listener


def quiet_logger() -> logging.Logger:
    """Make a logger for errors only.

    At lower levels the framework logs the bodies of forged requests.
    """
    logger = logging.getLogger("sitrep.slack")
    logger.setLevel(logging.ERROR)
    return logger
