"""Quotas: how many briefings people may request in a sliding window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.core.commands.requests import InteractionContext
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.ports.services import Clock
from bot.core.ports.stores import ChatStore

WINDOW = timedelta(minutes=1)

OF_A_PERSON = 5
"""The number of briefings that one person may request within the window."""

OF_A_SERVER = 30
"""The number of briefings that all people of one server may request in the window."""


@dataclass(frozen=True, slots=True)
class Quotas:
    """Counts briefings per person and server, over all processes of one store.

    Refused requests do not count.
    """

    clock: Clock
    store: ChatStore

    async def take(self, context: InteractionContext) -> None:
        """Count one briefing for the person and one for their server.

        Raises:
            RefusedError: A quota is used up; the message says when to retry.
            StoreError: The store cannot be used.
        """
        limits = _limits(context)
        waits = await self.store.spend(limits, self.clock.now(), WINDOW)
        for who, most in limits.items():
            if who in waits:
                raise RefusedError(Refusal.TOO_OFTEN, _told(most, waits[who]))


def _limits(context: InteractionContext) -> Mapping[str, int]:
    """Return the quotas of the person and of the server, by the key of the counter."""
    platform, server = context.place.platform, context.place.server
    limits = {f"{platform}/@{context.person.id}": OF_A_PERSON}
    if server is not None:
        limits[f"{platform}/{server}"] = OF_A_SERVER
    return limits


def _told(most: int, wait: timedelta) -> str:
    # Round up, so that a retry after this many seconds is not refused again.
    seconds = -int(-wait.total_seconds() // 1)
    unit = "second" if seconds == 1 else "seconds"
    scope = "per person" if most == OF_A_PERSON else "for everyone here together"
    return f"Limit: {most} briefings a minute {scope}. Try again in {seconds} {unit}."
