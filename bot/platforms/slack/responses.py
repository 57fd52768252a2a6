"""Delivers answers: through the response URL of the event, or as messages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from bot.core.commands.responses import Answer, Visibility
from bot.core.commands.user_errors import sentence
from bot.core.domain.errors import PostError, RateLimitedError, RejectedError
from bot.core.messages.briefing_json import JsonObject
from bot.platforms.slack.error_codes import ABSENT
from bot.platforms.slack.events import SlackEvent
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.messenger import upload_image
from bot.platforms.slack.payloads import (
    answer_payloads,
    message_payload,
    message_payloads,
    without_image,
)

UNSURE = (
    "Slack did not say whether it posted the message. Look at the channel before you"
    " post it again."
)
ALONE = (
    "Posted, but without the stories below it: the bot is not in this channel. To get"
    " the stories, invite the bot: /invite @sitrep"
)
BUSY = (
    "Slack accepts no more messages for now, so this was not posted. Try again later."
)
FAILED = "Something went wrong on our side. Try again in a minute; if it happens again, tell the operator of this bot."
CLOSED = "Slack did not open the window. Try again."
POSTED = "Posted."

POSTS = 5
"""The number of answers that a response URL accepts."""

LONGEST_WAIT = timedelta(seconds=30)
"""The maximum wait for a rate-limited post that a person asked for."""

IMAGE_TRIES, IMAGE_PAUSE = 2, 1.0
"""How often a message with an image is tried, and the seconds after each attempt."""

Sent = TypeVar("Sent")
Opens = Callable[[str], Awaitable[str]]
"""Returns the id of the direct messages with a person."""


@dataclass(slots=True)
class SlackResponses:
    """Answers one event.

    Answers beyond the limit of the response URL go to the person as direct messages.
    ``private`` is true in a channel, where only the person who asked sees the answer;
    answers in direct messages stay visible. ``unposted`` says that a post to the
    channel certainly failed.
    """

    api: SlackApi
    event: SlackEvent
    opens: Opens
    private: bool = True
    unposted: bool = field(default=False, init=False)
    _left: int = field(default=POSTS, init=False)
    _posted: bool = field(default=False, init=False)

    async def show(self, answer: Answer) -> None:
        """Show an answer to a command, a shortcut or a modal.

        Raises:
            PostError: Slack accepted neither an answer to the event nor a direct
                message.
        """
        if answer.visibility is Visibility.CHANNEL:
            await self.tell(await self._publish(answer) or POSTED)
            return
        for payload in await self._payloads(answer):
            await self._whisper(payload)
        for message in answer.thread:
            await self._whisper_all(message_payloads(message))

    async def replace(self, answer: Answer) -> None:
        """Show an answer in place of the message whose button was pressed.

        A refusal is shown below the message instead, to the person who pressed.

        Raises:
            PostError: Slack accepted neither an answer to the event nor a direct
                message.
        """
        if answer.visibility is Visibility.CHANNEL:
            await self._replace_published(answer)
        elif answer.refused is not None or self.event.response_url is None:
            await self._whisper_all(answer_payloads(answer))
        else:
            first, *payloads = await self._payloads(answer)
            await self._respond({**first, "replace_original": True})
            await self._whisper_all(payloads)

    async def tell(self, text: str) -> None:
        """Show the sentence ``text`` to the person only.

        Raises:
            PostError: Slack accepted neither an answer to the event nor a direct
                message.
        """
        await self._whisper(message_payload(sentence(text)))

    async def _replace_published(self, answer: Answer) -> None:
        problem = await self._publish(answer)
        if problem is not None:
            await self.tell(problem)
        elif answer.told is not None:
            payload = message_payload(answer.told)
            if self.event.response_url is None:
                await self._whisper(payload)
            else:
                await self._respond({**payload, "replace_original": True})

    async def _publish(self, answer: Answer) -> str | None:
        """Post an answer in the channel; if that fails, return a sentence to show."""
        try:
            first = await self._post(await self._payloads(answer), self.event.thread)
            if first is None and answer.thread:
                return ALONE
            for message in answer.thread:
                await self._post(message_payloads(message), self.event.thread or first)
        except RejectedError as error:
            self.unposted = not self._posted
            return _not_posted(error)
        except RateLimitedError:
            self.unposted = not self._posted
            return BUSY
        except PostError:
            return UNSURE
        return None

    async def _post(
        self, payloads: Sequence[JsonObject], parent: str | None
    ) -> str | None:
        """Post messages in the channel; return the first message's id, if known."""
        first: str | None = None
        for payload in payloads:
            below = {} if parent is None else {"thread_ts": parent}
            posted = await self._post_one({**payload, **below})
            self._posted = True
            first = first or posted
        return first

    async def _post_one(self, payload: JsonObject) -> str | None:
        channel = self.event.channel or await self.opens(self.event.user)
        try:
            answer = await self._post_patiently({"channel": channel, **payload})
        except RejectedError as error:
            if (
                error.code not in ABSENT
                or self.event.response_url is None
                or not self._left
            ):
                raise
            # The response URL also works in channels that the bot is not in.
            beside: JsonObject = {"response_type": "in_channel"}
            await self._respond({**payload, **beside, "replace_original": False})
            return None
        ts = answer.get("ts")
        return ts if isinstance(ts, str) else None

    async def _payloads(self, answer: Answer) -> Sequence[JsonObject]:
        """Return an answer's payloads, with its image if Slack accepts the file."""
        image = answer.message.image
        if image is None:
            return answer_payloads(answer)
        try:
            file = await upload_image(self.api, image)
        except PostError:
            file = None
        return answer_payloads(answer, file)

    async def _post_patiently(self, payload: JsonObject) -> JsonObject:
        """Post a message; after a short rate limit wait and try one more time."""

        async def post(shown: JsonObject) -> JsonObject:
            return await self.api.write("chat.postMessage", **shown)

        try:
            return await _with_or_without_image(post, payload)
        except RateLimitedError as error:
            if error.wait > LONGEST_WAIT:
                raise
            await asyncio.sleep(error.wait.total_seconds())
        return await _with_or_without_image(post, payload)

    async def _whisper_all(self, payloads: Sequence[JsonObject]) -> None:
        for payload in payloads:
            await self._whisper(payload)

    async def _whisper(self, payload: JsonObject) -> None:
        """Show a message to the person: by response URL, else by direct message."""
        if self.event.response_url is not None and self._left > 0:
            kind = "ephemeral" if self.private else "in_channel"
            beside: JsonObject = {"response_type": kind, "replace_original": False}
            try:
                await self._respond({**payload, **beside})
            except RejectedError:
                self._left = 0
            else:
                return
        channel = await self.opens(self.event.user)
        await self._post_patiently({"channel": channel, **payload})

    async def _respond(self, payload: JsonObject) -> None:
        url = self.event.response_url
        if url is None:
            raise RejectedError(
                "Slack's event has no response URL to which to send the answer"
            )

        async def respond(shown: JsonObject) -> None:
            self._left -= 1
            await self.api.respond(url, shown)

        await _with_or_without_image(respond, payload)


async def _with_or_without_image(
    send: Callable[[JsonObject], Awaitable[Sent]], payload: JsonObject
) -> Sent:
    """Send a payload; if Slack refuses its image twice, send it without the image.

    Slack refuses a file until it has processed it.
    """
    plain = without_image(payload)
    for _ in range(IMAGE_TRIES if plain is not payload else 0):
        try:
            return await send(payload)
        except RejectedError as error:
            if error.code in ABSENT:
                raise
            await asyncio.sleep(IMAGE_PAUSE)
    return await send(plain)


def _not_posted(error: RejectedError) -> str:
    """Turn the error into a sentence for the person who wanted to post."""
    reason = str(error).strip().rstrip(".")
    return f"This was not posted: {reason}."
