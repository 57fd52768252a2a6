"""How many briefings people may ask for, in a window that moves with the time."""

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
"""Briefings that one person may ask for within the window."""

OF_A_SERVER = 30
"""Briefings that all people of one server or workspace may ask for within it."""


@dataclass(frozen=True, slots=True)
class Quotas:
    """Counts what was asked for, over restarts and in all processes of one store.

    What is refused does not count.
    """

    clock: Clock
    store: ChatStore

    async def take(self, context: InteractionContext) -> None:
        """Count one briefing for this person and their server.

        Raises:
            RefusedError: either has had all that may be had; it says when to retry.
            StoreError: the store cannot be used.
        """
        limits = _limits(context)
        waits = await self.store.spend(limits, self.clock.now(), WINDOW)
        for who, most in limits.items():
            if who in waits:
                raise RefusedError(Refusal.TOO_OFTEN, _told(most, waits[who]))


def _limits(context: InteractionContext) -> Mapping[str, int]:
    """Whose briefings are counted, and how many they may have."""
    platform, server = context.place.platform, context.place.server
    limits = {f"{platform}/@{context.person.id}": OF_A_PERSON}
    if server is not None:
        limits[f"{platform}/{server}"] = OF_A_SERVER
    return limits


def _told(most: int, wait: timedelta) -> str:
    # A second that has begun counts: who comes back then is not refused again.
    seconds = -int(-wait.total_seconds() // 1)
    unit = "second" if seconds == 1 else "seconds"
    scope = "per person" if most == OF_A_PERSON else "for everyone here together"
    return f"Limit: {most} briefings a minute {scope}. Try again in {seconds} {unit}."
