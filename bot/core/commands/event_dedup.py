"""Event deduplication: each interaction is handled once, and only if it is recent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.commands.requests import InteractionContext
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.ports.services import Clock
from bot.core.ports.stores import ChatStore

MEMORY = timedelta(minutes=10)
"""The time for which an event is remembered.

A platform may deliver an event again up to 5 minutes later. Older events are refused:
the bot no longer knows whether it handled them.
"""

ANSWERABLE = timedelta(seconds=2.5)
"""The maximum age of an interaction when it is first acknowledged.

Platforms end an interaction that is not acknowledged within 3 seconds.
"""


@dataclass(frozen=True, slots=True)
class EventDedup:
    """Recognises repeated events, across restarts and all processes of one store."""

    clock: Clock
    store: ChatStore

    async def admits(self, context: InteractionContext) -> bool:
        """Return whether to handle the event; false if it was admitted before.

        Raises:
            RefusedError: The event is too old to be answered.
            StoreError: The store cannot be used.
        """
        now = self.clock.now()
        if too_old(context.at, now, MEMORY):
            problem = "Your request reached the bot too late. Ask again."
            raise RefusedError(Refusal.TOO_OLD, problem)
        event = f"{context.place.platform}|{context.id}"
        return await self.store.first_seen(event, now, MEMORY)


def too_old(asking_at: datetime, now: datetime, limit: timedelta = ANSWERABLE) -> bool:
    """Return whether an interaction made at ``asking_at`` is older than ``limit``.

    Both times are aware. A time in the future, from a clock that is fast, is recent.
    """
    return now - asking_at > limit
