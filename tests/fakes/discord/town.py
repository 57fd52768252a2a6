"""A Discord server on loopback, for an unmodified client.

simcord holds its state and says what people can do (``world``, ``people``) and answers
most requests (``service``); ours are the wire, the gateway (``gateway``), what goes
wrong (``model``), and what is recorded. A town has one guild with an owner, an ordinary
member, text channels and a forum; more can be arranged with simcord's own handles.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import discord
import yarl
from aiohttp import web
from simcord import ChannelHandle, GuildHandle
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.fakes.clocks import Clock, SystemClock
from tests.fakes.discord.gateway import BAD_TOKEN, Gateway
from tests.fakes.discord.model import MEMORY, Scripted, WireModel
from tests.fakes.discord.people import People
from tests.fakes.discord.pulse import Pulse
from tests.fakes.discord.records import NO_ANSWER, Recorded, Records
from tests.fakes.discord.requests import Asked, read_request, refused, to_response
from tests.fakes.discord.seen import Exchange
from tests.fakes.discord.service import Service
from tests.fakes.discord.world import World
from tests.fakes.platforms.faults import Plan, no_faults
from tests.fakes.platforms.pace import NO_PACE, Pace
from tests.fakes.platforms.wires import Answer, NoAnswer

TOKEN = "a-token-of-the-town"  # noqa: S105 - of no account anywhere
PREFIX = "/api/v10"
OWNER, MEMBER = "ada", "ben"
CHANNELS = ("desk", "harbour")
FORUM, TAGS = "stories", ("Ports", "Energy")

_OPEN = frozenset({"interactions", "webhooks"})
"""Where a token in the path stands for the bot's."""


@dataclass(frozen=True, slots=True)
class Plot:
    """How a town is set up; ``channels`` are more text channels by their ids.

    ``memory`` is how long a nonce is known.
    """

    clock: Clock = field(default_factory=SystemClock)
    plan: Plan = no_faults
    pace: Pace = NO_PACE
    memory: timedelta = MEMORY
    channels: Sequence[int] = ()


class Town(People):
    """A Discord with its people; ``api`` and ``gateway.url`` are where it is reached."""

    def __init__(self, plot: Plot) -> None:
        world, pulse = World(plot.clock), Pulse()
        super().__init__(world, Service(world), pulse)
        self.token = TOKEN
        self.api = ""
        self.records = Records()
        self.gateway = Gateway(world, pulse, TOKEN)
        self.model = WireModel(
            self._service, plot.plan, pace=plot.pace, memory=plot.memory
        )
        self.closing = asyncio.Event()
        self.guild = self._settle(plot.channels)

    @property
    def service(self) -> Service:
        """What answers requests."""
        return self._service

    @property
    def gaps(self) -> list[str]:
        """Requests that nothing here can answer: a test that makes any is void."""
        return self._service.gaps

    def script(self, method: str, path: str, answer: Answer, *, times: int = 1) -> None:
        """Answer the next requests of a path, which may hold ``*``, with this."""
        self.model.scripted.append(Scripted(method, path, answer, times))

    def revoke(self) -> None:
        """Let the bot's token be worth nothing any more."""
        self.token = self.gateway.token = "another"  # noqa: S105 - of no account
        self.gateway.close(BAD_TOKEN)

    def forbid(self, where: str, *permissions: str) -> None:
        """Take permissions of a channel from the bot, by their names."""
        denied = discord.Permissions(**dict.fromkeys(permissions, True))
        bot = self.world.backend.bot_user.id
        overwrite = Overwrite(bot, OverwriteType.MEMBER, deny=denied.value)
        self.world.backend.set_overwrite(self.channels[where].id, overwrite)

    def delete_channel(self, where: str) -> None:
        """Delete a channel."""
        self.world.backend.delete_channel(self.channels[where].id)

    def remove_bot(self) -> None:
        """Throw the bot out of the guild."""
        self.world.backend.remove_guild(self.guild.id)

    def found_elsewhere(self, name: str = "elsewhere") -> None:
        """A guild that the bot is not in, with a channel; all known users are there."""
        backend = self.world.backend
        guild = self.world.create_guild(name.title())
        backend.get_guild(guild.id).members.pop(backend.bot_user.id)
        backend.emit("GUILD_DELETE", {"id": str(guild.id)})
        self.channels[name] = guild.create_text_channel(name)
        self.elsewhere = {one: guild.add_member(self.users[one]) for one in self.users}

    def repeat(self, exchange: Exchange) -> None:
        """Tell the bot of an interaction again, as if it had not been told."""
        backend = self.world.backend
        backend.emit("INTERACTION_CREATE", backend.told[exchange.id])

    @contextmanager
    def earlier(self, seconds: float) -> Iterator[None]:
        """Let what is done here (without waiting) have been done so long ago."""
        clock = self.world.backend.clock
        with clock.at(clock.now() - timedelta(seconds=seconds)):
            yield

    def close_door(self, who: str) -> None:
        """Let somebody take no direct messages."""
        self._service.closed_doors.add(self.users[who].id)

    def pass_time(self, seconds: float) -> None:
        """Let so many seconds have passed for Discord, such as until a deadline."""
        self.world.backend.advance_clock(seconds)

    def add_user(self, name: str) -> None:
        """Let somebody join the guild."""
        self.users[name] = self.world.create_user(name)
        self.members[name] = self.guild.add_member(self.users[name])

    async def connected(self) -> None:
        """Wait until a client is connected.

        Raises:
            TimeoutError: none came.
        """
        await self.pulse.until(lambda: self.gateway.is_connected, what="a client")

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one request of the REST interface."""
        asked = await read_request(request)
        answer = self._answer(asked)
        status = answer.status if isinstance(answer, Answer) else NO_ANSWER
        self.records.add(
            Recorded(
                asked.method,
                f"/{asked.path}",
                asked.query,
                asked.body,
                asked.headers,
                status,
            )
        )
        self.pulse.beat()
        if isinstance(answer, Answer):
            return to_response(asked, answer)
        if answer.silent:
            await self.closing.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _answer(self, asked: Asked) -> Answer | NoAnswer:
        told = asked.headers.get("Authorization")
        if asked.parts[0] not in _OPEN and told != f"Bot {self.token}":
            return refused(401, 0, "401: Unauthorized")
        self._service.starts = 1000 - self.gateway.counts["identifies"]
        return self.model.handle(asked, self.world.backend.clock.now())

    def _settle(self, numbers: Sequence[int]) -> GuildHandle:
        """Found the guild."""
        self.users[OWNER] = self.world.create_user(OWNER)
        self.guild = self.world.create_guild("Port office", owner=self.users[OWNER])
        for name in (OWNER, MEMBER):
            if name not in self.users:
                self.users[name] = self.world.create_user(name)
            self.members[name] = self.guild.add_member(self.users[name])
        for name in CHANNELS:
            self.channels[name] = self.guild.create_text_channel(name)
        self.channels[FORUM] = self._forum()
        for number in numbers:
            channel = self.guild.create_text_channel(f"channel-{number}")
            self.world.backend.renumber(channel._channel, number)
            self.channels[str(number)] = channel
        return self.guild

    def _forum(self) -> ChannelHandle:
        forum = self.guild.create_forum_channel(FORUM)
        forum._channel.available_tags = [
            {
                "id": str(self.world.backend.snowflake()),
                "name": tag,
                "moderated": False,
                "emoji_id": None,
                "emoji_name": None,
            }
            for tag in TAGS
        ]
        return forum


@asynccontextmanager
async def open_town(plot: Plot | None = None, *, port: int = 0) -> AsyncIterator[Town]:
    """Serve a town in this event loop."""
    town = Town(plot or Plot())
    async with served(town, port=port):
        yield town


@asynccontextmanager
async def served(
    town: Town, *, port: int = 0, more: Sequence[web.RouteDef] = ()
) -> AsyncIterator[str]:
    """Serve a town, with more routes; gives the address of the server."""
    application = web.Application()
    application.router.add_route("*", f"{PREFIX}/{{path:.+}}", town.handle)
    application.router.add_get("/", town.gateway.handle)
    application.add_routes(more)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        place = f"127.0.0.1:{runner.addresses[0][1]}"
        town.api = f"http://{place}{PREFIX}"
        town.gateway.url = town.service.gateway_url = f"ws://{place}"
        yield f"http://{place}"
    finally:
        town.closing.set()
        town.gateway.cut()
        await runner.cleanup()


@contextmanager
def pointed_at(api: str, gateway: str) -> Iterator[None]:
    """Let discord.py's clients of this process connect to these addresses."""
    websocket = discord.gateway.DiscordWebSocket
    before = discord.http.Route.BASE, websocket.DEFAULT_GATEWAY
    discord.http.Route.BASE = api
    websocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    try:
        yield
    finally:
        discord.http.Route.BASE, websocket.DEFAULT_GATEWAY = before
