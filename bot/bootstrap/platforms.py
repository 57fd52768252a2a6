"""Slack and Discord as the bot is on them, with the keys of the environment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TextIO

from bot.core.commands.ports import Reception
from bot.core.domain.configuration import DISCORD, SLACK, Configuration
from bot.core.domain.errors import ConfigError
from bot.core.operations.check_results import Finding
from bot.core.ports.metrics import NO_METER, Meter
from bot.core.ports.services import ChannelNames, Clock, Journal, Messenger
from bot.platforms.console.messenger import ConsoleMessenger
from bot.platforms.discord import service as discord_service
from bot.platforms.discord.api import PATIENCE
from bot.platforms.discord.api import Api as DiscordApi
from bot.platforms.discord.clients import API_URL as DISCORD_URL
from bot.platforms.discord.inspection import check_discord
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.slack import service as slack_service
from bot.platforms.slack.channels import Channels
from bot.platforms.slack.checking import check_slack
from bot.platforms.slack.client import API_URL as SLACK_URL
from bot.platforms.slack.client import SlackApi
from bot.platforms.slack.door import MOST_BYTES, Door
from bot.platforms.slack.door import PATH as SLACK_PATH
from bot.platforms.slack.messenger import SlackMessenger
from bot.platforms.slack.service import SlackKeys
from bot.settings import wrong_variables

__all__ = [
    "MOST_BYTES",
    "Door",
    "Keys",
    "OpenPlatforms",
    "PlatformContext",
    "check_chats",
    "given_keys",
    "left_out",
    "open_chats",
    "open_messengers",
    "read_keys",
    "require",
]

DISCORD_PATH = "/discord/interactions"
"""Where Discord's requests are taken, by the address on the application's page."""

_VARIABLES = {SLACK: "SLACK_BOT_TOKEN", DISCORD: "DISCORD_TOKEN"}
_READ = (
    *("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"),
    *("DISCORD_TOKEN", "DISCORD_PUBLIC_KEY", "DISCORD_API_URL", "DISCORD_GATEWAY_URL"),
)


@dataclass(frozen=True, slots=True)
class Keys:
    """What the environment says of the platforms: tokens, and addresses for tests.

    ``slack_url``, ``discord_url`` and ``gateway_url`` take the place of the platforms'
    own addresses. With ``discord_key`` Discord's requests over HTTP are taken as well:
    it is what they are signed with, the application's public key.
    """

    slack: SlackKeys | None = None
    discord: str | None = field(default=None, repr=False)
    slack_url: str = SLACK_URL
    discord_url: str = DISCORD_URL
    gateway_url: str | None = None
    discord_key: str | None = None

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that can be posted to."""
        found = ((SLACK, self.slack), (DISCORD, self.discord))
        return tuple(name for name, key in found if key is not None)

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The variables by which a platform is looked for elsewhere."""
        usual = Keys()
        changed = (
            ("SLACK_API_URL", self.slack_url != usual.slack_url),
            ("DISCORD_API_URL", self.discord_url != usual.discord_url),
            ("DISCORD_GATEWAY_URL", self.gateway_url is not None),
        )
        return tuple(name for name, is_changed in changed if is_changed)


def read_keys(environment: Mapping[str, str]) -> Keys:
    """The keys in the environment; an empty variable counts as none.

    Raises:
        ConfigError: some cannot be any, by their form; no platform would take them.
    """
    wrong = "\n".join(wrong_variables(environment, _READ))
    if wrong:
        raise ConfigError(wrong)
    return given_keys(environment)


def given_keys(environment: Mapping[str, str]) -> Keys:
    """The keys in the environment, whatever their form."""
    found = {name: value for name, value in environment.items() if value}
    bot_token = found.get("SLACK_BOT_TOKEN")
    usual = Keys()
    return Keys(
        slack=None
        if bot_token is None
        else SlackKeys(
            bot_token,
            found.get("SLACK_APP_TOKEN"),
            found.get("SLACK_SIGNING_SECRET"),
        ),
        discord=found.get("DISCORD_TOKEN"),
        slack_url=found.get("SLACK_API_URL", usual.slack_url),
        discord_url=found.get("DISCORD_API_URL", usual.discord_url).rstrip("/"),
        gateway_url=found.get("DISCORD_GATEWAY_URL"),
        discord_key=found.get("DISCORD_PUBLIC_KEY"),
    )


def left_out(keys: Keys, configuration: Configuration) -> Iterator[Finding]:
    """Each platform that the bot is not on, and what that means.

    It is good unless a digest is lost by it.
    """
    for platform, variable in _VARIABLES.items():
        if platform in keys.platforms:
            continue
        words = f"{variable} is not set"
        lost = [
            plan.id
            for plan in configuration.digests
            if any(to.platform == platform for to in plan.to)
        ]
        if lost:
            words = f"{words}, so that {', '.join(lost)} cannot be posted there"
        yield Finding(not lost, platform, words)
    if keys.slack is not None and not keys.slack.hears:
        yield Finding(
            good=True,
            about=SLACK,
            words="people cannot ask anything, since neither SLACK_APP_TOKEN nor "
            "SLACK_SIGNING_SECRET is set",
        )


def require(keys: Keys, configuration: Configuration) -> None:
    """Make sure that every digest can be posted.

    Raises:
        ConfigError: tokens are missing; the message tells all of them, a line each.
    """
    lost = [one for one in left_out(keys, configuration) if not one.good]
    if lost:
        raise ConfigError("\n".join(f"{one.about}: {one.words}" for one in lost))


@asynccontextmanager
async def open_messengers(
    keys: Keys, clock: Clock, output: TextIO
) -> AsyncIterator[list[Messenger]]:
    """Open the console and each platform with a token, for posting only."""
    async with AsyncExitStack() as stack:
        found: list[Messenger] = [ConsoleMessenger(output)]
        if keys.slack is not None:
            api = SlackApi(keys.slack.bot_token, keys.slack_url)
            stack.push_async_callback(api.close)
            found.append(SlackMessenger(api, Channels(api)))
        if keys.discord is not None:
            bot = DiscordApi(keys.discord, url=keys.discord_url)
            stack.push_async_callback(bot.close)
            found.append(DiscordMessenger(bot, clock))
        yield found


async def check_chats(keys: Keys, configuration: Configuration) -> tuple[Finding, ...]:
    """Try tokens, scopes and channels of each platform that there is a key for."""
    found: list[Finding] = []
    if keys.slack is not None:
        named = _channels(configuration, SLACK)
        found.extend(await check_slack(keys.slack, named, api_url=keys.slack_url))
    if keys.discord is not None:
        named = _channels(configuration, DISCORD)
        url = keys.discord_url
        found.extend(await check_discord(keys.discord, named, api_url=url))
    return tuple(found)


def _channels(configuration: Configuration, platform: str) -> tuple[str, ...]:
    """The channels of a platform that are posted to, each once."""
    digests = (to for plan in configuration.digests for to in plan.to)
    every = (*digests, *configuration.operator)
    found = (to.channel for to in every if to.platform == platform)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class PlatformContext:
    """Where the bot is: ``connected`` is told of each platform whether it is.

    ``patience`` is how many seconds a platform's answer is waited for.
    """

    clock: Clock
    journal: Journal
    connected: Callable[[str, bool], None]
    meter: Meter = NO_METER
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class OpenPlatforms:
    """The platforms that the bot is on; ``doors`` take requests over HTTP, by path."""

    messengers: tuple[Messenger, ...] = ()
    names: ChannelNames | None = None
    doors: Mapping[str, Door] = field(default_factory=dict)


@asynccontextmanager
async def open_chats(
    keys: Keys, reception: Reception, context: PlatformContext
) -> AsyncIterator[OpenPlatforms]:
    """Be on each platform that there is a key for, until the block ends."""
    for variable in keys.elsewhere:
        context.journal.warning("a platform is looked for elsewhere", variable=variable)
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        found: list[OpenPlatforms] = []
        if keys.slack is not None:
            found.append(await enter(_on_slack(keys.slack, keys, reception, context)))
        if keys.discord is not None:
            opening = _on_discord(keys.discord, keys, reception, context)
            found.append(await enter(opening))
        messengers = tuple(one for chats in found for one in chats.messengers)
        named = (one for one in messengers if isinstance(one, ChannelNames))
        doors = {path: door for one in found for path, door in one.doors.items()}
        yield OpenPlatforms(messengers, next(named, None), doors)


@asynccontextmanager
async def _on_slack(
    slack: SlackKeys, keys: Keys, reception: Reception, context: PlatformContext
) -> AsyncIterator[OpenPlatforms]:
    around = slack_service.Surroundings(
        context.clock,
        context.journal,
        lambda well: context.connected(SLACK, well),
        context.meter,
        keys.slack_url,
        patience=context.patience,
    )
    async with slack_service.open_slack(slack, reception, around) as opened:
        doors = {} if opened.door is None else {SLACK_PATH: opened.door}
        yield OpenPlatforms((opened.messenger,), doors=doors)


@asynccontextmanager
async def _on_discord(
    token: str, keys: Keys, reception: Reception, context: PlatformContext
) -> AsyncIterator[OpenPlatforms]:
    """The gateway is connected to in any case: it tells that the token is good."""
    around = discord_service.Surroundings(
        context.clock,
        context.journal,
        lambda well: context.connected(DISCORD, well),
        context.meter,
        keys.discord_url,
        keys.gateway_url,
        patience=context.patience,
    )
    async with AsyncExitStack() as stack:
        opening = discord_service.open_discord(token, reception, around)
        messenger = await stack.enter_async_context(opening)
        doors: dict[str, Door] = {}
        if keys.discord_key is not None:
            key = keys.discord_key
            knocked = discord_service.open_door(key, token, reception, around)
            doors[DISCORD_PATH] = await stack.enter_async_context(knocked)
        yield OpenPlatforms((messenger,), doors=doors)
