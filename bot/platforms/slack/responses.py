"""How an answer gets to people: through the event's own address, or as a message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.core.commands.responses import Answer, Visibility
from bot.core.domain.errors import PostError, RateLimitedError, RejectedError
from bot.core.domain.messages import Message
from bot.core.messages.briefing_json import JsonObject
from bot.platforms.slack.error_codes import ABSENT
from bot.platforms.slack.events import SlackEvent
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.payloads import (
    answer_payloads,
    message_payload,
    message_payloads,
)
from bot.platforms.slack.sentences import (
    ALONE,
    BUSY,
    POSTED,
    UNSURE,
    not_posted,
    sentence_message,
)

POSTS = 5
"""An address takes so many answers."""

LONGEST_WAIT = timedelta(seconds=30)
"""So long somebody who pressed a button may wait for a busy Slack."""

Opens = Callable[[str], Awaitable[str]]
"""The direct messages with a person, by the id of them."""


@dataclass(slots=True)
class SlackResponses:
    """Answers one event; what its address does not take any more goes to the person.

    ``private`` is whether others could see an answer where it is given: in a talk with
    the bot alone nobody could, and there it is to stay. ``unposted`` says that something
    was to be posted to the channel and surely was not.
    """

    api: SlackApi
    event: SlackEvent
    opens: Opens
    private: bool = True
    unposted: bool = field(default=False, init=False)
    _left: int = field(default=POSTS, init=False)
    _stands: bool = field(default=False, init=False)

    async def show(self, answer: Answer) -> None:
        """Show an answer to a command, a shortcut or a dialog.

        Raises:
            PostError: Slack took neither way.
        """
        if answer.visibility is Visibility.CHANNEL:
            await self._tell(sentence_message(await self._publish(answer) or POSTED))
            return
        for payload in answer_payloads(answer):
            await self._whisper(payload)
        for message in answer.thread:
            await self._whisper_all(message_payloads(message))

    async def replace(self, answer: Answer) -> None:
        """Let an answer take the place of the message whose button was pressed.

        What was refused stands below it instead, for who pressed it.

        Raises:
            PostError: Slack took neither way.
        """
        if answer.visibility is Visibility.CHANNEL:
            await self._replace_published(answer)
        elif answer.refused is not None or self.event.response_url is None:
            await self._whisper_all(answer_payloads(answer))
        else:
            first, *others = answer_payloads(answer)
            await self._respond({**first, "replace_original": True})
            await self._whisper_all(others)

    async def tell(self, sentence: str) -> None:
        """Tell the person one sentence.

        Raises:
            PostError: Slack took neither way.
        """
        await self._tell(sentence_message(sentence))

    async def _replace_published(self, answer: Answer) -> None:
        trouble = await self._publish(answer)
        if trouble is not None:
            await self._tell(sentence_message(trouble))
        elif answer.told is not None:
            payload = message_payload(answer.told)
            if self.event.response_url is None:
                await self._whisper(payload)
            else:
                await self._respond({**payload, "replace_original": True})

    async def _publish(self, answer: Answer) -> str | None:
        """Post an answer in the channel; a sentence if that did not work."""
        try:
            first = await self._post(answer_payloads(answer), self.event.thread)
            if first is None and answer.thread:
                return ALONE
            for message in answer.thread:
                await self._post(message_payloads(message), self.event.thread or first)
        except RejectedError as error:
            self.unposted = not self._stands
            return not_posted(error)
        except RateLimitedError:
            self.unposted = not self._stands
            return BUSY
        except PostError:
            return UNSURE
        return None

    async def _post(
        self, payloads: Sequence[JsonObject], parent: str | None
    ) -> str | None:
        """Post in the channel; the id of the first, where Slack tells it."""
        first: str | None = None
        for payload in payloads:
            below = {} if parent is None else {"thread_ts": parent}
            posted = await self._post_one({**payload, **below})
            self._stands = True
            first = first or posted
        return first

    async def _post_one(self, payload: JsonObject) -> str | None:
        channel = self.event.channel or await self.opens(self.event.user)
        try:
            answer = await self._patiently({"channel": channel, **payload})
        except RejectedError as error:
            if (
                error.code not in ABSENT
                or self.event.response_url is None
                or not self._left
            ):
                raise
            # Where the bot is no member, its answer may yet stand.
            beside: JsonObject = {"response_type": "in_channel"}
            await self._respond({**payload, **beside, "replace_original": False})
            return None
        ts = answer.get("ts")
        return ts if isinstance(ts, str) else None

    async def _patiently(self, payload: JsonObject) -> JsonObject:
        """Post a message, at once or as soon as Slack wants to be asked."""
        try:
            return await self.api.write("chat.postMessage", **payload)
        except RateLimitedError as error:
            if error.wait > LONGEST_WAIT:
                raise
            await asyncio.sleep(error.wait.total_seconds())
        return await self.api.write("chat.postMessage", **payload)

    async def _tell(self, message: Message) -> None:
        await self._whisper(message_payload(message))

    async def _whisper_all(self, payloads: Sequence[JsonObject]) -> None:
        for payload in payloads:
            await self._whisper(payload)

    async def _whisper(self, payload: JsonObject) -> None:
        """Show something to who asked alone."""
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
        await self._patiently({"channel": channel, **payload})

    async def _respond(self, payload: JsonObject) -> None:
        if self.event.response_url is None:
            raise RejectedError("there is no address to answer to")
        self._left -= 1
        await self.api.respond(self.event.response_url, payload)
