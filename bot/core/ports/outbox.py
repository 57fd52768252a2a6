"""The port of the outbox: slots and parts, each held by one worker at a time."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.core.domain.records import Edition
from bot.core.domain.slots import NewPart, Part, PlannedSlot, SlotKey, StoredSlot

HOLDING = timedelta(minutes=10)
"""A slot that is to be built holds up later ones of its channel for so long.

It is counted from when it was first begun, or from its moment if it was not yet; and
not before whoever looks was awake, so that after an outage those who were late still go
in order. A build that stands still is ended after as long.
"""

HOLDING_TRIES = 4
"""Nor does it hold them up for longer than until so many tries to build it failed.

That is two minutes if each fails at once, by the pauses between them: what fails so often
fails for a reason that stays. It outlasts two crashes and a failure; and where each try
ends the process, nobody is ever awake for long.
"""

HOLDING_AHEAD = timedelta(minutes=10)
"""Nor does it when its next try, or the end of its lease, is further ahead than this.

No pause and no lease of its first tries is so long: the clock was ahead, and set back.
"""

_EVER = datetime.min.replace(tzinfo=UTC)


def held_after(now: datetime, awake: datetime | None) -> datetime:
    """Slots that were begun after this moment are still waited for.

    ``awake`` is since when whoever asks has been; ``None`` is as if from now on.
    """
    return _EVER if awake is None or awake > now - HOLDING else now - HOLDING


class Outbox(Protocol):
    """Slots and their parts. Every method is one transaction; times are aware, in UTC.

    A lease is what makes a slot or a part one worker's: while it holds, nobody else
    gets it, and whoever has lost it changes nothing.
    """

    @abstractmethod
    async def planned_until(self) -> datetime | None:
        """Up to which moment all slots were planned; ``None`` before the first time."""

    @abstractmethod
    async def plan(
        self, slots: Collection[PlannedSlot], until: datetime | None
    ) -> tuple[SlotKey, ...]:
        """Add slots that are not there, and remember until when is planned.

        Gives the keys of those that were added. ``until`` never goes back; it is
        ``None`` for slots that somebody asked for, which say nothing of others.
        """

    @abstractmethod
    async def claim_slot(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        *,
        awake: datetime | None = None,
        beside: Collection[SlotKey] = (),
    ) -> StoredSlot | None:
        """Take the earliest slot that is due, or whose builder's lease has run out.

        One whose next try lies ahead is not due. Its attempts are counted. From the
        third attempt on the lease is longer each time, by ``build_lease``.

        In each channel one slot is built at a time: as long as a builder has one under
        its lease, or has lost it and it is still waited for, as ``HOLDING`` says, no
        other one of the channel is due. Those that were begun and are waited for no
        more come after all others. ``awake`` is since when whoever asks has been;
        ``beside`` are the slots that it is building still, under leases that may have
        run out: they are left alone.
        """

    @abstractmethod
    async def freeze_parts(
        self, slot: StoredSlot, edition: Edition, parts: Collection[NewPart]
    ) -> bool:
        """Keep edition and parts of a slot, and call it built: all or nothing.

        False, and nothing is kept, when the slot is not ``slot.owner``'s any more.
        """

    @abstractmethod
    async def return_slot(
        self, slot: StoredSlot, *, error: str, again: datetime | None
    ) -> bool:
        """Give a slot back to be tried again, or for good when ``again`` is ``None``."""

    @abstractmethod
    async def claim_part(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        *,
        channels: Collection[str] | None = None,
        awake: datetime | None = None,
    ) -> Part | None:
        """Take the next part of a channel in which no other part is being sent.

        With ``channels`` it is one of these alone. ``awake`` is since when whoever asks
        has been, before which it waited for nothing.
        In each channel parts go out in order: by the slots' moments, of equal ones by
        their keys, then by number; a part that waits for its next try holds up those
        behind it. So does a slot that is not built yet, as ``HOLDING``,
        ``HOLDING_TRIES`` and ``HOLDING_AHEAD`` say, but for slots that somebody asked
        for. A slot whose first part was tried goes before all others, so that none
        comes between its parts.

        A part that was being sent under a lease that has run out is taken again. Its
        attempts are counted, its first try is noted. It is wanted ``since`` its slot was
        to be built, or was revived.
        """

    @abstractmethod
    async def holds(self, part: Part, owner: str, now: datetime) -> bool:
        """Whether the part is still this owner's, to be asked right before a post."""

    @abstractmethod
    async def previous_message(self, part: Part) -> str | None:
        """Return the platform's id of the message that this channel got before.

        That is the first message of the latest earlier slot of the same digest.
        """

    @abstractmethod
    async def mark_sent(self, part: Part, owner: str, message_id: str) -> bool:
        """Note that a part was posted; with its last part the slot is posted.

        False, and nothing is noted, when it is not this owner's any more.
        """

    @abstractmethod
    async def retry_part(
        self,
        part: Part,
        owner: str,
        *,
        error: str,
        again: datetime,
        untaken: bool = False,
    ) -> bool:
        """Let a part wait for its next try; false when it is not this owner's.

        When it is ``untaken``, nothing was posted by this claim for sure: it is counted
        no more, and after a first one the part is as if it had not been tried, but for
        the moment of its first try.
        """

    @abstractmethod
    async def bury_part(self, part: Part, owner: str, *, error: str) -> bool:
        """Give a part up, with its slot and all of the slot's parts that are unsent."""

    @abstractmethod
    async def drop_channels(self, channels: Collection[str], now: datetime) -> int:
        """Give up what waits for these channels, which are configured no more."""

    @abstractmethod
    async def waiting_slots(self) -> tuple[SlotKey, ...]:
        """The slots of which something is to be posted, in their order."""

    @abstractmethod
    async def drop_slots(self, slots: Collection[SlotKey], now: datetime) -> int:
        """Give up what waits of these slots, which nobody wants any more."""

    @abstractmethod
    async def deliveries(
        self, *, failed: bool, limit: int
    ) -> tuple[tuple[StoredSlot, tuple[Part, ...]], ...]:
        """The latest slots with their parts, the newest first; or those that failed."""

    @abstractmethod
    async def revive(self, slot: SlotKey, now: datetime) -> bool:
        """Let a slot that was given up be tried again from where it stopped."""

    @abstractmethod
    async def depth(self, now: datetime) -> tuple[int, datetime | None]:
        """How many parts are unsent, and the moment of the oldest one's slot."""
