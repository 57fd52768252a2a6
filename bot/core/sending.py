"""Use case: parts in the outbox are posted, each exactly once and in order.

What may have been posted is looked for before it is posted again: a crash, a lost answer
and a late one all look the same from here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.deliveries import LEASE, Part
from bot.core.errors import PostError, RateLimitedError, RejectedError, StoreError
from bot.core.lookback import MARGIN, SLOWEST, Earlier, find_posted
from bot.core.messages import read_message
from bot.core.meters import NO_METER, Count, Meter, Result
from bot.core.model import Message
from bot.core.outbox import Outbox
from bot.core.pauses import pause
from bot.core.ports import Clock, Journal, Messenger

TRIES = 10
PATIENCE = timedelta(hours=6)
"""A part that was not taken in so many tries, or this time, is given up."""

LEAST_PATIENCE = timedelta(hours=1)
"""Nor is it given up sooner: tries that end by a crash or a rate limit are quickly made."""

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=30)
STALE = timedelta(days=2)
"""A message that was never tried by the second day after its slot's is not news."""

_FEWEST_TRIES = 2


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
    _refused: dict[int, tuple[int, datetime]] = field(default_factory=dict, init=False)

    async def send_next(self, channels: Collection[str] | None = None) -> bool:
        """Post the next part that may be posted; false when there is none.

        With ``channels`` it is one that goes there.

        Raises:
            StoreError: the store cannot be used; the part is taken up again later.
        """
        part = await self.outbox.claim_part(
            self.owner, self.clock.now(), self.lease, channels=channels
        )
        if part is None:
            return False
        try:
            await self._send(part)
        except StoreError:
            raise
        except RejectedError as error:
            self._count(part, Result.REJECTED)
            await self._bury(part, error)
        except PostError as error:
            await self._wait(part, error)
        except Exception as error:  # noqa: BLE001 - no part holds up a channel for good
            await self._wait(part, PostError(repr(error)))
        return True

    async def _send(self, part: Part) -> None:
        platform, _, channel = part.slot.channel.partition("/")
        messenger = self.messengers.get(platform)
        if messenger is None:
            raise RejectedError(f"{platform} is not connected")
        message = _message(part)
        message_id = await self._posted_before(part, messenger, channel)
        result = Result.FOUND
        if message_id is None:
            self._refuse_stale(part)
            await self._make_sure(part)
            try:
                message_id = await messenger.post(
                    channel, message, nonce=part.nonce, parent=part.parent
                )
            except RateLimitedError as error:
                self._note_refusal(part, error)
                raise
            result = Result.POSTED
        self._count(part, result)
        await self._note(part, message_id)

    async def _posted_before(
        self, part: Part, messenger: Messenger, channel: str
    ) -> str | None:
        """The platform's id of the part, if an earlier try got through after all."""
        if part.first_try is None or self._is_untaken(part):
            return None
        now = self.clock.now()
        earlier = Earlier(part.nonce, part.first_try, now, self.slowest)
        return await find_posted(messenger, channel, earlier, parent=part.parent)

    def _refuse_stale(self, part: Part) -> None:
        """Refuse what was built before a long outage and never tried."""
        late = self.clock.now().date() - part.slot.day
        if part.attempts <= 1 and late >= STALE:
            raise RejectedError(f"it is {late.days} days late")

    def _is_untaken(self, part: Part) -> bool:
        """Whether each earlier try was refused by the word of the platform.

        To look would cost as much of its patience as to post does.
        """
        if part.attempts <= 1:
            return True
        tries, until = self._refused.get(part.id, (0, self.clock.now()))
        return tries == part.attempts - 1 and self.clock.now() < until

    def _note_refusal(self, part: Part, error: RateLimitedError) -> None:
        """Remember that this try surely did nothing, nor one before it.

        It is trusted only until a later try, by another process, could have been made,
        given up and counted anew.
        """
        if self._is_untaken(part):
            again = self.clock.now() + rest(part.attempts, error)
            self._refused[part.id] = part.attempts, again + self.slowest

    async def _make_sure(self, part: Part) -> None:
        """See that a post that begins now ends, at its latest, within the lease."""
        asked = self.clock.now()
        safe = asked + self.slowest + MARGIN
        held = await self.outbox.holds(part, self.owner, safe)
        if not held or self.clock.now() - asked > MARGIN:
            raise PostError("too little of its lease was left to post it")

    async def _note(self, part: Part, message_id: str) -> None:
        facts = {"part": part.number, "attempts": part.attempts}
        self._refused.pop(part.id, None)
        if await self.outbox.mark_sent(part, self.owner, message_id):
            self.journal.info("part posted", slot=str(part.slot), **facts)
        else:
            self.journal.warning("part posted too late", slot=str(part.slot), **facts)

    async def _wait(self, part: Part, error: PostError) -> None:
        is_limited = isinstance(error, RateLimitedError)
        self._count(part, Result.LIMITED if is_limited else Result.FAILED)
        now = self.clock.now()
        if _is_hopeless(part.attempts, now - (part.first_try or now), error):
            await self._bury(part, error)
            return
        again = now + max(rest(part.attempts, error), self._rest(error))
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


def rest(attempts: int, error: PostError) -> timedelta:
    """How long to wait after this many tries, or as long as the platform asks."""
    if isinstance(error, RateLimitedError):
        return max(error.wait, timedelta(seconds=1))
    return pause(attempts, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)


def _is_hopeless(attempts: int, since: timedelta, error: PostError) -> bool:
    if attempts <= _FEWEST_TRIES:
        # One that was brought back after long has its first try far behind it.
        return False
    is_patient = isinstance(error, RateLimitedError) or attempts < TRIES
    return since >= (PATIENCE if is_patient else LEAST_PATIENCE)


def _message(part: Part) -> Message:
    try:
        return read_message(json.loads(part.body))
    except ValueError as error:
        raise RejectedError(f"the stored message makes no sense: {error}") from error
