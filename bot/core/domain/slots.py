"""Slots and parts: what is to be posted, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Self

from typing_extensions import override

from bot.core.domain.configuration import Destination

LEASE = timedelta(seconds=60)
"""How long a part is its sender's alone: twice what a platform takes at its slowest."""

BUILD_LEASE = timedelta(seconds=50)
"""How long a slot is its builder's alone.

A digest that takes longer may be built twice, but is kept once; one whose builder died
is begun again within a minute.
"""

_SAME_LEASES = 2

ASKED_FOR = 2_000_000
"""What is added to the second of the day to index slots that somebody asked for.

A day has 1,440 times at most, whose numbers stay below, so that they are never a
scheduled one's.
"""

NONCE_LENGTH = 24
"""The length of an idempotency key; each platform that has keys accepts it."""


@dataclass(frozen=True, slots=True, order=True)
class SlotKey:
    """The name of one digest at one local time in one channel.

    ``index`` numbers the times of a day, not by the clock: a time that is moved after
    it was served is the same slot.
    """

    digest: str
    channel: str
    day: date
    index: int

    @override
    def __str__(self) -> str:
        """``morning/2026-11-25/0/chat/C123``: the same for the same slot."""
        return f"{self.digest}/{self.day.isoformat()}/{self.index}/{self.channel}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key that is written so.

        Raises:
            ValueError: none is.
        """
        digest, day, index, channel = text.split("/", 3)
        key = cls(digest, channel, date.fromisoformat(day), int(index))
        if str(key) != text:
            raise ValueError("this is written in another way")
        return key


class SlotState(StrEnum):
    """What became of a slot.

    ``DUE`` is to be built, ``BUILDING`` is being built under a lease, ``BUILT`` has its
    parts frozen, ``POSTED`` has all of them posted. ``SKIPPED`` was too late or held;
    ``DEAD`` was given up.
    """

    DUE = "due"
    BUILDING = "building"
    BUILT = "built"
    POSTED = "posted"
    SKIPPED = "skipped"
    DEAD = "dead"


class PartState(StrEnum):
    """What became of a part."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


class SkipReason(StrEnum):
    """Why a slot is never served.

    ``HELD`` was held by quiet hours together with a newer one, which tells its news;
    ``OVERTAKEN`` was missed, as a newer one was; ``LATE`` is too old to be served.
    """

    HELD = "held"
    OVERTAKEN = "overtaken"
    LATE = "late"


SKIPPED = {
    SkipReason.HELD: "held by quiet hours; a newer one tells its news",
    SkipReason.OVERTAKEN: "missed, and a newer one was posted",
    SkipReason.LATE: "missed by too much to be posted after its time",
}
"""What a person is told of a slot that was skipped."""


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """A slot as the planner finds it: ``at`` is its moment, aware and in UTC.

    ``late`` slots are served after their time; ``skipped`` ones never, and ``reason``
    says why.
    """

    key: SlotKey
    at: datetime
    late: bool = False
    skipped: bool = False
    reason: SkipReason | None = None


@dataclass(frozen=True, slots=True)
class StoredSlot:
    """A slot in the store."""

    key: SlotKey
    at: datetime
    state: SlotState
    late: bool = False
    attempts: int = 0
    owner: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class NewPart:
    """One message of a slot, frozen: ``body`` is its JSON."""

    number: int
    body: str


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a slot in the outbox.

    ``nonce`` names it to the platform. ``parent`` is the platform's id of the slot's
    first message, below which the others go.

    ``attempts`` counts the claims that may have posted it, with the one that is held;
    ``first_try`` is when the first of all was made: what the platform remembers is
    counted from it. ``since`` is when the slot was to be built at last, or when it was
    brought back after it was given up: it is wanted from then on.
    """

    id: int
    slot: SlotKey
    number: int
    body: str
    nonce: str
    state: PartState = PartState.PENDING
    attempts: int = 0
    first_try: datetime | None = None
    message_id: str | None = None
    parent: str | None = None
    error: str | None = None
    since: datetime | None = None


def channel_of(destination: Destination) -> str:
    """The name of a channel in the store: ``PLATFORM/CHANNEL``."""
    return f"{destination.platform}/{destination.channel}"


def build_lease(lease: timedelta, attempts: int) -> timedelta:
    """How long the slot is its builder's at this attempt, counted from 1.

    From the third on it is longer each time: or else several builders, of a digest that
    takes longer than the lease, would take the slot from each other forever.
    """
    return lease * max(1, attempts - _SAME_LEASES + 1)


def nonce_of(slot: SlotKey, number: int) -> str:
    """The part's name for platforms: the first 24 hex digits of its key's hash."""
    return sha256(f"{slot}|{number}".encode()).hexdigest()[:NONCE_LENGTH]
