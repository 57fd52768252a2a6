"""The library's client: what comes by the gateway, and how often it is connected."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import discord

from bot.core.messages.briefing_json import JsonObject
from bot.platforms.discord.events import DiscordEvent, InteractionKind
from bot.platforms.discord.http_client import RetryingClient

_CODES = {
    4004: "the token is not valid",
    4010: "the shard is not valid",
    4011: "it needs more shards",
    4012: "the version is not valid",
    4013: "the intents are not valid",
    4014: "the intents are not allowed",
}
FATAL = frozenset(_CODES)
"""Close codes after which no try can succeed."""

_REFUSALS = (discord.LoginFailure, discord.PrivilegedIntentsRequired)
_CLOSING = 1.0

SILENCE = 12.0
"""Seconds after which a gateway that says nothing is taken for dead."""

Heard = Callable[[DiscordEvent, datetime], Awaitable[None]]
"""Told of each interaction, and when Discord made it."""


@dataclass(frozen=True, slots=True)
class GatewayDeps:
    """How the gateway is reached, and who is told what.

    ``gateway_url`` takes the place of the gateway's address; ``admitted`` returns when
    it may be connected to; ``connected`` is told whether any shard is connected.
    ``guild_seconds`` is how long a new session waits for the next server,
    ``heartbeat_seconds`` how long a connection may be silent: it is asked for a sign of
    life twice in that time, where Discord wants a heartbeat every 41 seconds only. (It
    takes 120 messages a minute; and by its own interval alone, a dead connection would
    be noticed after a minute.)
    """

    api_url: str
    heard: Heard
    admitted: Callable[[], Awaitable[None]]
    connected: Callable[[bool], None]
    gateway_url: str | None = None
    guild_seconds: float = 2.0
    heartbeat_seconds: float = SILENCE


class FatalError(Exception):
    """The gateway will not let the bot in, whatever is tried; the message says why."""


class Gateway(discord.AutoShardedClient):
    """Listens to interactions; knows servers and channels, no people, no messages."""

    def __init__(self, line: GatewayDeps) -> None:
        # The library warns of what it misses for voice.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=line.guild_seconds,
            heartbeat_timeout=line.heartbeat_seconds,
        )
        self.line = line
        self._up: set[int] = set()
        self._told: bool | None = None

    async def listen(self, token: str) -> None:
        """Be connected until something ends it; the library resumes by itself.

        Raises:
            FatalError: no other try can succeed.
            Exception: whatever else ended it.
        """
        self.http = self._connection.http = self._client()
        beating = asyncio.create_task(self._beat())
        try:
            await self.start(token)
        except _REFUSALS as error:
            raise FatalError(_reason(error)) from error
        except discord.ConnectionClosed as error:
            if error.code in FATAL:
                raise FatalError(_reason(error)) from error
            raise
        finally:
            beating.cancel()
            self._note(None)
            await self._end()

    def _client(self) -> RetryingClient:
        line = self.line
        return RetryingClient(
            line.api_url, gateway_url=line.gateway_url, admitted=line.admitted
        )

    async def _beat(self) -> None:
        """Ask every connection for a sign of life, again and again."""
        while True:
            await asyncio.sleep(self.line.heartbeat_seconds / 2)
            for shard in tuple(self._up):
                # One that is being replaced needs none.
                with suppress(Exception):
                    websocket = self._get_websocket(shard_id=shard)
                    alive = websocket._keep_alive  # noqa: SLF001 - counts what is sent
                    if alive is not None:
                        await websocket.send_heartbeat(alive.beat())

    async def _end(self) -> None:
        """Close what is open; a dead connection is not waited for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING):
                await self.close()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Somebody did something with the bot."""
        event = read_interaction(interaction)
        if event is not None:
            await self.line.heard(event, interaction.created_at)

    async def on_shard_connect(self, shard: int) -> None:
        """A session began."""
        self._up.add(shard)
        self._note(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """A session goes on."""
        self._up.add(shard)
        self._note(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """A connection was lost."""
        self._up.discard(shard)
        self._note(shard)

    def _note(self, shard: int | None) -> None:
        """Tell if it changed whether any shard is connected; without one, none is."""
        well = shard is not None and bool(self._up)
        if well is not self._told:
            self._told = well
            self.line.connected(well)


def read_interaction(interaction: discord.Interaction) -> DiscordEvent | None:
    """The interaction as a value; ``None`` for a kind that the bot has no use for."""
    try:
        kind = InteractionKind(interaction.type.value)
    except ValueError:
        return None
    guild = interaction.guild_id
    return DiscordEvent(
        id=str(interaction.id),
        kind=kind,
        application=str(interaction.application_id),
        token=interaction.token,
        user=str(interaction.user.id),
        channel=str(interaction.channel_id),
        data=cast("JsonObject", dict(interaction.data or {})),
        server=None if guild is None else str(guild),
        direct=guild is None and _is_direct(interaction),
        permissions=interaction.permissions.value,
        installed=guild is not None and interaction.is_guild_integration(),
    )


def _is_direct(interaction: discord.Interaction) -> bool:
    """Whether it is the talk of one person with the bot."""
    context = interaction.context
    return context.dm_channel or not context.private_channel


def _reason(error: discord.ClientException) -> str:
    match error:
        case discord.LoginFailure():
            return "Discord does not take the bot's token"
        case discord.PrivilegedIntentsRequired():
            return "Discord does not grant the bot what it wants to hear of"
        case discord.ConnectionClosed():
            words = error.reason or _CODES.get(error.code, "no reason given")
            return f"Discord's gateway refuses the bot: {words} ({error.code})"
        case _:
            return str(error)
