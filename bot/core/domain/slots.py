"""Slots and their messages: which digests are due, and which were posted.

A slot is one digest in one channel at one time of one day, or one alert, reminder or
correction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Self

from typing_extensions import override

from bot.core.domain.configuration import Destination

LEASE = timedelta(seconds=60)
"""The time for which a message is reserved for one sender.

It is twice the longest time that a post takes.
"""

BUILD_LEASE = timedelta(seconds=50)
"""The time for which a slot is reserved for one builder.

A digest that takes longer may be built twice, but is stored once. If a builder crashes,
another one starts within a minute.
"""

_SAME_LEASES = 2

REQUESTED_FROM = 2_000_000
"""The index of a requested slot is this number plus the second of the day.

A day has at most 1,440 scheduled times, so that their indexes stay below.
"""

REMINDERS_FROM = 10_000_000
"""The slots of reminders have this index or a higher one."""

ALERTS_FROM = 100_000_000
"""The slots of alerts have this index or a higher one."""

CORRECTIONS_FROM = 1_000_000_000
"""The slots of corrections have this index or a higher one."""

IDEMPOTENCY_KEY_LENGTH = 24
"""The length of an idempotency key; each platform that has keys accepts it."""


class SlotKind(StrEnum):
    """Why a slot exists: plan, request of a person, reminder, alert or correction.

    The ``index`` of the slot's key determines the kind.
    """

    SCHEDULED = "scheduled"
    REQUESTED = "requested"
    REMINDER = "reminder"
    ALERT = "alert"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, order=True)
class SlotKey:
    """The key of a slot: a digest or alert, a channel, a local date, and a number.

    ``index`` numbers the times that a plan has on one day. If a plan's time changes
    after its digest was posted, the slot keeps its key and the digest is not posted
    again.
    """

    digest: str
    channel: str
    day: date
    index: int

    @override
    def __str__(self) -> str:
        """Format as ``morning/2026-11-25/0/chat/C123``."""
        return f"{self.digest}/{self.day.isoformat()}/{self.index}/{self.channel}"

    @property
    def kind(self) -> SlotKind:
        """Return why the slot exists."""
        if self.index >= CORRECTIONS_FROM:
            return SlotKind.CORRECTION
        if self.index >= ALERTS_FROM:
            return SlotKind.ALERT
        if self.index >= REMINDERS_FROM:
            return SlotKind.REMINDER
        is_requested = self.index >= REQUESTED_FROM
        return SlotKind.REQUESTED if is_requested else SlotKind.SCHEDULED

    @classmethod
    def requested(cls, digest: str, channel: str, local: datetime) -> Self:
        """Return the key of a digest's slot that a person requests at ``local``."""
        second = local.hour * 3600 + local.minute * 60 + local.second
        return cls(digest, channel, local.date(), REQUESTED_FROM + second)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the key that ``str`` turned into ``text``.

        Raises:
            ValueError: the text is not the form that ``str`` gives.
        """
        digest, day, index, channel = text.split("/", 3)
        key = cls(digest, channel, date.fromisoformat(day), int(index))
        if str(key) != text:
            raise ValueError(
                f"not a slot key such as morning/2026-11-25/0/chat/C123: {text!r}"
            )
        return key


class SlotState(StrEnum):
    """The state of a slot.

    ``DUE``: not built yet. ``BUILDING``: a builder holds its lease. ``BUILT``: its
    messages are stored. ``POSTED``: all are posted. ``SKIPPED``: it was missed
    or held back. ``DEAD``: Sitrep stopped retrying.
    """

    DUE = "due"
    BUILDING = "building"
    BUILT = "built"
    POSTED = "posted"
    SKIPPED = "skipped"
    DEAD = "dead"


class MessageState(StrEnum):
    """The state of a message in the outbox."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


class SkipReason(StrEnum):
    """Why a slot is skipped.

    ``HELD``: quiet hours held it until the time of a newer slot, whose digest contains
    its news. ``OVERTAKEN``: it was missed, and a newer slot is due. ``LATE``: it is too
    old.
    """

    HELD = "held"
    OVERTAKEN = "overtaken"
    LATE = "late"


SKIPPED = {
    SkipReason.HELD: "its time was in quiet hours; a newer digest replaces it",
    SkipReason.OVERTAKEN: "missed; a newer digest was posted instead",
    SkipReason.LATE: "missed too long ago to be posted late",
}
"""The explanation of each ``SkipReason`` that people read."""


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """A slot that the planner adds; ``at`` is its time, aware and in UTC.

    A ``late`` slot is posted after its time. A ``skipped`` slot is never posted, for
    ``reason``.
    """

    key: SlotKey
    at: datetime
    late: bool = False
    skipped: bool = False
    reason: SkipReason | None = None


@dataclass(frozen=True, slots=True)
class StoredSlot:
    """A slot as the store holds it."""

    key: SlotKey
    at: datetime
    state: SlotState
    late: bool = False
    attempts: int = 0
    owner: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message of a slot, before it is stored.

    ``number`` is its position in the digest, from 0; ``body`` is its JSON. ``reply_to``
    is the row of the message in whose thread it is posted, if that is not the slot's
    first message.
    """

    number: int
    body: str
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message of a slot in the outbox.

    ``parent`` is the platform's id of the message in whose thread it is posted: the
    slot's first message, or the message that a correction belongs to.

    A lease is the exclusive right of one sender to post the message for some time.
    ``attempts`` counts the leases in which the message may have been posted, with the
    present one. ``first_try`` is the time of the first lease; from it the platform's
    memory of the idempotency key counts. ``since`` is when the slot was last due to be
    built or was requeued; delays count from it.
    """

    id: int
    slot: SlotKey
    number: int
    body: str
    idempotency_key: str
    state: MessageState = MessageState.PENDING
    attempts: int = 0
    first_try: datetime | None = None
    message_id: str | None = None
    parent: str | None = None
    error: str | None = None
    since: datetime | None = None


def channel_of(destination: Destination) -> str:
    """Return the name of a channel in the store: ``PLATFORM/CHANNEL``."""
    return f"{destination.platform}/{destination.channel}"


def build_lease(lease: timedelta, attempts: int) -> timedelta:
    """Return the duration of the lease for a build attempt; ``attempts`` counts from 1.

    It is ``lease`` for the first two attempts and grows by ``lease`` with each further
    one. Otherwise the builders of a digest that takes longer than the lease would take
    the slot from each other forever.
    """
    return lease * max(1, attempts - _SAME_LEASES + 1)


def idempotency_key_of(slot: SlotKey, number: int) -> str:
    """Return the idempotency key: 24 hex digits of the hash of slot and number."""
    return sha256(f"{slot}|{number}".encode()).hexdigest()[:IDEMPOTENCY_KEY_LENGTH]
