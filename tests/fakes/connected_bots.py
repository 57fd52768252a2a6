"""The running bot in a Slack workspace and on a Discord server.

The platforms are the wire-level peers; what reads pages, keeps and answers is the bot's
own, with workers in processes of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from bot.bootstrap.app_context import AppContext, open_app
from bot.bootstrap.commands import DeferredCommandService, make_commands
from bot.bootstrap.network import NetworkSettings
from bot.bootstrap.platforms import Platforms, open_platforms
from bot.bootstrap.runtime import Runtime
from bot.core.domain.configuration import (
    Configuration,
    Destination,
    DigestPlan,
    Source,
    SourceKind,
    Topic,
    Weekday,
)
from bot.core.operations.health import Health
from bot.core.operations.monitor import Monitor, MonitorDeps
from bot.core.operations.notice_rules import PLATFORM, platform_incidents
from bot.core.operations.notifier import Notifier
from bot.core.platforms.spec import PlatformContext
from bot.fetching import GuardedFetcher
from bot.scheduling import SystemClock
from tests.fakes.discord.town import Town
from tests.fakes.ports import FakeConfiguration, FakeJournal
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

PATIENCE = 60.0
CLOCK = SystemClock()
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where the bot is: the platforms, the database, and the way of interactions.

    ``socket`` is whether Slack comes by its socket, else over HTTP; with a ``key``
    Discord's requests are taken over HTTP as well.
    """

    slack: SlackPeer
    town: Town
    database: str
    socket: bool = True
    key: str | None = None

    def environment(self) -> dict[str, str]:
        """What points the bot at the platforms."""
        hearing = (
            {"SLACK_APP_TOKEN": APP_TOKEN}
            if self.socket
            else {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
        )
        return {
            **hearing,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": self.slack.api,
            "DISCORD_TOKEN": self.town.token,
            "DISCORD_API_URL": self.town.api,
            "DISCORD_GATEWAY_URL": self.town.gateway.url,
            "DISCORD_PUBLIC_KEY": self.key or "",
        }


class Connections:
    """Which platforms are connected, as the bot tells it."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._well: dict[str, bool] = {}
        self._changed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def note(self, platform: str, well: bool) -> None:  # noqa: FBT001 - as it is called
        """The bot says whether it is connected."""
        self._health.connected_well(platform, well)
        self._well[platform] = well
        task = asyncio.create_task(self._tell())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def until(self, **wanted: bool) -> None:
        """Wait until platforms are connected, or are not.

        Raises:
            TimeoutError: they stay as they are.
        """
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: self._well.items() >= wanted.items())

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


@dataclass(slots=True)
class ConnectedBot:
    """The bot while it runs; people are heard by ``front``."""

    grounds: Grounds
    given: FakeConfiguration
    chats: Platforms
    app: AppContext
    front: DeferredCommandService
    event_log: FakeJournal
    health: Health
    connections: Connections

    @property
    def slack(self) -> SlackPeer:
        """The workspace."""
        return self.grounds.slack

    @property
    def town(self) -> Town:
        """The Discord."""
        return self.grounds.town

    def staff_anew(self, fetcher: GuardedFetcher | None = None) -> None:
        """Let new people sit at the reception: nothing was asked of them yet."""
        used = self.app.fetcher if fetcher is None else fetcher
        app = replace(self.app, fetcher=used)
        self.front.open(make_commands(app))

    async def post(self, plan: DigestPlan) -> None:
        """Configure a digest and post it now.

        Raises:
            PostError: a channel did not take it.
        """
        self.given.value = configured(plan)
        await self.app.services.delivery.post_now(plan)

    async def deliver(self, *plans: DigestPlan) -> None:
        """Configure digests that were due a minute ago: plan, build and send them."""
        self.given.value = configured(*plans)
        delivery = self.app.services.delivery
        # They were made at most a few minutes ago, and may be due a minute before.
        await delivery.plan(plans, started=CLOCK.now() - 10 * MINUTE)
        await delivery.build()
        await delivery.send()

    @asynccontextmanager
    async def guarded(self) -> AsyncIterator[None]:
        """For as long as the block lasts, only the public internet is read."""
        async with GuardedFetcher() as fetcher:
            self.staff_anew(fetcher)
            yield
        self.staff_anew()

    def monitor(self) -> Monitor:
        """What tells the operator, as it does while the bot runs."""
        services, store = self.app.services, self.app.store
        messengers = {one.platform: one for one in self.chats.messengers}
        notices = Notifier(CLOCK, store, messengers, self.event_log, lambda text: text)
        scene = MonitorDeps(
            CLOCK, self.app.file_configuration, store, store, services.event_log
        )
        found = Monitor(scene, notices)
        found.reports = {
            PLATFORM: lambda: platform_incidents(self.health.unconnected())
        }
        return found


@asynccontextmanager
async def open_connected_bot(
    grounds: Grounds,
    configuration: Configuration,
    *,
    connected: bool = True,
) -> AsyncIterator[ConnectedBot]:
    """The bot on both platforms until the block ends; ``connected`` waits for that."""
    event_log, front = FakeJournal(), DeferredCommandService()
    health = Health(CLOCK, _ping)
    connections = Connections(health)
    environment = grounds.environment()
    health.expect(("slack", "discord"))
    context = PlatformContext(CLOCK, event_log, StringIO())
    runtime = Runtime(
        grounds.database, CLOCK, event_log, NetworkSettings(allow_private=True)
    )
    given = FakeConfiguration(configuration)
    async with (
        open_platforms(environment, front, context, connections.note) as chats,
        open_app(runtime, given, chats.messengers) as app,
    ):
        front.open(make_commands(app))
        if connected:
            await connections.until(slack=True, discord=True)
        yield ConnectedBot(
            *(grounds, given, chats, app, front),
            *(event_log, health, connections),
        )


def plan_of(
    name: str, *sources: str, to: tuple[str, ...], feed: bool = False
) -> DigestPlan:
    """A digest of pages or feeds, due a minute ago; a channel is ``slack/#desk``."""
    kind = SourceKind.FEED if feed else SourceKind.PAGE
    topic = Topic(name, name.title(), tuple(Source(kind, url) for url in sources))
    parts = (channel.partition("/") for channel in to)
    places = tuple(Destination(platform, channel) for platform, _, channel in parts)
    due = (CLOCK.now() - MINUTE).time().replace(second=0, microsecond=0)
    zone = ZoneInfo("UTC")
    return DigestPlan(name, (topic,), (due,), frozenset(Weekday), zone, places)


def configured(*plans: DigestPlan) -> Configuration:
    """A configuration of these digests and their topics."""
    topics = tuple(topic for plan in plans for topic in plan.topics)
    return Configuration(topics, plans, engine="fast")


async def _ping() -> None:
    """The database answers."""
