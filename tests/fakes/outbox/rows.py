"""Slots and parts as the outbox in memory keeps them: they change in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from bot.core.domain.slots import (
    REQUESTED_FROM,
    MessageState,
    OutboxMessage,
    SlotKey,
    SlotState,
    StoredSlot,
)
from bot.core.ports.outbox import HEAD_OF_LINE_ATTEMPTS, HEAD_OF_LINE_HORIZON

SlotOrder: TypeAlias = tuple[datetime, str, str, date, int]
PartOrder: TypeAlias = tuple[datetime, str, str, date, int, int]


@dataclass(slots=True, eq=False)
class SlotRow:
    """One slot; ``order`` is by its moment, then by its key."""

    key: SlotKey
    at: datetime
    order: SlotOrder
    late: bool
    state: SlotState
    next_at: datetime
    attempts: int = 0
    begun: datetime | None = None
    lease_until: datetime | None = None
    owner: str | None = None
    error: str | None = None
    parts: list[PartRow] = field(default_factory=list)

    def is_held_by(self, slot: StoredSlot) -> bool:
        """Whether the slot is still that of the claim that gave this value."""
        return (
            self.owner is not None
            and self.owner == slot.owner
            and self.attempts == slot.attempts
        )

    @property
    def is_begun(self) -> bool:
        """Whether the first message was tried, and may stand there."""
        return bool(self.parts) and self.parts[0].attempts > 0

    @property
    def is_asked_for(self) -> bool:
        """Whether somebody asked for it."""
        return self.key.index >= REQUESTED_FROM

    @property
    def awaited(self) -> datetime | None:
        """When something must become of it: its next try, or the end of its lease.

        ``None`` when so many tries to build it failed that nobody waits for it.
        """
        is_building = self.state is SlotState.BUILDING
        if self.attempts - is_building >= HEAD_OF_LINE_ATTEMPTS:
            return None
        return self.lease_until if is_building else self.next_at

    def holds_up(self, now: datetime, after: datetime) -> bool:
        """Whether later slots wait for this one, which is to be built.

        They do if it was begun ``after`` a moment.
        """
        soon = self.awaited is not None and self.awaited <= now + HEAD_OF_LINE_HORIZON
        return soon and (self.begun or self.at) > after

    def is_over(self, after: datetime) -> bool:
        """Whether it was begun, and nobody waits for it any more."""
        return self.begun is not None and self.begun <= after

    def turn(self, after: datetime) -> tuple[bool, SlotOrder]:
        """By which it goes before others that may be built."""
        return self.is_over(after), self.order

    def leave(self, state: SlotState, error: str | None = None) -> None:
        """Change the state; nobody holds the slot any more."""
        self.state, self.error = state, error
        self.owner = self.lease_until = None

    def value(self) -> StoredSlot:
        """The slot as it is now."""
        return StoredSlot(
            self.key,
            self.at,
            self.state,
            self.late,
            self.attempts,
            self.owner,
            self.error,
        )


@dataclass(slots=True, eq=False)
class PartRow:
    """One part; ``order`` is by its slot's order, then by its number."""

    id: int
    slot: SlotRow
    number: int
    body: str
    idempotency_key: str
    order: PartOrder
    state: MessageState = MessageState.PENDING
    attempts: int = 0
    first_try: datetime | None = None
    next_at: datetime | None = None
    lease_until: datetime | None = None
    owner: str | None = None
    message_id: str | None = None
    error: str | None = None

    def is_held_by(self, part: OutboxMessage, owner: str) -> bool:
        """Whether the part is still that of the owner's claim that gave this value."""
        return (
            self.state is MessageState.SENDING
            and self.owner == owner
            and self.attempts == part.attempts
        )

    def leave(self, state: MessageState, error: str | None = None) -> None:
        """Change the state; nobody holds the part any more."""
        self.state, self.error = state, error
        self.owner = self.lease_until = None

    def value(self) -> OutboxMessage:
        """The part as it is now, below its slot's first message."""
        first = self.slot.parts[0]
        return OutboxMessage(
            self.id,
            self.slot.key,
            self.number,
            self.body,
            self.idempotency_key,
            self.state,
            self.attempts,
            self.first_try,
            self.message_id,
            first.message_id if first is not self else None,
            self.error,
            self.slot.next_at,
        )
