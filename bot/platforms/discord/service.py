"""Opens Discord: one connection to post, one to receive commands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.commands.command_spec import (
    COMMANDS,
    SHORTCUT,
    CommandSpec,
    Option,
    Suggests,
)
from bot.core.commands.ports import CommandService
from bot.core.domain.errors import PostError, RejectedError
from bot.core.domain.platforms import COMMAND
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.platforms.background_tasks import BackgroundTasks
from bot.core.platforms.reconnect_limiter import ReconnectLimiter
from bot.core.platforms.spec import OpenPlatform, PlatformContext, Values, Webhook
from bot.core.ports.services import EventLog
from bot.core.text.backoff import backoff_delay
from bot.platforms.discord.error_codes import UNAUTHORIZED
from bot.platforms.discord.event_handlers import DiscordHandlers
from bot.platforms.discord.events import DiscordEvent
from bot.platforms.discord.fields import read_id, read_number
from bot.platforms.discord.gateway import DiscordDeps, FatalError, Gateway
from bot.platforms.discord.http_api import (
    API_URL,
    TIMEOUT_SECONDS,
    DiscordApi,
    DiscordError,
    bot_pace,
)
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.discord.webhook import PATH, DiscordWebhook

_CHAT, _MESSAGE = 1, 3
_SUBCOMMAND, _STRING = 1, 3

_INSTALLED: list[Json] = [0, 1]
"""Where the app can be installed: on a server (0), and for a person (1)."""

_CONTEXTS: list[Json] = [0, 1, 2]
"""Where commands work: on servers (0), in messages to the bot (1), in group messages
(2).
"""

_ABOUT = "Who acts, who said what, and what may happen next"


_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(seconds=60)
_STEADY = 600.0
"""Seconds after which a connection counts as stable, and the backoff starts anew."""

_OFF = "off"

_CLOSING = 0.5
"""The seconds that running answers have to finish when the bot stops."""

MOST_AN_HOUR = 40
"""The maximum number of sessions of one shard in an hour.

Discord resets the token after 1,000 a day; 40 an hour are 960 a day.
"""


def api_url(values: Values) -> str:
    """Return the URL of Discord's API, from the variables or the default."""
    return values.get("DISCORD_API_URL", API_URL).rstrip("/")


@asynccontextmanager
async def open_platform(
    values: Values, commands: CommandService | None, context: PlatformContext
) -> AsyncIterator[OpenPlatform]:
    """Open Discord until the block ends; yield its messenger and its webhooks.

    Without ``commands`` the bot only posts to Discord. With them the gateway is
    connected even if a webhook receives the commands, unless a variable turns it off:
    then any number of processes and servers need no connections that stay open.
    """
    token, url = values["DISCORD_TOKEN"], api_url(values)
    timeout = context.timeout or TIMEOUT_SECONDS
    pace = bot_pace(timeout, context.reservations)
    if commands is None:
        proxies = context.proxies
        api = DiscordApi(token, url=url, patience=timeout, proxies=proxies, pace=pace)
        try:
            yield OpenPlatform(DiscordMessenger(api, context.clock))
        finally:
            await api.close()
        return
    deps = DiscordDeps(
        context.clock,
        context.event_log,
        context.connected,
        context.metrics,
        url,
        values.get("DISCORD_GATEWAY_URL"),
        patience=timeout,
        proxies=context.proxies,
        pace=pace,
    )
    key = values.get("DISCORD_PUBLIC_KEY")
    is_off = key is not None and values.get("DISCORD_GATEWAY", "").lower() == _OFF
    async with AsyncExitStack() as stack:
        opening = (
            open_without_gateway(token, deps)
            if is_off
            else open_discord(token, commands, deps)
        )
        messenger = await stack.enter_async_context(opening)
        webhooks: dict[str, Webhook] = {}
        if key is not None:
            webhook = open_webhook(key, token, commands, deps)
            webhooks[PATH] = await stack.enter_async_context(webhook)
        yield OpenPlatform(messenger, webhooks)


@asynccontextmanager
async def open_discord(
    token: str, service: CommandService, deps: DiscordDeps
) -> AsyncIterator[DiscordMessenger]:
    """Open Discord until the block ends; yield its messenger.

    If Discord refuses the token or the gateway cannot be reached, the block goes on and
    the error is logged.
    """
    api, messenger, handlers = _make_handlers(token, service, deps)
    gateway = _GatewayLoop(token, api, handlers, deps)
    task = asyncio.create_task(gateway.run())
    try:
        yield messenger
    finally:
        await gateway.end()
        task.cancel()
        await asyncio.wait([task], timeout=2 * _CLOSING)
        await api.close()


@asynccontextmanager
async def open_without_gateway(
    token: str, deps: DiscordDeps
) -> AsyncIterator[DiscordMessenger]:
    """Open Discord until the block ends, without its gateway; yield its messenger.

    The bot asks Discord from time to time whether the token is valid.
    """
    api = _api(token, deps)
    task = asyncio.create_task(_watch_token(api, deps))
    try:
        yield DiscordMessenger(api, deps.clock)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await api.close()


async def _watch_token(api: DiscordApi, deps: DiscordDeps) -> None:
    """Report each change of whether Discord accepts the token, until cancelled."""
    was_well: bool | None = None
    while True:
        problem: PostError | None = None
        try:
            await api.ask("GET", "/users/@me")
        except PostError as error:
            problem = error
        is_well = problem is None
        if is_well is not was_well:
            deps.connected(is_well)
            was_well = is_well
            if problem is not None:
                _log_problem(deps.event_log, problem)
        await asyncio.sleep(deps.watch_seconds)


def _log_problem(event_log: EventLog, problem: PostError) -> None:
    if isinstance(problem, DiscordError) and problem.status == UNAUTHORIZED:
        event_log.error("discord refuses the bot", reason=str(problem))
    else:
        event_log.warning(
            "discord cannot be reached; Sitrep tries again", reason=str(problem)
        )


@asynccontextmanager
async def open_webhook(
    key: str, token: str, service: CommandService, deps: DiscordDeps
) -> AsyncIterator[DiscordWebhook]:
    """Receive interactions over HTTP until the block ends; yield the webhook.

    ``key`` is the application's public key. Discord sends interactions to the URL that
    is set on the application's page.
    """
    api, _, handlers = _make_handlers(token, service, deps)
    webhook = DiscordWebhook(key, deps.clock, handlers.handle)
    try:
        await register(api, deps.event_log)
    except PostError as error:
        reason = f"{error}; restart Sitrep to try again"
        deps.event_log.error("discord commands not registered", reason=reason)
    try:
        yield webhook
    finally:
        await webhook.end(_CLOSING)
        await api.close()


def _api(token: str, deps: DiscordDeps) -> DiscordApi:
    return DiscordApi(
        token,
        url=deps.api_url,
        patience=deps.patience,
        proxies=deps.proxies,
        pace=deps.pace,
    )


def _make_handlers(
    token: str, service: CommandService, deps: DiscordDeps
) -> tuple[DiscordApi, DiscordMessenger, DiscordHandlers]:
    api = _api(token, deps)
    messenger = DiscordMessenger(api, deps.clock)
    handlers = DiscordHandlers(
        service, api, messenger, deps.clock, deps.event_log, deps.metrics
    )
    return api, messenger, handlers


@dataclass(slots=True)
class _GatewayLoop:
    """Runs a gateway client, and starts a new one whenever the client has ended."""

    token: str
    api: DiscordApi
    handlers: DiscordHandlers
    deps: DiscordDeps
    _limiter: ReconnectLimiter = field(
        default_factory=lambda: ReconnectLimiter(MOST_AN_HOUR), init=False
    )
    _tasks: BackgroundTasks = field(default_factory=BackgroundTasks, init=False)
    _connect_lock: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _reconnecting: bool = field(default=False, init=False)
    _registered: bool = field(default=False, init=False)

    async def run(self) -> None:
        """Receive interactions until cancelled, or until Discord refuses the bot."""
        tries = 0
        while True:
            begun = _seconds()
            try:
                if not self._registered:
                    await register(self.api, self._event_log)
                    self._registered = True
                await self._wait_for_sessions()
                gateway = Gateway(self.deps, self._start, self._admit)
                await gateway.listen(self.token)
            except (FatalError, RejectedError) as error:
                self.deps.connected(False)  # noqa: FBT003 - its only argument
                self._event_log.error(
                    "discord refuses the bot", reason=f"{error}; then restart Sitrep"
                )
                return
            except Exception as error:  # noqa: BLE001 - every other error is retried
                reason = str(error) or type(error).__name__
                self._event_log.warning(
                    "discord is not connected; Sitrep connects again", reason=reason
                )
            tries = 1 if _seconds() - begun > _STEADY else tries + 1
            wait = backoff_delay(tries, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)
            await asyncio.sleep(wait.total_seconds())

    async def end(self) -> None:
        """Let running answers finish for ``_CLOSING`` seconds, then cancel them."""
        await self._tasks.finish(_CLOSING)

    @property
    def _event_log(self) -> EventLog:
        return self.deps.event_log

    async def _start(self, event: DiscordEvent, at: datetime) -> None:
        self._tasks.start(self.handlers.handle(event, at))

    async def _admit(self) -> None:
        """Wait until the rate limit allows the next connection to the gateway."""
        # Shards wait one after the other, since each connection counts in the limit.
        async with self._connect_lock:
            await asyncio.sleep(self._limiter.wait(_seconds()))
            is_often = self._limiter.note(_seconds())
        if is_often and not self._reconnecting:
            self._event_log.warning(
                "discord closes the connection again and again; Sitrep waits longer before it connects"
            )
        self._reconnecting = is_often

    async def _wait_for_sessions(self) -> None:
        """Wait until Discord allows a new session for each shard.

        Raises:
            PostError: Discord does not answer.
        """
        answer = await self.api.ask("GET", "/gateway/bot")
        limit = answer.get("session_start_limit")
        shards = read_number(answer, "the gateway", "shards", 1)
        self._limiter.shards = max(1, shards)
        if (
            limit is not None
            and read_number(limit, "the session limit", "remaining") < shards
        ):
            seconds = read_number(limit, "the session limit", "reset_after") / 1000
            self._event_log.error(
                "discord allows no new connection for now; Sitrep waits",
                reason=f"the limit of new connections is reached; Sitrep connects in {seconds:.0f} s",
            )
            await asyncio.sleep(seconds)


async def register(api: DiscordApi, event_log: EventLog) -> None:
    """Register the commands with Discord.

    Raises:
        PostError: Discord does not answer, or does not know the bot.
    """
    application = await api.ask("GET", "/applications/@me")
    path = "/applications/{application_id}/commands"
    try:
        own = read_id(application, "the application")
        await api.ask_any("PUT", path, commands(), application_id=own)
    except DiscordError as error:
        if error.status == UNAUTHORIZED:
            raise
        reason = f"{error}; restart Sitrep to try again"
        event_log.error("discord commands not registered", reason=reason)


def commands() -> list[Json]:
    """Return the JSON of the message menu and of one command with all subcommands."""
    return [
        {
            "name": COMMAND,
            "type": _CHAT,
            "description": _ABOUT,
            "options": [_subcommand(word) for word in COMMANDS],
            "integration_types": _INSTALLED,
            "contexts": _CONTEXTS,
        },
        {
            "name": SHORTCUT,
            "type": _MESSAGE,
            "integration_types": _INSTALLED,
            "contexts": _CONTEXTS,
        },
    ]


def _subcommand(word: CommandSpec) -> JsonObject:
    return {
        "name": word.verb.value,
        "type": _SUBCOMMAND,
        "description": word.help,
        "options": [_option(option) for option in word.options],
    }


def _option(option: Option) -> JsonObject:
    return {
        "name": option.name,
        "type": _STRING,
        "description": option.help,
        "required": option.required,
        "autocomplete": option.suggests is not Suggests.NOTHING,
        "max_length": option.longest,
    }


def _seconds() -> float:
    return asyncio.get_running_loop().time()
