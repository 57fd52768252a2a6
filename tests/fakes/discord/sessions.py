"""A session of the gateway: the events of a connection, and those that it missed.

Which events an app gets for its intents, and what of them, is simcord's; that each has a
number and is kept until the session ends is ours.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import discord
from simcord.backend import serializers
from simcord.gateway import FakeGateway

from tests.fakes.discord.world import World
from tests.fakes.json_types import JsonObject

_KEPT = 2_000
"""So many events can be missed and told later."""

_ANYWHERE = frozenset({"INTERACTION_CREATE", "GUILD_DELETE"})
"""Told even of guilds of which the bot is no member, or no more."""

Send = Callable[["Event"], None]


@dataclass(frozen=True, slots=True)
class Event:
    """One dispatched event with its number."""

    name: str
    number: int
    data: JsonObject


class _Parsers(dict[str, Callable[[JsonObject], None]]):
    """Stands where simcord expects discord.py's parsers: takes every event."""

    def __init__(self, take: Callable[[str, JsonObject], None]) -> None:
        super().__init__()
        self._take = take

    def __missing__(self, event: str) -> Callable[[JsonObject], None]:
        return partial(self._take, event)


@dataclass(slots=True)
class _Connected:
    """What simcord's gateway wants to know of a client."""

    intents: discord.Intents
    parsers: _Parsers


@dataclass(slots=True)
class Session:
    """One identified shard; ``send`` is its connection's, if it has one."""

    id: str
    world: World
    intents: discord.Intents
    shard: tuple[int, int] = (0, 1)
    send: Send | None = None
    number: int = 0
    kept: deque[Event] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _gate: FakeGateway = field(init=False)

    def __post_init__(self) -> None:
        connected = _Connected(self.intents, _Parsers(self.push))
        self._gate = FakeGateway(self.world.backend, connected)

    def take(self, name: str, data: Mapping[str, Any]) -> None:
        """An event of the world: tell it if it is for this shard and its intents."""
        if self._is_ours(name, data):
            self._gate.feed(name, data)

    def push(self, name: str, data: JsonObject) -> None:
        """Tell an event, now or when the session is resumed."""
        self.number += 1
        event = Event(name, self.number, data)
        self.kept.append(event)
        if self.send is not None:
            self.send(event)

    def missed(self, since: int) -> tuple[Event, ...] | None:
        """What came after a number; nothing if that number cannot be gone on from."""
        oldest = self.kept[0].number if self.kept else self.number + 1
        if not oldest - 1 <= since <= self.number:
            return None
        return tuple(event for event in self.kept if event.number > since)

    def begin(self, url: str) -> None:
        """Tell that it is ready, and of every guild."""
        backend = self.world.backend
        guilds = [guild for guild in backend.guilds.values() if self._has(guild.id)]
        ready: dict[str, Any] = {
            "v": 10,
            "user": dict(serializers.user_payload(backend.bot_user)),
            "guilds": [{"id": str(one.id), "unavailable": True} for one in guilds],
            "session_id": self.id,
            "resume_gateway_url": url,
            "shard": list(self.shard),
            "application": {"id": str(backend.application_id), "flags": 0},
        }
        self.push("READY", ready)
        for guild in guilds:
            told = serializers.guild_create_payload(backend, guild)
            self.take("GUILD_CREATE", told)

    def _is_ours(self, name: str, data: Mapping[str, Any]) -> bool:
        guild = data.get("id") if name.startswith("GUILD_") else None
        guild = data.get("guild_id", guild)
        if guild is None:
            return self.shard[0] == 0
        if name not in _ANYWHERE and not self._has(int(guild)):
            return False
        return self._is_here(int(guild))

    def _has(self, guild: int) -> bool:
        """Whether a guild is this shard's and the bot's."""
        return self._is_here(guild) and self.world.backend.has_bot(guild)

    def _is_here(self, guild: int) -> bool:
        return (guild >> 22) % self.shard[1] == self.shard[0]
