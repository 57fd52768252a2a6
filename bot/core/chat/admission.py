"""Which events are worked: each once, and none that comes too late to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.chat.requests import Asking
from bot.core.ports import Clock
from bot.core.stores import ChatStore

MEMORY = timedelta(minutes=10)
"""How long an event is known again.

Slack delivers one again up to 5 minutes later, and Discord never.
"""

ANSWERABLE = timedelta(seconds=2.5)
"""How old an interaction may be before it is first acknowledged.

Slack and Discord end one that is not acknowledged within 3 seconds.
"""


@dataclass(frozen=True, slots=True)
class Admission:
    """Lets each event in once, over restarts and in all processes of one store."""

    clock: Clock
    store: ChatStore

    async def admits(self, asking: Asking) -> bool:
        """Whether this is the first time that the event comes, within ``MEMORY``.

        Raises:
            StoreError: the store cannot be used.
        """
        event = f"{asking.place.platform}|{asking.id}"
        return await self.store.first_seen(event, self.clock.now(), MEMORY)


def too_old(asking_at: datetime, now: datetime, limit: timedelta = ANSWERABLE) -> bool:
    """Whether it is too late to acknowledge what a person did at ``asking_at``.

    Both times are aware. What seems to lie ahead, by a clock that is behind, is new.
    """
    return now - asking_at > limit
