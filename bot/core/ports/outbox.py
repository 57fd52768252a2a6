"""The ports of the outbox: a persistent queue of digests to build and messages to send.

A *slot* is one digest of one channel at one local time; its digest has one or more
*messages*. A process works on a slot or message under a lease: the exclusive right to
work on it until a stated time.

::

    slot      due -> building -> built -> posted    return_slot:   building -> due, dead
    message   pending -> sending -> sent            retry_message: sending -> pending
                                                    dead_letter:   unsent messages and
                                                                   their slot -> dead
                                                    requeue:       dead -> due, or built
                                                                   with pending messages

A ``skipped`` slot is planned but never built.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    NewMessage,
    OutboxMessage,
    PlannedSlot,
    SlotKey,
    StoredSlot,
)

HEAD_OF_LINE_TIMEOUT = timedelta(minutes=10)
"""The time for which an unbuilt slot blocks later slots of the same channel.

The time counts from the first claim, or from the slot's moment if it was never claimed.
It counts only while the claiming process is awake, so that slots that are late after an
outage still keep their order. A build that takes longer is cancelled.
"""

HEAD_OF_LINE_ATTEMPTS = 4
"""The number of failed builds after which a slot no longer blocks later ones.

With the backoff between immediate failures that is two minutes, which outlasts two
crashes and one failure. The limit also ends the blocking when each build kills its
process, so that no process stays awake long enough for ``HEAD_OF_LINE_TIMEOUT``.
"""

HEAD_OF_LINE_HORIZON = timedelta(minutes=10)
"""The time ahead up to which the next attempt of a slot blocks later slots.

No backoff and no lease of the first attempts lasts as long. If the next attempt is
further ahead, the clock was set back.
"""

_EVER = datetime.min.replace(tzinfo=UTC)


def blocking_cutoff(now: datetime, awake: datetime | None) -> datetime:
    """Return the earliest time of a first claim with which a slot blocks its channel.

    A slot that was first claimed earlier no longer blocks later slots. ``awake`` is
    when the claiming process was last started or resumed (``None``: just now). If that
    is less than ``HEAD_OF_LINE_TIMEOUT`` ago, every unfinished slot blocks.
    """
    if awake is None or awake > now - HEAD_OF_LINE_TIMEOUT:
        return _EVER
    return now - HEAD_OF_LINE_TIMEOUT


class SlotQueue(Protocol):
    """Plans slots and leases them to builders.

    Each method is one transaction; times are aware and in UTC. A method that takes a
    ``StoredSlot`` returns ``False`` and changes nothing if the slot was claimed again
    since.
    """

    @abstractmethod
    async def planned_until(self) -> datetime | None:
        """Return the watermark up to which all slots are planned; ``None`` at first."""

    @abstractmethod
    async def plan(
        self, slots: Collection[PlannedSlot], until: datetime | None
    ) -> tuple[SlotKey, ...]:
        """Add the slots that do not exist yet, and return their keys.

        Of slots with the same key, the first is added. Advance the watermark to at
        least ``until``. If ``until`` is ``None``, as for slots that a person requested,
        the watermark stays.
        """

    @abstractmethod
    async def claim_slot(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        *,
        awake: datetime | None = None,
        building: Collection[SlotKey] = (),
    ) -> StoredSlot | None:
        """Lease the earliest slot that is due, or whose lease expired.

        A slot is due from its time, or from the time that ``return_slot`` set. The
        claim counts as an attempt; from the third attempt on, ``build_lease`` extends
        the lease.

        Of each channel, one slot is built at a time. A slot whose lease expired also
        blocks the channel, until ``HEAD_OF_LINE_TIMEOUT`` ends; then it is claimed
        after all others. ``awake`` is explained at ``blocking_cutoff``. Slots in
        ``building`` are never returned: this process still builds them, even if their
        leases expired.
        """

    @abstractmethod
    async def store_messages(
        self,
        slot: StoredSlot,
        edition: Edition | None,
        messages: Collection[NewMessage],
    ) -> bool:
        """Store the messages and the edition of a slot, and mark the slot as built.

        If the edition prints a line that its article lost after the edition was made,
        return ``False`` and store nothing. Corrections have no ``edition``.
        """

    @abstractmethod
    async def return_slot(
        self, slot: StoredSlot, *, error: str, again: datetime | None
    ) -> bool:
        """Store the ``error`` of a build, and make the slot due at the time ``again``.

        If ``again`` is ``None``, the slot becomes dead.
        """


class MessageQueue(Protocol):
    """Leases messages to senders, in order within each channel.

    Each method is one transaction; times are aware and in UTC. A method that takes an
    owner returns ``False`` and changes nothing if another owner has claimed the message
    since.
    """

    @abstractmethod
    async def claim_message(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        *,
        channels: Collection[str] | None = None,
        without: Collection[str] = (),
        awake: datetime | None = None,
    ) -> OutboxMessage | None:
        """Lease the next message of a channel in which no other message is leased.

        ``channels`` limits the claim to these channels, ``without`` are platforms to
        leave out. The claim counts as an attempt; the time of the first one is
        recorded. A message whose lease expired is claimed again.

        The messages of a channel are posted in the order of their slots (time, then
        key) and numbers. A message that waits for its next attempt blocks all messages
        behind it. An earlier unbuilt slot also blocks, within ``HEAD_OF_LINE_TIMEOUT``,
        ``HEAD_OF_LINE_ATTEMPTS`` and ``HEAD_OF_LINE_HORIZON``. It does not block slots
        that a person requested. A slot whose first message was attempted is finished
        before all others, so that its messages stay together.

        ``OutboxMessage.since`` is when its slot became due, or was requeued.
        """

    @abstractmethod
    async def has_lease(
        self, message: OutboxMessage, owner: str, now: datetime
    ) -> bool:
        """Return whether the owner's lease is valid; call this right before a post."""

    @abstractmethod
    async def previous_message(self, message: OutboxMessage) -> str | None:
        """Return the platform's id of the previous digest's first message, if any.

        Only digests in the same channel count, no reminders and no corrections.
        """

    @abstractmethod
    async def mark_sent(
        self, message: OutboxMessage, owner: str, message_id: str
    ) -> bool:
        """Mark a message as sent, and its slot as posted if this was the last message.

        Return false if the lease of the message passed to another process.
        """

    @abstractmethod
    async def retry_message(
        self,
        message: OutboxMessage,
        owner: str,
        *,
        error: str,
        again: datetime,
        not_sent: bool = False,
    ) -> bool:
        """Release the lease and let the message wait until ``again``.

        If ``not_sent`` is set, the platform certainly got nothing: the claim does not
        count as an attempt, but the time of the first attempt stays.
        """

    @abstractmethod
    async def dead_letter(
        self, message: OutboxMessage, owner: str, *, error: str
    ) -> bool:
        """Mark a message, its slot and the slot's other unsent messages as dead.

        Return false if the lease of the message passed to another process.
        """


class OutboxAdmin(Protocol):
    """Lists slots, marks them dead and requeues them, leased or not."""

    @abstractmethod
    async def drop_channels(self, channels: Collection[str], now: datetime) -> int:
        """Mark unfinished slots of these removed channels as dead; return how many."""

    @abstractmethod
    async def waiting_slots(self) -> tuple[SlotKey, ...]:
        """Return the keys of the unfinished slots in order."""

    @abstractmethod
    async def slots(self, since: datetime) -> tuple[StoredSlot, ...]:
        """Return in order all unfinished slots, and finished ones since ``since``."""

    @abstractmethod
    async def drop_slots(self, slots: Collection[SlotKey], now: datetime) -> int:
        """Mark these slots as dead if they are unfinished; return how many were."""

    @abstractmethod
    async def deliveries(
        self, *, failed: bool, limit: int
    ) -> tuple[tuple[StoredSlot, tuple[OutboxMessage, ...]], ...]:
        """Return the latest ``limit`` slots, newest first, each with its messages.

        If ``failed`` is set, return only dead slots.
        """

    @abstractmethod
    async def requeue(self, slot: SlotKey, now: datetime) -> bool:
        """Make a dead slot due again, or its unsent messages pending if it was built.

        Return ``False`` if no dead slot has this key. Sent messages stay sent.
        """

    @abstractmethod
    async def depth(self, now: datetime) -> tuple[int, datetime | None]:
        """Return the number of unsent messages, and the time of their oldest slot.

        The time is ``None`` if no message waits.
        """


class Outbox(SlotQueue, MessageQueue, OutboxAdmin, Protocol):
    """The whole outbox: slots to build, messages to send, and their administration."""
