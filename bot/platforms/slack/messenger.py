"""Posts messages to Slack, and finds posted messages by a key in their metadata."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.delivery.images import PreparedImages
from bot.core.delivery.reconciliation import before_posting, check_time
from bot.core.domain.errors import (
    AuthenticationError,
    ChannelRefusedError,
    NotSentError,
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.core.domain.messages import Image, Message
from bot.core.domain.workspaces import qualified
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.platforms.pacing import Pace
from bot.core.ports.services import (
    ChannelNames,
    MessageImages,
    MessageLinks,
    Messenger,
)
from bot.core.text.sanitize import shortened
from bot.drawing import image_png
from bot.platforms.slack.blocks import LIMITS
from bot.platforms.slack.channels import SlackChannels
from bot.platforms.slack.connections import was_reached
from bot.platforms.slack.elements import length
from bot.platforms.slack.error_codes import (
    ABSENT,
    REFUSING,
    UNAUTHORIZED,
    error_message,
)
from bot.platforms.slack.history import SlackHistory
from bot.platforms.slack.http_api import SlackApi, malformed
from bot.platforms.slack.payloads import image_block, message_payload

PLATFORM = "slack"

EVENT = "sitrep_part"
"""The type of the metadata in Sitrep's messages."""

IMAGE_FILE = "sitrep.png"
"""The name of an uploaded image."""

_PAGE = 200
_LONGEST_FILE_ALT = 1_000
"""The maximum length of a file's alternative text; that of a block may be longer."""

_REFUSALS = 2
"""After this many refused posts a message is posted without its image. One refusal is
not enough: Slack refuses a file until it has processed it.
"""


class SlackMessenger(Messenger, ChannelNames, MessageImages, MessageLinks):
    """Posts messages, each with its idempotency key in the metadata.

    Slack does not recognise repeated posts by such a key, so the bot looks for it.
    """

    platform = PLATFORM
    memory = timedelta()

    def __init__(
        self,
        api: SlackApi,
        channels: SlackChannels | None = None,
        draw: Callable[[Image], bytes | None] = image_png,
        pace: Pace | None = None,
        workspace: str = "",
    ) -> None:
        self._api = api
        self._pace = pace
        self._workspace = workspace
        self._draw = draw
        self._images = PreparedImages[str](_REFUSALS)
        self.channels = SlackChannels(api) if channels is None else channels
        self.history = SlackHistory(api)

    @override
    def pause(self, channel: str, parent: str | None = None) -> float:
        return 0.0 if self._pace is None else self._pace.wait(self._pace_of(channel))

    def _pace_of(self, channel: str) -> str:
        """Return the name of a channel's pace."""
        return f"{PLATFORM}/{qualified(self._workspace, channel)}"

    @override
    async def prepare(
        self, channel: str, message: Message, *, idempotency_key: str
    ) -> None:
        await self._images.prepare(message, idempotency_key, self._upload)

    async def _upload(self, image: Image) -> str | None:
        """Upload an image; return the file's id, ``None`` if it cannot be drawn."""
        with map_errors():
            return await upload_image(self._api, image, self._draw)

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        event: Json = {"event_type": EVENT, "event_payload": {"key": idempotency_key}}
        try:
            with self._images.posting(idempotency_key) as image, map_errors():
                payload = {**_payload(message, image), "metadata": event}
                if parent is not None:
                    payload["thread_ts"] = parent
                with before_posting():
                    place = await self.channels.id_of(channel)
                if self._pace is not None:
                    await self._pace.turn(self._pace_of(channel))
                check_time()
                answer = await self._api.write(
                    "chat.postMessage", channel=place, **payload
                )
        except RateLimitedError as error:
            if self._pace is not None:
                self._pace.hold(self._pace_of(channel), error.wait.total_seconds())
            raise
        except RejectedError as error:
            if error.code in ABSENT:
                self.channels.forget(channel)
            if error.code in REFUSING:
                raise ChannelRefusedError(str(error), code=error.code) from error
            raise
        return _ts("chat.postMessage", answer)

    @override
    async def find(
        self,
        channel: str,
        idempotency_key: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        asked: dict[str, Json] = {
            "oldest": f"{since.timestamp():.6f}",
            "inclusive": True,
            "include_all_metadata": True,
            "limit": _PAGE,
        }
        method = "conversations.history"
        if parent is not None:
            method, asked["ts"] = "conversations.replies", parent
        try:
            with map_errors():
                asked["channel"] = await self.channels.id_of(channel)
                search = f"{asked['channel']} {parent} {idempotency_key}"
                async for posted in self.history.messages(method, asked, search):
                    if _key(posted) == idempotency_key and await self._is_ours(posted):
                        return _ts(method, posted)
        except RejectedError as error:
            words = f"the channel's history cannot be read: {error}"
            raise PostError(words) from error
        return None

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        platform, _, name = channel.partition("/")
        if platform != PLATFORM or not name.startswith("#"):
            return ()
        try:
            return (f"{PLATFORM}/{await self.channels.id_of(name)}",)
        except RejectedError:
            return ()

    @override
    async def message_link(self, channel: str, message_id: str) -> str | None:
        if channel.startswith("@"):
            return None
        with map_errors():
            place, site = await self.channels.id_of(channel), await self._api.site()
        return f"{site}archives/{place}/p{message_id.replace('.', '')}"

    async def _is_ours(self, message: JsonObject) -> bool:
        """Return whether the bot wrote the message: others could set the same metadata."""
        return message.get("bot_id") == await self._api.bot_id()


def _payload(message: Message, image: str | None) -> JsonObject:
    """Make the payload of a message within Slack's limits; ``image`` is a file's id.

    Raises:
        RejectedError: the message is too long for Slack.
    """
    below: list[Json] = []
    if image is not None and message.image is not None:
        below.append(image_block(message.image, image))
    payload = message_payload(message, below)
    if length(payload["blocks"]) > LIMITS.characters:
        word = "msg_blocks_too_long"
        raise RejectedError(error_message(word), code=word)
    return payload


async def upload_image(
    api: SlackApi,
    image: Image,
    draw: Callable[[Image], bytes | None] = image_png,
) -> str | None:
    """Draw and upload an image; return the file's id, ``None`` if it cannot be drawn.

    Raises:
        PostError: Slack did not accept the file.
    """
    drawn = await asyncio.to_thread(draw, image)
    if drawn is None:
        return None
    alt = shortened(image.alt, _LONGEST_FILE_ALT)
    return await api.upload(IMAGE_FILE, drawn, alt=alt)


@contextmanager
def map_errors() -> Iterator[None]:
    """Map errors of the API inside the block to the bot's errors, by code and cause.

    Raises:
        AuthenticationError: Slack refuses the token, or refused it a short time ago.
        NotSentError: no connection was made.
    """
    try:
        yield
    except (RejectedError, RateLimitedError) as error:
        if error.code in UNAUTHORIZED:
            raise AuthenticationError(str(error), code=error.code) from error
        raise
    except NotSentError:
        raise
    except PostError as error:
        if was_reached(error.__cause__):
            raise
        raise NotSentError(str(error), code=error.code) from error


def _key(message: JsonObject) -> Json:
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT:
        return None
    event = metadata.get("event_payload")
    return event.get("key") if isinstance(event, dict) else None


def _ts(method: str, answer: JsonObject) -> str:
    ts = answer.get("ts")
    if not isinstance(ts, str) or not ts:
        raise malformed(method, 'it has no "ts"')
    return ts
