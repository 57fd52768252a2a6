"""Posts each message to Discord once, with an idempotency key and a marker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.delivery.images import PreparedImages
from bot.core.delivery.reconciliation import before_posting
from bot.core.domain.errors import (
    AuthenticationError,
    ChannelRefusedError,
    PostError,
    RejectedError,
)
from bot.core.domain.messages import Image, Message
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.ports.services import (
    Clock,
    MessageImages,
    MessageLinks,
    Messenger,
)
from bot.drawing import image_png
from bot.platforms.discord.channels import ChannelKind, DiscordChannel, DiscordChannels
from bot.platforms.discord.components import IMAGE_FILE, to_components, to_payload
from bot.platforms.discord.error_codes import UNAUTHORIZED
from bot.platforms.discord.fields import read_id, read_objects
from bot.platforms.discord.headlines import (
    UNTITLED,
    headline,
    tags_for,
    thread_of,
)
from bot.platforms.discord.http_api import AttachedFile, DiscordApi, DiscordError
from bot.platforms.discord.message_markers import first_id, has_marker, marker

_PAGE = 100
_UNKNOWN_CHANNEL = 10003
_REFUSED = frozenset({403, 404})
"""The HTTP statuses with which a channel refuses the bot."""

_SITE = "https://discord.com/channels"
_MESSAGES = "/channels/{channel_id}/messages"


MEMORY = timedelta(minutes=1)
"""The time for which Discord certainly remembers an idempotency key.

Its documentation says "the past few minutes".
"""

_RECENT = timedelta(minutes=10)
"""The time before a post in which a forum is searched for the same post.

Forums ignore idempotency keys.
"""

_MAX_NAMES = 1000


class DiscordMessenger(Messenger, MessageImages, MessageLinks):
    """Posts messages and answers as the bot."""

    platform = "discord"
    memory = MEMORY
    # They are enough for Discord's limit, and leave places for other platforms.
    most_at_once = 24

    def __init__(
        self,
        api: DiscordApi,
        clock: Clock,
        draw: Callable[[Image], bytes | None] = image_png,
    ) -> None:
        self._api = api
        self._draw = draw
        self._images = PreparedImages[bytes]()
        self._clock = clock
        self._channels = DiscordChannels(api)
        self._history = MessageHistory(api)
        self._names: dict[str, str] = {}

    @override
    def pause(self, channel: str, parent: str | None = None) -> float:
        place = self._channels.cached(channel)
        if place is None:
            return 0.0
        where = place.id
        if parent is not None and place.kind is not ChannelKind.FLAT:
            where = parent
        return self._api.pause("POST", _MESSAGES, channel_id=where)

    @override
    async def prepare(
        self, channel: str, message: Message, *, idempotency_key: str
    ) -> None:
        await self._images.prepare(message, idempotency_key, self._drawn)

    async def _drawn(self, image: Image) -> bytes | None:
        return await asyncio.to_thread(self._draw, image)

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        with self._images.posting(idempotency_key) as image, _map_errors():
            try:
                posted = await self._post(
                    channel, message, key=idempotency_key, parent=parent, image=image
                )
            except DiscordError as error:
                # A reply may be refused because its thread was closed or deleted.
                if error.status not in _REFUSED or parent is not None:
                    raise
                raise ChannelRefusedError(str(error), code=error.code) from error
        self._name(posted, headline(message))
        return posted

    async def send(
        self,
        channel: str,
        components: list[Json],
        *,
        idempotency_key: str,
        parent: str | None = None,
        name: str = UNTITLED,
        image: bytes | None = None,
    ) -> str:
        """Post components to a channel; return the message's id.

        ``name`` is the name for a thread below the message, ``image`` the content of
        the file that the components show.

        Raises:
            PostError: as ``post``.
        """
        with before_posting():
            place = await self._channels.find(channel)
        posted = await self._send(
            place, components, key=idempotency_key, parent=parent, image=image
        )
        self._name(posted, name)
        return posted

    @override
    async def find(
        self,
        channel: str,
        idempotency_key: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        try:
            with _map_errors():
                return await self._find(channel, marker(idempotency_key), since, parent)
        except RejectedError as error:
            words = f"the channel's history cannot be read: {error}"
            raise PostError(words) from error

    @override
    async def message_link(self, channel: str, message_id: str) -> str | None:
        with _map_errors():
            place = await self._channels.find(channel)
        # The first message of a forum's post has the id of its thread.
        is_forum = place.kind is ChannelKind.FORUM
        where = message_id if is_forum else place.id
        return f"{_SITE}/{place.guild or '@me'}/{where}/{message_id}"

    async def _post(
        self,
        channel: str,
        message: Message,
        *,
        key: str,
        parent: str | None,
        image: bytes | None,
    ) -> str:
        with before_posting():
            place = await self._channels.find(channel)
        if place.kind is ChannelKind.FORUM and parent is None:
            return await self._post_in_forum(place, message, key)
        if parent is not None and parent not in self._names:
            # The parent was posted by another process, so its thread has no name yet.
            self._name(parent, thread_of(message))
        has_image = image is not None
        components = to_components(message, mark=marker(key), image=has_image)
        return await self._send(place, components, key=key, parent=parent, image=image)

    async def _find(
        self, channel: str, line: str, since: datetime, parent: str | None
    ) -> str | None:
        place = await self._channels.find(channel)
        if place.kind is ChannelKind.FORUM and parent is None:
            return await self._history.find_post(place, line, since)
        if place.kind is ChannelKind.FLAT or parent is None:
            return await self._history.find(place.id, line, since)
        return await self._history.find_reply(parent, line, since)

    async def _send(
        self,
        place: DiscordChannel,
        components: list[Json],
        *,
        key: str,
        parent: str | None,
        image: bytes | None = None,
    ) -> str:
        where = place.id
        if parent is not None and place.kind is not ChannelKind.FLAT:
            where = parent
        if where != place.id and place.kind is ChannelKind.TEXT:
            name = self._names.get(where, UNTITLED)
            with before_posting():
                await self._channels.open_thread(place.id, where, name)
        body = to_payload(components) | {"nonce": key, "enforce_nonce": True}
        if image is None:
            answer = await self._api.ask("POST", _MESSAGES, body, channel_id=where)
        else:
            body, file = with_image(body, image)
            answer = await self._api.send_file(
                "POST", _MESSAGES, body, file, channel_id=where
            )
        return read_id(answer, "the message")

    async def _post_in_forum(
        self, forum: DiscordChannel, message: Message, idempotency_key: str
    ) -> str:
        """Open a forum post, unless an earlier attempt did; return the post's id.

        Forums ignore the idempotency key. A post's first message has the id of its
        thread.
        """
        since = self._clock.now() - _RECENT
        with before_posting():
            there = await self._history.find_post(forum, marker(idempotency_key), since)
        if there is not None:
            return there
        first: JsonObject = to_payload(
            to_components(message, mark=marker(idempotency_key))
        )
        body: JsonObject = {
            "name": headline(message),
            "message": first,
            "applied_tags": [*tags_for(message, forum)],
        }
        path = "/channels/{channel_id}/threads"
        post = await self._api.ask("POST", path, body, channel_id=forum.id)
        return read_id(post, "the forum's post")

    def _name(self, message: str, name: str) -> None:
        """Remember ``name`` for the thread that may be opened below ``message``."""
        self._names[message] = name
        if len(self._names) > _MAX_NAMES:
            del self._names[next(iter(self._names))]


def with_image(body: JsonObject, image: bytes) -> tuple[JsonObject, AttachedFile]:
    """Return the body of a message that shows ``image``, and the file to attach."""
    attached: list[Json] = [{"id": 0, "filename": IMAGE_FILE}]
    file = AttachedFile(IMAGE_FILE, image, "image/png")
    return {**body, "attachments": attached}, file


@contextmanager
def _map_errors() -> Iterator[None]:
    """Raise ``AuthenticationError`` if an error inside the block means a bad token."""
    try:
        yield
    except DiscordError as error:
        if error.status != UNAUTHORIZED:
            raise
        raise AuthenticationError(str(error), code=error.code) from error


@dataclass(frozen=True, slots=True)
class MessageHistory:
    """Finds the bot's own messages by their marker."""

    api: DiscordApi

    async def find(self, channel: str, line: str, since: datetime) -> str | None:
        """Return the id of the bot's message whose last line is ``line``, if any.

        Only messages since the time ``since`` count.

        Raises:
            PostError: the history cannot be read.
        """
        author = await self.api.user()
        async for message in self._messages(channel, since):
            if has_marker(message, line, author):
                return read_id(message, "a message")
        return None

    async def find_reply(self, thread: str, line: str, since: datetime) -> str | None:
        """Search ``thread`` as ``find`` does; ``None`` if the thread does not exist.

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
        """Return the id of the bot's post with a message whose last line is ``line``.

        Return ``None`` if no post since ``since`` has such a message.

        Raises:
            PostError: the forum cannot be read.
        """
        author = await self.api.user()
        async for thread in self._threads(forum):
            if thread.get("owner_id") != author:
                continue
            id_ = read_id(thread, "a thread")
            if int(id_) < first_id(since):
                continue
            if await self.find(id_, line, since) is not None:
                return id_
        return None

    async def _messages(
        self, channel: str, since: datetime
    ) -> AsyncIterator[JsonObject]:
        """Request a channel's messages since ``since`` page by page; yield them."""
        after = str(max(0, first_id(since) - 1))
        while True:
            query = {"after": after, "limit": str(_PAGE)}
            page = await self.api.ask_any(
                "GET", _MESSAGES, query=query, channel_id=channel
            )
            messages = read_objects(page, "the list of messages")
            for message in messages:
                yield message
            if len(messages) < _PAGE:
                return
            after = str(max(int(read_id(each, "a message")) for each in messages))

    async def _threads(self, forum: DiscordChannel) -> AsyncIterator[JsonObject]:
        """Yield the forum's active posts, then the latest archived posts."""
        active = await self.api.ask(
            "GET", "/guilds/{guild_id}/threads/active", guild_id=forum.guild or "0"
        )
        for thread in read_objects(active.get("threads"), "the list of threads"):
            if thread.get("parent_id") == forum.id:
                yield thread
        path = "/channels/{channel_id}/threads/archived/public"
        query = {"limit": str(_PAGE)}
        archived = await self.api.ask("GET", path, query=query, channel_id=forum.id)
        for thread in read_objects(archived.get("threads"), "the list of threads"):
            yield thread
