"""Designs of the bot under test: the right one, and those with a planted mistake."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.delivery.reconciliation import MAX_POST_TIME
from bot.core.delivery.sender import Sender
from bot.core.domain.slots import LEASE, OutboxMessage
from bot.core.ports.services import Messenger
from tests.fakes.outbox.channel_queue import Lane
from tests.fakes.outbox.rows import SlotRow
from tests.simulation.outlook import OpenOutbox


@dataclass(frozen=True, slots=True)
class Design:
    """What can be chosen.

    ``trust`` is how long a nonce is trusted, if not as told; ``making`` what it takes
    to make a digest.
    """

    sender: type[Sender] = Sender
    outbox: type[OpenOutbox] = OpenOutbox
    lease: timedelta = LEASE
    max_post_time: timedelta = MAX_POST_TIME
    trust: timedelta | None = None
    making: timedelta = timedelta()


SOUND = Design()
"""The bot as it is."""


class Forgetful(Sender):
    """Posts again without looking for what an earlier try may have posted."""

    @override
    async def _find_earlier(
        self, part: OutboxMessage, messenger: Messenger, channel: str
    ) -> str | None:
        return None


class HastyLane(Lane):
    """A lane in which no slot waits for one that is not built."""

    @override
    def is_blocked(self, slot: SlotRow, now: datetime, after: datetime) -> bool:
        return False


class HastyOutbox(OpenOutbox):
    """An outbox whose digests overtake each other."""

    def __init__(self) -> None:
        super().__init__()
        self._lanes = defaultdict(HastyLane)


SHORT_LEASE = Design(lease=timedelta(seconds=15), max_post_time=timedelta())
"""A part is free for others while its message may still come."""

NO_RECONCILE = Design(sender=Forgetful)
"""Nothing is looked for."""

NONCE_ONLY = Design(trust=timedelta(hours=2))
"""The nonce is trusted for much longer than the platform remembers it."""

NO_WAITING = Design(outbox=HastyOutbox)
"""What is built is posted, whatever is not built before it."""

MISTAKES = {
    "a lease shorter than late processing": SHORT_LEASE,
    "no reconcile": NO_RECONCILE,
    "nothing but the idempotency key after an hour": NONCE_ONLY,
    "no waiting for what is not built": NO_WAITING,
}
"""Planted mistakes by what they are; a simulation must fail on each."""
