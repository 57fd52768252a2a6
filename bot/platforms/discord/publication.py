"""An answer that somebody lets the whole channel see."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from bot.core.commands.responses import Answer
from bot.core.domain.errors import PostError, RateLimitedError, RejectedError
from bot.core.messages.briefing_json import Json
from bot.platforms.discord.components import answer_parts, own_parts, thread_parts
from bot.platforms.discord.events import DiscordEvent
from bot.platforms.discord.headlines import headline
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.discord.responses import DiscordResponses

_NONCE, _MOST_REPLIES = 24, 5


@dataclass(frozen=True, slots=True)
class ChannelPost:
    """Posts to the channel of an interaction."""

    event: DiscordEvent
    messenger: DiscordMessenger
    responses: DiscordResponses

    async def publish(self, answer: Answer) -> None:
        """Post an answer as the bot's own message, or as a reply to who asked.

        The second is for where the bot itself may not write, or is not a member.

        Raises:
            PostError: Discord takes neither.
        """
        if self.event.installed:
            try:
                await self._post(answer)
            except RejectedError:
                # Nothing of it stands yet.
                pass
            else:
                return
        parts = answer_parts(answer)
        # Where only the person has the bot, Discord takes no more replies than these.
        taken = parts if self.event.installed else parts[:_MOST_REPLIES]
        for part in taken:
            await self.responses.follow(part, private=False)

    async def _post(self, answer: Answer) -> None:
        name = headline(answer.message)
        opening, *others = own_parts(answer)
        first = await self._send(opening, "0", name=name)
        try:
            for number, part in enumerate(others, start=1):
                await self._send(part, f"{number}", name=name)
            for number, part in enumerate(thread_parts(answer)):
                await self._send(part, f"below {number}", name=name, parent=first)
        except (RejectedError, RateLimitedError) as error:
            # What stands is not posted a second time in another way.
            raise PostError(f"its beginning alone was posted: {error}") from error

    async def _send(
        self, part: list[Json], number: str, *, name: str, parent: str | None = None
    ) -> str:
        """Post once: after a lost answer, the same idempotency key is safe to reuse."""
        idempotency_key = sha256(f"{self.event.id}|{number}".encode()).hexdigest()[
            :_NONCE
        ]
        send = partial(
            self.messenger.send,
            self.event.channel,
            part,
            idempotency_key=idempotency_key,
            parent=parent,
            name=name,
        )
        try:
            return await send()
        except (RejectedError, RateLimitedError):
            raise
        except PostError:
            return await send()
