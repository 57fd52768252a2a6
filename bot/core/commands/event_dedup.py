"""Which events are worked: each once, and none that comes too late to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.commands.ports import Gate
from bot.core.commands.requests import InteractionContext
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.ports.services import Clock
from bot.core.ports.stores import ChatStore

MEMORY = timedelta(minutes=10)
"""How long an event is known again.

A platform may deliver an event again up to 5 minutes later. Older events are refused:
the bot no longer knows whether it handled them.
"""

ANSWERABLE = timedelta(seconds=2.5)
"""How old an interaction may be before it is first acknowledged.

Platforms end an interaction that is not acknowledged within 3 seconds.
"""


@dataclass(frozen=True, slots=True)
class EventDedup(Gate):
    """Lets each event in once, over restarts and in all processes of one store."""

    clock: Clock
    store: ChatStore

    @override
    async def admits(self, context: InteractionContext) -> bool:
        now = self.clock.now()
        if too_old(context.at, now, MEMORY):
            told = "That reached the bot too late. Ask again."
            raise RefusedError(Refusal.TOO_OLD, told)
        event = f"{context.place.platform}|{context.id}"
        return await self.store.first_seen(event, now, MEMORY)


def too_old(asking_at: datetime, now: datetime, limit: timedelta = ANSWERABLE) -> bool:
    """Whether it is too late to acknowledge what a person did at ``asking_at``.

    Both times are aware. What seems to lie ahead, by a clock that is behind, is new.
    """
    return now - asking_at > limit
