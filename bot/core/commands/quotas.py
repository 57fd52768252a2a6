"""Quotas: how often people may ask in a sliding window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.core.commands.requests import InteractionContext
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.ports.services import Clock
from bot.core.ports.stores import ChatStore

WINDOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """What people may request within the window: how often each, and all of a server.

    ``mark`` tells its counters from those of other limits.
    """

    plural: str
    of_a_person: int
    of_a_server: int
    mark: str = ""


BRIEFINGS = Limit("briefings", 5, 30)
"""The limit of briefings of links, topics and digests, which take a while to make."""

LOOKUPS = Limit("look-ups", 30, 200, "/look-ups")
"""The limit of answers from what is stored: ``who``, ``calendar``, ``search``, ``why``."""


@dataclass(frozen=True, slots=True)
class Quotas:
    """Counts requests per person and server, over all processes of one store.

    Refused requests do not count.
    """

    clock: Clock
    store: ChatStore

    async def take(self, context: InteractionContext, limit: Limit) -> None:
        """Count one request for the person and one for their server.

        Raises:
            RefusedError: A quota is used up; the message says when to retry.
            StoreError: The store cannot be used.
        """
        platform, server = context.place.platform, context.place.server
        person = f"{platform}/@{context.person.id}{limit.mark}"
        limits = {person: limit.of_a_person}
        if server is not None:
            limits[f"{platform}/{server}{limit.mark}"] = limit.of_a_server
        waits = await self.store.spend(limits, self.clock.now(), WINDOW)
        for holder, wait in waits.items():
            scope = "per person" if holder == person else "for everyone here together"
            often = f"{limits[holder]} {limit.plural} a minute {scope}"
            raise RefusedError(Refusal.TOO_OFTEN, _told(often, wait))


def _told(often: str, wait: timedelta) -> str:
    # Round up, so that a retry after this many seconds is not refused again.
    seconds = -int(-wait.total_seconds() // 1)
    unit = "second" if seconds == 1 else "seconds"
    return f"Limit: {often}. Try again in {seconds} {unit}."
