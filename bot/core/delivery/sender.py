"""Use case: parts in the outbox are posted, each exactly once and in order.

What may have been posted is looked for before it is posted again: a crash, a lost answer
and a late one all look the same from here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.delivery.reconciliation import MARGIN, SLOWEST, Earlier, find_posted
from bot.core.delivery.uptime import Vigil
from bot.core.domain.errors import (
    BarredError,
    PostError,
    RateLimitedError,
    RejectedError,
    StoreError,
    UntakenError,
)
from bot.core.domain.messages import Message
from bot.core.domain.slots import LEASE, Part
from bot.core.messages.codec import read_message
from bot.core.ports.metrics import NO_METER, Count, Meter, Result
from bot.core.ports.outbox import Outbox
from bot.core.ports.services import Clock, Journal, Messenger
from bot.core.text.backoff import pause

TRIES = 10
PATIENCE = timedelta(hours=6)
"""A part that was not taken in so many tries, or this time, is given up.

A try that surely posted nothing counts as none. The time is one in which a process was
awake; it begins anew when the part is brought back.
"""

LEAST_PATIENCE = timedelta(hours=1)
"""Nor is it given up sooner: tries that end by a crash are quickly made."""

UNTAKEN_PAUSE = timedelta(minutes=1)
"""How long to wait after a try that surely posted nothing, where nobody says how long.

It does not grow: as soon as the token is right, or the network there, digests go out. The
platforms' own clients ask nothing for as long after a token was refused.
"""

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=30)
STALE = timedelta(days=2)
"""A message that is not posted by the second day after its slot's is no news.

One that somebody brought back meanwhile is wanted for as long again.
"""

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
    vigil: Vigil = field(default_factory=Vigil)
    _barred: set[str] = field(default_factory=set, init=False)

    async def send_next(self, channels: Collection[str] | None = None) -> bool:
        """Post the next part that may be posted; false when there is none.

        With ``channels`` it is one that goes there.

        Raises:
            StoreError: the store cannot be used; the part is taken up again later.
        """
        now = self.clock.now()
        awake = self.vigil.since(now)
        part = await self.outbox.claim_part(
            self.owner, now, self.lease, channels=channels, awake=awake
        )
        self.vigil.look(now)
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
            raise BarredError(f"{platform} is not connected")
        message = _message(part)
        message_id = await self._posted_before(part, messenger, channel)
        result = Result.FOUND
        if message_id is None:
            self._refuse_stale(part)
            parent = await self._parent(part, messenger)
            await self._make_sure(part)
            message_id = await messenger.post(
                channel, message, nonce=part.nonce, parent=parent
            )
            result = Result.POSTED
        self._count(part, result)
        await self._note(part, message_id)

    async def _posted_before(
        self, part: Part, messenger: Messenger, channel: str
    ) -> str | None:
        """The platform's id of the part, if an earlier try got through after all."""
        if part.first_try is None or part.attempts <= 1:
            return None
        now = self.clock.now()
        earlier = Earlier(part.nonce, part.first_try, now, self.slowest)
        return await find_posted(messenger, channel, earlier, parent=part.parent)

    async def _parent(self, part: Part, messenger: Messenger) -> str | None:
        """The id of the message that the part follows."""
        if part.number == 0 and messenger.links_digests:
            return await self.outbox.previous_message(part)
        return part.parent

    def _refuse_stale(self, part: Part) -> None:
        """Refuse what was built before a long outage, and does not stand there."""
        now = self.clock.now()
        late = now.date() - part.slot.day
        waited = STALE if part.since is None else now - part.since
        if late >= STALE and waited >= STALE:
            raise RejectedError(f"it is {late.days} days late")

    async def _make_sure(self, part: Part) -> None:
        """See that a post that begins now ends, at its latest, within the lease."""
        asked = self.clock.now()
        safe = asked + self.slowest + MARGIN
        held = await self.outbox.holds(part, self.owner, safe)
        if not held or self.clock.now() - asked > MARGIN:
            raise UntakenError("too little of its lease was left to post it")

    async def _note(self, part: Part, message_id: str) -> None:
        facts = {"part": part.number, "attempts": part.attempts}
        self._go_on(part)
        if await self.outbox.mark_sent(part, self.owner, message_id):
            self.journal.info("part posted", slot=str(part.slot), **facts)
        else:
            self.journal.warning("part posted too late", slot=str(part.slot), **facts)

    async def _wait(self, part: Part, error: PostError) -> None:
        self._count(part, _result(error))
        self._note_barrier(part, error)
        now = self.clock.now()
        if self._is_hopeless(part, now, error):
            await self._bury(part, error)
            return
        is_untaken = isinstance(error, UntakenError)
        # Before it is looked for, a message may still come whose answer was lost.
        least = timedelta(0) if is_untaken else self.slowest
        again = now + max(rest(part.attempts, error), least)
        await self.outbox.retry_part(
            part, self.owner, error=str(error), again=again, untaken=is_untaken
        )

    def _is_hopeless(self, part: Part, now: datetime, error: PostError) -> bool:
        since = max(filter(None, (part.first_try, part.since)), default=now)
        if isinstance(error, UntakenError):
            # What waits for a token waits while nobody is there to try it.
            return now - max(since, self.vigil.since(now)) >= PATIENCE
        if part.attempts <= _FEWEST_TRIES:
            # One that was brought back after long has its first try far behind it.
            return False
        return now - since >= (PATIENCE if part.attempts < TRIES else LEAST_PATIENCE)

    def _note_barrier(self, part: Part, error: PostError) -> None:
        """Tell the operator once that a platform takes nothing for now."""
        platform = _platform(part)
        if isinstance(error, BarredError) and platform not in self._barred:
            self._barred.add(platform)
            self.journal.error("deliveries wait", platform=platform, reason=str(error))

    def _go_on(self, part: Part) -> None:
        platform = _platform(part)
        if platform in self._barred:
            self._barred.discard(platform)
            self.journal.info("deliveries go on", platform=platform)

    async def _bury(self, part: Part, error: PostError) -> None:
        if await self.outbox.bury_part(part, self.owner, error=str(error)):
            self.meter.count(Count.DEAD)
            self.journal.error(
                "delivery given up", slot=str(part.slot), reason=str(error)
            )

    def _count(self, part: Part, result: Result) -> None:
        self.meter.count(Count.POSTS, platform=_platform(part), result=result)
        if result is Result.FOUND:
            self.meter.count(Count.DUPLICATES)


def rest(attempts: int, error: PostError) -> timedelta:
    """How long to wait after this many tries, or as long as the platform asks."""
    if isinstance(error, RateLimitedError):
        return max(error.wait, timedelta(seconds=1))
    if isinstance(error, UntakenError):
        return UNTAKEN_PAUSE
    return pause(attempts, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)


def _result(error: PostError) -> Result:
    match error:
        case RateLimitedError():
            return Result.LIMITED
        case BarredError():
            return Result.REJECTED
        case _:
            return Result.FAILED


def _platform(part: Part) -> str:
    return part.slot.channel.partition("/")[0]


def _message(part: Part) -> Message:
    try:
        return read_message(json.loads(part.body))
    except ValueError as error:
        raise RejectedError(f"the stored message makes no sense: {error}") from error
