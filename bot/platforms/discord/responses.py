"""Answers interactions: acknowledges them, shows answers, and posts to the channel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from bot.core.commands.responses import Answer, Choice, Modal
from bot.core.domain.errors import PostError, RateLimitedError, RejectedError
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.ports.metrics import NO_METRICS, HistogramName, Metrics
from bot.drawing import image_png
from bot.platforms.discord.components import (
    EPHEMERAL,
    answer_parts,
    own_parts,
    thread_parts,
    to_choices,
    to_modal,
    to_payload,
)
from bot.platforms.discord.events import DiscordEvent
from bot.platforms.discord.headlines import headline
from bot.platforms.discord.http_api import DiscordApi, DiscordError
from bot.platforms.discord.messenger import DiscordMessenger, with_image

_DEFER, _DEFER_UPDATE, _CHOICES, _MODAL = 5, 6, 8, 9
_ACKNOWLEDGED = 40060
_ACK_SECONDS = 1.3
"""The timeout of an acknowledgement; two fit into the 3 seconds that Discord waits."""

_KEY_LENGTH, _MAX_REPLIES = 24, 5
_TRIES, _LONGEST_WAIT = 3, 10.0
_CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"
"""The path of an acknowledgement; the library keeps one rate limit for each value of
its names.
"""

_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"


@dataclass(frozen=True, slots=True)
class DiscordResponses:
    """Answers one interaction."""

    api: DiscordApi
    event: DiscordEvent
    metrics: Metrics = NO_METRICS

    async def defer(self) -> None:
        """Announce that an answer follows as a new message.

        In a channel only the asker sees the announcement and the answer.

        Raises:
            PostError: Discord did not accept it.
        """
        body: JsonObject = {"type": _DEFER}
        if not self.event.direct:
            body["data"] = {"flags": EPHEMERAL}
        await self._acknowledge(body)

    async def defer_update(self) -> None:
        """Announce that the message whose button was pressed will change.

        Raises:
            PostError: Discord did not accept it.
        """
        await self._acknowledge({"type": _DEFER_UPDATE})

    async def show_modal(self, modal: Modal) -> None:
        """Open a modal for the person.

        Raises:
            PostError: Discord did not accept it.
        """
        await self._acknowledge({"type": _MODAL, "data": to_modal(modal)})

    async def suggest(self, choices: tuple[Choice, ...]) -> None:
        """Offer values for the option that a person is typing.

        Raises:
            PostError: Discord did not accept it.
        """
        data: JsonObject = {"choices": to_choices(choices)}
        await self._callback({"type": _CHOICES, "data": data})

    async def edit(self, components: list[Json], image: bytes | None = None) -> None:
        """Replace the announcement, or the message whose button was pressed.

        ``image`` is the content of the file that the components show.

        Raises:
            PostError: Discord did not accept it.
        """
        # Without "attachments" the file of an earlier answer would stay.
        body = {**to_payload(components), "attachments": []}
        path = f"{_WEBHOOK}/messages/@original"
        await _with_retries(
            lambda: self._ask("PATCH", path, body, image), retry_on=PostError
        )

    async def follow(self, components: list[Json], *, private: bool) -> None:
        """Add a message below the first one; only the asker sees a ``private`` one.

        Raises:
            PostError: Discord did not accept it.
        """
        body = to_payload(components, private=private)
        retry_on = RateLimitedError
        await _with_retries(
            lambda: self._ask("POST", _WEBHOOK, body), retry_on=retry_on
        )

    async def tell(self, answer: Answer) -> None:
        """Add all messages of an answer below the first message.

        In a channel only the person who asked sees them.

        Raises:
            PostError: Discord did not accept one.
        """
        for part in answer_parts(answer):
            await self.follow(part, private=not self.event.direct)

    async def withdraw(self) -> None:
        """Delete the announcement that ``defer`` made.

        Raises:
            PostError: Discord did not accept it.
        """
        await self._ask("DELETE", f"{_WEBHOOK}/messages/@original", None)

    async def _acknowledge(self, body: JsonObject) -> None:
        """Acknowledge the interaction; try again if Discord did not answer."""
        begun = asyncio.get_running_loop().time()
        try:
            await self._callback(body)
        except RejectedError:
            raise
        except (PostError, TimeoutError):
            try:
                await self._callback(body)
            except DiscordError as error:
                if error.code != _ACKNOWLEDGED:
                    raise
            except TimeoutError as error:
                raise PostError("Discord did not answer in time") from error
        seconds = asyncio.get_running_loop().time() - begun
        self.metrics.observe(HistogramName.ACK, seconds)

    async def _callback(self, body: JsonObject) -> None:
        event = self.event
        async with asyncio.timeout(_ACK_SECONDS):
            await self.api.ask_any(
                "POST", _CALLBACK, body, webhook_id=event.id, webhook_token=event.token
            )

    async def _ask(
        self,
        method: str,
        path: str,
        body: JsonObject | None,
        image: bytes | None = None,
    ) -> None:
        event = self.event
        application, token = event.application, event.token
        if image is None or body is None:
            await self.api.ask_any(
                method, path, body, webhook_id=application, webhook_token=token
            )
            return
        shown, file = with_image(body, image)
        await self.api.send_file(
            *(method, path, shown, file), webhook_id=application, webhook_token=token
        )


@dataclass(frozen=True, slots=True)
class ChannelPost:
    """Posts an answer to the channel of an interaction."""

    event: DiscordEvent
    messenger: DiscordMessenger
    responses: DiscordResponses

    async def publish(self, answer: Answer) -> None:
        """Post an answer as a message of the bot, else as a reply to the interaction.

        A reply also works where the bot may not write or is not a member.

        Raises:
            PostError: Discord accepts neither.
        """
        image = await drawn_image(answer)
        for shown in dict.fromkeys((image, None)) if self.event.installed else ():
            try:
                await self._post(answer, shown)
            except RejectedError:
                # Discord refused the first message, so nothing was posted.
                continue
            return
        parts = answer_parts(answer)
        # If only the person installed the app, Discord accepts no more replies.
        accepted = parts if self.event.installed else parts[:_MAX_REPLIES]
        for part in accepted:
            await self.responses.follow(part, private=False)

    async def _post(self, answer: Answer, image: bytes | None) -> None:
        name = headline(answer.message)
        opening, *parts = own_parts(answer, image=image is not None)
        first = await self._send(opening, "0", name=name, image=image)
        try:
            for number, part in enumerate(parts, start=1):
                await self._send(part, f"{number}", name=name)
            for number, part in enumerate(thread_parts(answer)):
                await self._send(part, f"below {number}", name=name, parent=first)
        except (RejectedError, RateLimitedError) as error:
            # The messages that were posted must not be posted again as a reply.
            raise PostError(
                f"only the first part of the answer was posted: {error}"
            ) from error

    async def _send(
        self,
        part: list[Json],
        number: str,
        *,
        name: str,
        parent: str | None = None,
        image: bytes | None = None,
    ) -> str:
        """Post a message and return its id.

        If the reply is lost, try once more with the same key. ``number`` tells the
        messages of one answer apart, ``name`` names a thread below the message, and
        ``parent`` is the message in whose thread it goes.

        Raises:
            RejectedError: Discord refuses the message; this is raised at once.
            RateLimitedError: Discord's rate limit is reached; this is raised at once.
            PostError: the second attempt fails too.
        """
        digest = sha256(f"{self.event.id}|{number}".encode()).hexdigest()
        send = partial(
            self.messenger.send,
            self.event.channel,
            part,
            idempotency_key=digest[:_KEY_LENGTH],
            parent=parent,
            name=name,
            image=image,
        )
        try:
            return await send()
        except (RejectedError, RateLimitedError):
            raise
        except PostError:
            return await send()


async def drawn_image(answer: Answer) -> bytes | None:
    """Draw the image of an answer; ``None`` if it has none or cannot be drawn."""
    image = answer.message.image
    return None if image is None else await asyncio.to_thread(image_png, image)


async def _with_retries(
    ask: Callable[[], Awaitable[None]], *, retry_on: type[PostError]
) -> None:
    """Send a request; after an error of type ``retry_on`` retry it, at most twice."""
    for left in range(_TRIES - 1, -1, -1):
        try:
            return await ask()
        except RejectedError:
            raise
        except retry_on as error:
            if not left:
                raise
            await asyncio.sleep(_pause(error))
    return None


def _pause(error: PostError) -> float:
    if isinstance(error, RateLimitedError):
        return min(error.wait.total_seconds(), _LONGEST_WAIT)
    return 1.0
