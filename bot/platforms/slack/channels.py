"""Looks up the ids of channels by name, and of direct messages by person."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.core.domain.errors import RejectedError
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.slack.error_codes import error_message
from bot.platforms.slack.http_api import SlackApi, malformed, read_objects

_TYPES = "public_channel,private_channel"
_LIMIT = 1000


@dataclass(slots=True)
class SlackChannels:
    """Looks up the ids of channels, and caches the ids."""

    api: SlackApi
    _cached: dict[str, str] = field(default_factory=dict, init=False)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def id_of(self, channel: str) -> str:
        """Return the id of a channel ``#name`` or of direct messages with ``@U…``.

        An id is returned unchanged.

        Raises:
            RejectedError: the channel or person does not exist.
            PostError: Slack did not answer.
        """
        if not channel.startswith(("#", "@")):
            return channel
        async with self._lock:
            if channel not in self._cached:
                await self._learn(channel)
            return self._cached[channel]

    def forget(self, channel: str) -> None:
        """Drop a channel's cached id: another channel may have its name now."""
        self._cached.pop(channel, None)

    async def listed(self) -> dict[str, JsonObject]:
        """Map the names of all channels that the bot can see to Slack's data on them.

        Raises:
            PostError: Slack did not answer.
        """
        channels: dict[str, JsonObject] = {}
        asked: dict[str, Json] = {"types": _TYPES, "limit": _LIMIT}
        pages = self.api.pages("conversations.list", exclude_archived=False, **asked)
        async for page in pages:
            for channel in read_objects("conversations.list", page, "channels"):
                name = str(channel.get("name"))
                # An archived channel may have the same name as this one.
                if name not in channels or channels[name].get("is_archived"):
                    channels[name] = channel
        return channels

    async def _learn(self, channel: str) -> None:
        if channel.startswith("@"):
            opened = await self.api.write("conversations.open", users=channel[1:])
            self._cached[channel] = _id("conversations.open", opened.get("channel"))
            return
        listed = await self.listed()
        asked = listed.get(channel[1:].lower())
        if asked is None:
            word = "channel_not_found"
            raise RejectedError(f"{channel}: {error_message(word)}", code=word)
        # Slack allows 20 lists a minute, so all names of one list are cached.
        for name, details in listed.items():
            if not details.get("is_archived"):
                self._cached.setdefault(f"#{name}", _id("conversations.list", details))
        self._cached[channel] = _id("conversations.list", asked)


def _id(method: str, value: Json) -> str:
    id_ = value.get("id") if isinstance(value, dict) else None
    if not isinstance(id_, str):
        raise malformed(method, 'a channel has no "id"')
    return id_
