"""The state of a Discord server: simcord's, on a clock that tests set.

Users, guilds, channels, permissions, messages, components and interactions are
simcord's ``Backend``, and what a person can do in a client is its ``Env`` and actors.
Ours are the clock, ids that a test chooses, the earlier versions of a message, and that
nothing here waits for a bot in the same process.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import discord
import simcord
from simcord import _clock as simcord_clock
from simcord.backend import Backend, serializers
from simcord.backend.models import Channel, Message
from typing_extensions import override

from tests.fakes.clocks import Clock
from tests.fakes.json_types import JsonObject

_USER = 1
"""How an app is installed: for a guild is 0, for a user is 1."""


class WorldClock(simcord_clock.Clock):
    """A clock of the bot's as simcord wants it; ``advance`` moves it on by seconds."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._pinned: datetime | None = None

    @override
    def now(self) -> datetime:
        if self._pinned is not None:
            return self._pinned
        return self._clock.now() + timedelta(seconds=self.elapsed)

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Let it be this moment for as long as the block lasts."""
        self._pinned = moment
        try:
            yield
        finally:
            self._pinned = None


class WorldBackend(Backend):
    """simcord's state; ``versions`` are a message's payloads since it was posted.

    ``told`` are the events of interactions by their ids, so that one can come twice.
    """

    clock: WorldClock

    def __init__(self, clock: WorldClock) -> None:
        super().__init__(clock=clock)
        self.bot_user.name = "Sitrep"
        self.versions: defaultdict[int, list[JsonObject]] = defaultdict(list)
        self.told: dict[int, Mapping[str, Any]] = {}
        self._starter: int | None = None

    @override
    def commit_message(self, message: Message, *, broadcast: bool = True) -> Message:
        # What is broadcast is seen at once, so that the version must be there.
        self.versions[message.id].append(self._told(message))
        return super().commit_message(message, broadcast=broadcast)

    @override
    def edit_message(
        self, channel_id: int, message_id: int, fields: dict[str, Any]
    ) -> Message:
        message = super().edit_message(channel_id, message_id, fields)
        self.versions[message.id].append(self._told(message))
        return message

    @override
    def emit(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE":
            owners = self._installers(payload)
            payload = {**payload, "authorizing_integration_owners": owners}
            self.told[int(payload["id"])] = payload
        super().emit(event, payload)

    @override
    def create_forum_post(
        self, forum_id: int, name: str, starter: Message, **options: Any
    ) -> tuple[Channel, Message]:
        # As on Discord, a post's first message has the id of its thread.
        self._starter = starter.id
        try:
            return super().create_forum_post(forum_id, name, starter, **options)
        finally:
            self._starter = None

    @override
    def create_thread(
        self, parent_id: int, name: str, owner_id: int, **options: Any
    ) -> Channel:
        if self._starter is not None:
            options["message_id"] = self._starter
        return super().create_thread(parent_id, name, owner_id, **options)

    def renumber(self, channel: Channel, id: int) -> Channel:  # noqa: A002
        """Give a channel the id that a test wants, before anybody knows it."""
        self.reserve_id(id)
        del self.channels[channel.id]
        self.messages[id] = self.messages.pop(channel.id)
        if channel.guild_id is not None:
            ids = self.get_guild(channel.guild_id).channel_ids
            ids[ids.index(channel.id)] = id
        channel.id = id
        self.channels[id] = channel
        return channel

    def has_bot(self, guild: int) -> bool:
        """Whether the bot is a member there; a user may have brought it elsewhere."""
        return self.bot_user.id in self.get_guild(guild).members

    def _installers(self, payload: Mapping[str, Any]) -> dict[str, str]:
        """Who installed the app that is called: the guild, or the user who calls it.

        Raises:
            SetupError: it is no guild of the bot's, and not for users to install.
        """
        guild = payload.get("guild_id")
        if guild is None:
            return {"0": "0"}
        if self.has_bot(int(guild)):
            return {"0": str(guild)}
        name = payload["data"].get("name")
        commands = self.commands.get(None, {}).values()
        known = [one for one in commands if one["name"] == name]
        if known and _USER not in (known[0].get("integration_types") or ()):
            raise simcord.SetupError(f"{name} is not for users to install")
        return {"1": str(payload["member"]["user"]["id"])}

    def _told(self, message: Message) -> JsonObject:
        return deepcopy(dict(serializers.message_payload(self, message)))  # type: ignore[arg-type]


class World(simcord.Env):
    """simcord's environment without a bot in it: the bot is elsewhere, on a wire."""

    backend: WorldBackend

    def __init__(self, clock: Clock) -> None:
        super().__init__(discord.Client(intents=discord.Intents.none()))
        self.backend = WorldBackend(WorldClock(clock))

    @override
    async def _settle_internal(self, **_: Any) -> None:
        """Whatever a person did is sent at once, and the bot is not waited for."""

    @override
    def _begin_operation(self, label: str) -> None:
        """Many people may do things at once."""

    @override
    def _end_operation(self) -> None:
        """See above."""
