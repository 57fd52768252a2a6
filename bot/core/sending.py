"""Use case: parts in the outbox are posted, each exactly once and in order.

What may have been posted is looked for before it is posted again: a crash, a lost answer
and a late one all look the same from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.core.deliveries import LEASE, Part
from bot.core.errors import PostError, RateLimitedError, RejectedError
from bot.core.messages import read_message
from bot.core.meters import NO_METER, Count, Meter, Result
from bot.core.outbox import Outbox
from bot.core.ports import Clock, Journal, Messenger

SLOWEST = timedelta(seconds=30)
"""The latest that a platform takes a message that was sent to it."""

TRIES = 10
PATIENCE = timedelta(hours=6)
"""A part that was not taken in so many tries, or this time, is given up."""

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=30)
_MARGIN = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Sender:
    """Posts parts; ``owner`` is this process's name, ``messengers`` by platform.

    ``lease`` is how long a part is its alone, ``slowest`` the latest that a platform
    takes what was sent to it: the lease must be the longer one by a post.
    """

    owner: str
    clock: Clock
    outbox: Outbox
    messengers: Mapping[str, Messenger]
    journal: Journal
    lease: timedelta = LEASE
    slowest: timedelta = SLOWEST
    meter: Meter = NO_METER

    async def send_next(self) -> bool:
        """Post the next part that may be posted; false when there is none.

        Raises:
            StoreError: the store cannot be used; the part is taken up again later.
        """
        part = await self.outbox.claim_part(self.owner, self.clock.now(), self.lease)
        if part is None:
            return False
        try:
            await self._send(part)
        except RejectedError as error:
            self._count(part, Result.REJECTED)
            await self._bury(part, error)
        except PostError as error:
            is_limited = isinstance(error, RateLimitedError)
            self._count(part, Result.LIMITED if is_limited else Result.FAILED)
            await self._wait(part, error)
        return True

    async def _send(self, part: Part) -> None:
        platform, _, channel = part.slot.channel.partition("/")
        messenger = self.messengers.get(platform)
        if messenger is None:
            raise RejectedError(f"{platform} is not connected")
        message_id = await self._posted_before(part, messenger, channel)
        result = Result.FOUND
        if message_id is None:
            # A post that begins now must have ended, at its latest, within the lease.
            safe = self.clock.now() + self.slowest
            if not await self.outbox.holds(part, self.owner, safe):
                return
            message = read_message(json.loads(part.body))
            message_id = await messenger.post(
                channel, message, nonce=part.nonce, parent=part.parent
            )
            result = Result.POSTED
        self._count(part, result)
        await self.outbox.mark_sent(part, self.owner, message_id)
        self.journal.info(
            "part posted",
            slot=str(part.slot),
            part=part.number,
            attempts=part.attempts,
        )

    async def _posted_before(
        self, part: Part, messenger: Messenger, channel: str
    ) -> str | None:
        """The platform's id of the part, if an earlier try got through after all.

        While the platform surely remembers the nonce it need not be asked: it posts
        the same nonce once.
        """
        if part.attempts <= 1 or part.first_try is None:
            return None
        remembered = part.first_try + messenger.memory - _MARGIN
        if self.clock.now() < remembered:
            return None
        since = part.first_try - _MARGIN
        return await messenger.find(
            channel, part.nonce, since=since, parent=part.parent
        )

    async def _wait(self, part: Part, error: PostError) -> None:
        now = self.clock.now()
        first = part.first_try or now
        if part.attempts >= TRIES or now - first >= PATIENCE:
            await self._bury(part, error)
            return
        again = now + max(pause(part.attempts, error), self._rest(error))
        await self.outbox.retry_part(part, self.owner, error=str(error), again=again)

    async def _bury(self, part: Part, error: PostError) -> None:
        if await self.outbox.bury_part(part, self.owner, error=str(error)):
            self.meter.count(Count.DEAD)
            self.journal.error(
                "delivery given up", slot=str(part.slot), reason=str(error)
            )

    def _count(self, part: Part, result: Result) -> None:
        platform = part.slot.channel.partition("/")[0]
        self.meter.count(Count.POSTS, platform=platform, result=result)
        if result is Result.FOUND:
            self.meter.count(Count.DUPLICATES)

    def _rest(self, error: PostError) -> timedelta:
        """How long a message may still come whose answer was lost."""
        is_certain = isinstance(error, RateLimitedError)
        return timedelta(0) if is_certain else self.slowest


def pause(attempts: int, error: PostError) -> timedelta:
    """How long to wait after this many tries."""
    if isinstance(error, RateLimitedError):
        return max(error.wait, timedelta(seconds=1))
    doublings: int = 2 ** (attempts - 1)
    return min(_FIRST_PAUSE * doublings, _LONGEST_PAUSE)
