"""Discord's gateway: receives interactions over the library's WebSocket client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import discord

from bot.core.domain.proxies import NO_PROXIES, Proxies
from bot.core.messages.briefing_json import JsonObject
from bot.core.platforms.pacing import Pace
from bot.core.ports.metrics import NO_METRICS, Metrics
from bot.core.ports.services import Clock, EventLog
from bot.platforms.discord.error_codes import REFUSED_BOT
from bot.platforms.discord.events import DiscordEvent, InteractionKind
from bot.platforms.discord.http_api import API_URL, TIMEOUT_SECONDS, RetryingClient
from bot.platforms.discord.vendor_patches import (
    send_heartbeat,
    silence_voice_warnings,
    use_http_client,
)

_CODES = {
    4004: "the token is not valid",
    4010: "the shard is not valid",
    4011: "the bot needs more shards",
    4012: "the version is not valid",
    4013: "the intents are not valid",
    4014: "the intents are not allowed",
}
FATAL = frozenset(_CODES)
"""Close codes after which reconnecting cannot succeed."""

_REFUSALS = (discord.LoginFailure, discord.PrivilegedIntentsRequired)
_CLOSING = 1.0

SILENCE = 12.0
"""Seconds without data after which a connection counts as dead."""

OnEvent = Callable[[DiscordEvent, datetime], Awaitable[None]]
"""Receives each interaction, with the time at which Discord created it."""


@dataclass(frozen=True, slots=True)
class DiscordDeps:
    """The dependencies of Discord; ``connected`` is called when the connection changes.

    ``gateway_url`` replaces the URL of Discord's gateway. Discord sends a new session
    its servers one by one; the client waits at most ``guild_seconds`` for the next one.
    A connection may be silent for ``heartbeat_seconds``: the client sends two
    heartbeats in that time. With Discord's own interval of 41 seconds it would notice a
    dead connection after a minute. ``patience`` is the number of seconds to wait for an
    answer, ``pace`` that of the bot's requests. Without the gateway, the token is tried
    each ``watch_seconds``.
    """

    clock: Clock
    event_log: EventLog
    connected: Callable[[bool], None]
    metrics: Metrics = NO_METRICS
    api_url: str = API_URL
    gateway_url: str | None = None
    guild_seconds: float = 2.0
    heartbeat_seconds: float = SILENCE
    patience: float = TIMEOUT_SECONDS
    proxies: Proxies = NO_PROXIES
    watch_seconds: float = 60.0
    pace: Pace | None = None


class FatalError(Exception):
    """The gateway refuses the bot; reconnecting cannot help. The message says why."""


class Gateway(discord.AutoShardedClient):
    """Receives interactions; caches servers and channels, but no people or messages.

    The function ``admitted`` returns when the next connection may be made.
    """

    def __init__(
        self,
        deps: DiscordDeps,
        on_event: OnEvent,
        admitted: Callable[[], Awaitable[None]],
    ) -> None:
        silence_voice_warnings()
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=deps.guild_seconds,
            heartbeat_timeout=deps.heartbeat_seconds,
        )
        self.deps = deps
        self._on_event = on_event
        self._admitted = admitted
        self._up: set[int] = set()
        self._reported: bool | None = None

    async def listen(self, token: str) -> None:
        """Connect, and stay connected until an error; the library resumes sessions.

        Raises:
            FatalError: reconnecting cannot succeed.
            Exception: any other error that ended the connection.
        """
        use_http_client(self, self._client())
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
        deps = self.deps
        return RetryingClient(
            deps.api_url,
            gateway_url=deps.gateway_url,
            admitted=self._admitted,
            proxies=deps.proxies,
        )

    async def _beat(self) -> None:
        """Send heartbeats on every connection until cancelled."""
        while True:
            await asyncio.sleep(self.deps.heartbeat_seconds / 2)
            for shard in tuple(self._up):
                # A connection that is being replaced needs no heartbeat.
                with suppress(Exception):
                    await send_heartbeat(self, shard)

    async def _end(self) -> None:
        """Close all connections, without waiting for a connection that is dead."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING):
                await self.close()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Pass an interaction that the gateway received to ``on_event``."""
        event = read_interaction(interaction)
        if event is not None:
            await self._on_event(event, interaction.created_at)

    async def on_shard_connect(self, shard: int) -> None:
        """Count the shard as connected: its session began."""
        self._up.add(shard)
        self._note(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """Count the shard as connected: its session was resumed."""
        self._up.add(shard)
        self._note(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """Count the shard as disconnected: its connection was lost."""
        self._up.discard(shard)
        self._note(shard)

    def _note(self, shard: int | None) -> None:
        """Report whether any shard is connected, if that has changed.

        ``shard`` is the shard that changed, ``None`` when the client ends.
        """
        well = shard is not None and bool(self._up)
        if well is not self._reported:
            self._reported = well
            self.deps.connected(well)


def read_interaction(interaction: discord.Interaction) -> DiscordEvent | None:
    """Turn the library's interaction into an event; ``None`` for an ignored kind."""
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
    """Return whether the interaction is in direct messages between person and bot."""
    context = interaction.context
    return context.dm_channel or not context.private_channel


def _reason(error: discord.ClientException) -> str:
    match error:
        case discord.LoginFailure():
            return REFUSED_BOT
        case discord.PrivilegedIntentsRequired():
            return "Discord refuses the intents of the bot"
        case discord.ConnectionClosed():
            words = error.reason or _CODES.get(error.code, "no reason given")
            return f"Discord's gateway refuses the bot: {words} ({error.code})"
        case _:
            return str(error)
