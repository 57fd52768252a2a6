"""Where a message goes on Discord: a channel, a thread, a forum or a direct talk."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.discord.fields import read_id, read_objects
from bot.platforms.discord.http_api import DiscordApi, DiscordError

THREAD_NAME = 100
"""The longest name of a thread, in characters."""

_FORUMS = frozenset({15, 16})
_FLAT = frozenset({1, 2, 3, 10, 11, 12, 13})
"""Talks, voice channels and threads: threads can be opened in none of them."""

_IS_THERE = 160004
_MOST_KNOWN = 10_000

Value = TypeVar("Value")


class ChannelKind(StrEnum):
    """What can be done at a place.

    Threads can be opened below messages of ``TEXT`` alone; a ``FORUM`` takes posts,
    each a thread of its own.
    """

    TEXT = "text"
    FLAT = "flat"
    FORUM = "forum"


@dataclass(frozen=True, slots=True)
class DiscordChannel:
    """A channel as Discord knows it; ``tags`` are a forum's ids by lower-case name."""

    id: str
    kind: ChannelKind
    guild: str | None = None
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class DiscordChannels:
    """Finds out about channels, and opens threads and direct talks, once each."""

    api: DiscordApi
    _known: dict[str, DiscordChannel] = field(default_factory=dict, init=False)
    _threads: dict[str, None] = field(default_factory=dict, init=False)

    async def find(self, channel: str) -> DiscordChannel:
        """The place that a channel's name means: an id, or ``@`` and a user's id.

        Raises:
            PostError: there is none, or Discord does not say.
        """
        known = self._known.get(channel)
        # The tags of a forum may change.
        if known is None or known.kind is ChannelKind.FORUM:
            known = await self._ask(channel)
            _remember(self._known, channel, known)
        return known

    async def open_thread(self, channel: str, message: str, name: str) -> None:
        """See that there is a thread below a message; it bears the message's id.

        Raises:
            PostError: it cannot be opened.
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
            if error.code != _IS_THERE:
                raise
        _remember(self._threads, message, None)

    async def _ask(self, channel: str) -> DiscordChannel:
        if channel.startswith("@"):
            body: JsonObject = {"recipient_id": channel[1:]}
            opened = await self.api.ask("POST", "/users/@me/channels", body)
            return DiscordChannel(read_id(opened), ChannelKind.FLAT)
        told = await self.api.ask("GET", "/channels/{channel_id}", channel_id=channel)
        return read_channel(told)


def read_channel(told: JsonObject) -> DiscordChannel:
    """A channel as Discord describes it.

    Raises:
        PostError: the description is malformed.
    """
    kind = told.get("type")
    guild = told.get("guild_id")
    server = None if guild is None else str(guild)
    if kind in _FORUMS:
        tags = tuple(_tags(told.get("available_tags")))
        return DiscordChannel(read_id(told), ChannelKind.FORUM, server, tags)
    return DiscordChannel(
        read_id(told), ChannelKind.FLAT if kind in _FLAT else ChannelKind.TEXT, server
    )


def _tags(told: Json) -> list[tuple[str, str]]:
    tags = [] if told is None else read_objects(told)
    return [(str(tag.get("name")).casefold(), read_id(tag)) for tag in tags]


def _remember(known: dict[str, Value], key: str, value: Value) -> None:
    """Keep what was found out; the oldest is forgotten when there is much."""
    known[key] = value
    if len(known) > _MOST_KNOWN:
        del known[next(iter(known))]
