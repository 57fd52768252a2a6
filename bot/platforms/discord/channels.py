"""Looks up the channels, threads, forums and direct messages that the bot posts to."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from bot.core.domain.errors import PostError
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.discord.fields import read_id, read_objects
from bot.platforms.discord.http_api import DiscordApi, DiscordError

THREAD_NAME = 100
"""The maximum length of a thread's name, in characters."""

_FORUMS = frozenset({15, 16})
_FLAT = frozenset({1, 2, 3, 10, 11, 12, 13})
"""Types of channels without threads: direct messages, voice channels and threads."""

_THREAD_EXISTS = 160004
_MAX_CACHED = 10_000
_FEW = 3
"""The number of look-ups in a server after which all its channels are looked up."""

Value = TypeVar("Value")


class ChannelKind(StrEnum):
    """How the bot posts to a channel.

    Only messages of a ``TEXT`` channel can have threads; each post of a ``FORUM`` is a
    thread.
    """

    TEXT = "text"
    FLAT = "flat"
    FORUM = "forum"


@dataclass(frozen=True, slots=True)
class DiscordChannel:
    """A channel; ``tags`` holds the lower-case name and the id of each forum tag."""

    id: str
    kind: ChannelKind
    guild: str | None = None
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class DiscordChannels:
    """Looks up channels, opens threads and direct messages, and caches the results."""

    api: DiscordApi
    _cached: dict[str, DiscordChannel] = field(default_factory=dict, init=False)
    _threads: dict[str, None] = field(default_factory=dict, init=False)
    _asked: dict[str, int] = field(default_factory=dict, init=False)

    async def find(self, channel: str) -> DiscordChannel:
        """Look up a channel by its id, or direct messages by ``@`` and a user's id.

        Raises:
            PostError: the channel does not exist, or Discord does not answer.
        """
        cached = self._cached.get(channel)
        # The tags of a forum can change, so a forum is always looked up.
        if cached is None or cached.kind is ChannelKind.FORUM:
            cached = await self._ask(channel)
            _remember(self._cached, channel, cached)
            if cached.kind is not ChannelKind.FORUM:
                await self._learn(cached.guild)
        return cached

    def cached(self, channel: str) -> DiscordChannel | None:
        """Return a channel that was looked up before; ``None`` if it was not."""
        return self._cached.get(channel)

    async def _learn(self, guild: str | None) -> None:
        """After some look-ups in a server, look up all its channels at once.

        This saves requests.
        """
        if guild is None:
            return
        self._asked[guild] = self._asked.get(guild, 0) + 1
        if self._asked[guild] != _FEW:
            return
        path = "/guilds/{guild_id}/channels"
        with suppress(PostError):
            listed = await self.api.ask_any("GET", path, guild_id=guild)
            for answer in read_objects(listed, "the channels of the server"):
                channel = read_channel({"guild_id": guild, **answer})
                if channel.id not in self._cached:
                    _remember(self._cached, channel.id, channel)

    async def open_thread(self, channel: str, message: str, name: str) -> None:
        """Open a thread with the id of ``message`` below it, unless it exists.

        Raises:
            PostError: Discord refuses to open it.
        """
        if message in self._threads:
            return
        path = "/channels/{channel_id}/messages/{message_id}/threads"
        body: JsonObject = {"name": name}
        try:
            await self.api.ask(
                "POST", path, body, channel_id=channel, message_id=message
            )
        except DiscordError as error:
            if error.code != _THREAD_EXISTS:
                raise
        _remember(self._threads, message, None)

    async def _ask(self, channel: str) -> DiscordChannel:
        if channel.startswith("@"):
            body: JsonObject = {"recipient_id": channel[1:]}
            opened = await self.api.ask("POST", "/users/@me/channels", body)
            return DiscordChannel(read_id(opened, "the channel"), ChannelKind.FLAT)
        answer = await self.api.ask("GET", "/channels/{channel_id}", channel_id=channel)
        return read_channel(answer)


def read_channel(answer: JsonObject) -> DiscordChannel:
    """Parse Discord's description of a channel.

    Raises:
        PostError: the description is malformed.
    """
    id_, kind = read_id(answer, "the channel"), answer.get("type")
    guild = answer.get("guild_id")
    server = None if guild is None else str(guild)
    if kind in _FORUMS:
        tags = tuple(_tags(answer.get("available_tags")))
        return DiscordChannel(id_, ChannelKind.FORUM, server, tags)
    return DiscordChannel(
        id_, ChannelKind.FLAT if kind in _FLAT else ChannelKind.TEXT, server
    )


def _tags(answer: Json) -> list[tuple[str, str]]:
    tags = [] if answer is None else read_objects(answer, "the tags of the forum")
    return [(str(tag.get("name")).casefold(), read_id(tag, "a tag")) for tag in tags]


def _remember(cached: dict[str, Value], key: str, value: Value) -> None:
    """Cache a value; drop the oldest value when the cache is full."""
    cached[key] = value
    if len(cached) > _MAX_CACHED:
        del cached[next(iter(cached))]
