"""What is said to an interaction: first that it was heard, then the one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.commands.responses import Choice, Modal
from bot.core.domain.errors import PostError, RateLimitedError, RejectedError
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.discord.components import EPHEMERAL, to_choices, to_modal, to_payload
from bot.platforms.discord.events import DiscordEvent
from bot.platforms.discord.http_api import DiscordApi, DiscordError

_DEFER, _DEFER_UPDATE, _CHOICES, _MODAL = 5, 6, 8, 9
_ACKNOWLEDGED = 40060
_ACK_SECONDS = 1.3
"""Two of these fit into the 3 seconds that Discord waits."""

_TRIES, _LONGEST_WAIT = 3, 10.0
_CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"
"""Named so that each has limits of its own: the library tells those by these names."""

_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"


@dataclass(frozen=True, slots=True)
class DiscordResponses:
    """Answers one interaction."""

    api: DiscordApi
    event: DiscordEvent

    async def defer(self, *, private: bool) -> None:
        """Say that an answer comes, as a message of its own.

        Raises:
            PostError: Discord did not take it.
        """
        body: JsonObject = {"type": _DEFER}
        if private:
            body["data"] = {"flags": EPHEMERAL}
        await self._acknowledge(body)

    async def defer_update(self) -> None:
        """Say that the message with the button will change.

        Raises:
            PostError: Discord did not take it.
        """
        await self._acknowledge({"type": _DEFER_UPDATE})

    async def show_dialog(self, dialog: Modal) -> None:
        """Open a dialog.

        Raises:
            PostError: Discord did not take it.
        """
        await self._acknowledge({"type": _MODAL, "data": to_modal(dialog)})

    async def suggest(self, choices: tuple[Choice, ...]) -> None:
        """Offer values for the option that is being typed.

        Raises:
            PostError: Discord did not take it.
        """
        data: JsonObject = {"choices": to_choices(choices)}
        await self._callback({"type": _CHOICES, "data": data})

    async def edit(self, components: list[Json]) -> None:
        """Put an answer where the wait is shown, or in place of the pressed message.

        Raises:
            PostError: Discord did not take it.
        """
        body = to_payload(components)
        path = f"{_WEBHOOK}/messages/@original"
        await _patiently(lambda: self._ask("PATCH", path, body), again=PostError)

    async def follow(self, components: list[Json], *, private: bool) -> None:
        """Add a message.

        Raises:
            PostError: Discord did not take it.
        """
        body = to_payload(components, private=private)
        again = RateLimitedError
        await _patiently(lambda: self._ask("POST", _WEBHOOK, body), again=again)

    async def withdraw(self) -> None:
        """Take back that an answer comes.

        Raises:
            PostError: Discord did not take it.
        """
        await self._ask("DELETE", f"{_WEBHOOK}/messages/@original", None)

    async def _acknowledge(self, body: JsonObject) -> None:
        """Say it once more if there is no answer: that it is known then is good."""
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

    async def _callback(self, body: JsonObject) -> None:
        event = self.event
        async with asyncio.timeout(_ACK_SECONDS):
            await self.api.ask_any(
                "POST", _CALLBACK, body, webhook_id=event.id, webhook_token=event.token
            )

    async def _ask(self, method: str, path: str, body: Json) -> None:
        event = self.event
        await self.api.ask_any(
            method,
            path,
            body,
            webhook_id=event.application,
            webhook_token=event.token,
        )


async def _patiently(
    ask: Callable[[], Awaitable[None]], *, again: type[PostError]
) -> None:
    """Ask up to three times, after errors that allow it."""
    for left in range(_TRIES - 1, -1, -1):
        try:
            return await ask()
        except RejectedError:
            raise
        except again as error:
            if not left:
                raise
            await asyncio.sleep(_pause(error))
    return None


def _pause(error: PostError) -> float:
    if isinstance(error, RateLimitedError):
        return min(error.wait.total_seconds(), _LONGEST_WAIT)
    return 1.0
