"""Searches the history of channels for messages of the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from bot.core.messages.briefing_json import JsonObject
from bot.platforms.discord.channels import DiscordChannel
from bot.platforms.discord.fields import read_id, read_objects
from bot.platforms.discord.http_api import DiscordApi, DiscordError
from bot.platforms.discord.message_markers import first_id, has_marker

_PAGE = 100
_UNKNOWN_CHANNEL = 10003
_MESSAGES = "/channels/{channel_id}/messages"


@dataclass(frozen=True, slots=True)
class MessageHistory:
    """Finds the bot's own messages by their marker."""

    api: DiscordApi

    async def find(self, channel: str, line: str, since: datetime) -> str | None:
        """The id of the bot's message in a channel that ends in this line.

        Raises:
            PostError: the history cannot be read.
        """
        author = await self.api.user()
        async for message in self._messages(channel, since):
            if has_marker(message, line, author):
                return read_id(message)
        return None

    async def find_reply(self, thread: str, line: str, since: datetime) -> str | None:
        """As ``find``, in a thread that may not exist.

        Raises:
            PostError: the history cannot be read.
        """
        try:
            return await self.find(thread, line, since)
        except DiscordError as error:
            if error.code == _UNKNOWN_CHANNEL:
                return None
            raise

    async def find_post(
        self, forum: DiscordChannel, line: str, since: datetime
    ) -> str | None:
        """The id of the bot's post in a forum with a message that ends in this line.

        Raises:
            PostError: the forum cannot be read.
        """
        author = await self.api.user()
        async for thread in self._threads(forum):
            is_ours = thread.get("owner_id") == author
            if not is_ours or int(read_id(thread)) < first_id(since):
                continue
            if await self.find(read_id(thread), line, since) is not None:
                return read_id(thread)
        return None

    async def _messages(
        self, channel: str, since: datetime
    ) -> AsyncIterator[JsonObject]:
        """The messages since a time, page by page."""
        after = str(max(0, first_id(since) - 1))
        while True:
            query = {"after": after, "limit": str(_PAGE)}
            page = await self.api.ask_any(
                "GET", _MESSAGES, query=query, channel_id=channel
            )
            messages = read_objects(page)
            for message in messages:
                yield message
            if len(messages) < _PAGE:
                return
            after = str(max(int(read_id(message)) for message in messages))

    async def _threads(self, forum: DiscordChannel) -> AsyncIterator[JsonObject]:
        """The forum's active posts, then the latest archived ones."""
        active = await self.api.ask(
            "GET", "/guilds/{guild_id}/threads/active", guild_id=forum.guild or "0"
        )
        for thread in read_objects(active.get("threads")):
            if thread.get("parent_id") == forum.id:
                yield thread
        path = "/channels/{channel_id}/threads/archived/public"
        query = {"limit": str(_PAGE)}
        archived = await self.api.ask("GET", path, query=query, channel_id=forum.id)
        for thread in read_objects(archived.get("threads")):
            yield thread
