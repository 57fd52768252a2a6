"""The mutable slots and parts of the model of the outbox."""

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
    """A slot; ``order`` sorts by moment, then by key."""

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
        """Tell whether no later claim took the slot."""
        return (
            self.owner is not None
            and self.owner == slot.owner
            and self.attempts == slot.attempts
        )

    @property
    def is_begun(self) -> bool:
        """Tell whether the first part was attempted, so that it may be posted."""
        return bool(self.parts) and self.parts[0].attempts > 0

    @property
    def is_asked_for(self) -> bool:
        """Tell whether a person requested the slot."""
        return self.key.index >= REQUESTED_FROM

    @property
    def awaited(self) -> datetime | None:
        """When the slot is next attempted, or its lease expires.

        ``None`` after so many failed builds that it blocks no other.
        """
        is_building = self.state is SlotState.BUILDING
        if self.attempts - is_building >= HEAD_OF_LINE_ATTEMPTS:
            return None
        return self.lease_until if is_building else self.next_at

    def blocks(self, now: datetime, after: datetime) -> bool:
        """Tell whether this unbuilt slot blocks later ones.

        It does if it was first claimed ``after`` a moment.
        """
        soon = self.awaited is not None and self.awaited <= now + HEAD_OF_LINE_HORIZON
        return soon and (self.begun or self.at) > after

    def is_over(self, after: datetime) -> bool:
        """Tell whether the slot was claimed, and its blocking has ended."""
        return self.begun is not None and self.begun <= after

    def turn(self, after: datetime) -> tuple[bool, SlotOrder]:
        """The sort key among slots that can be claimed."""
        return self.is_over(after), self.order

    def leave(self, state: SlotState, error: str | None = None) -> None:
        """Change the state and end the lease."""
        self.state, self.error = state, error
        self.owner = self.lease_until = None

    def value(self) -> StoredSlot:
        """Return the present state as a value."""
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
    """A part; ``order`` sorts by slot, then by number."""

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
    carrier: PartRow | None = None

    def is_held_by(self, part: OutboxMessage, owner: str) -> bool:
        """Tell whether the owner claimed the part and no later claim took it."""
        return (
            self.state is MessageState.SENDING
            and self.owner == owner
            and self.attempts == part.attempts
        )

    def leave(self, state: MessageState, error: str | None = None) -> None:
        """Change the state and end the lease."""
        self.state, self.error = state, error
        self.owner = self.lease_until = None

    def value(self) -> OutboxMessage:
        """Return the present state as a value."""
        first = self.slot.parts[0]
        above = self.carrier or (first if first is not self else None)
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
            None if above is None else above.message_id,
            self.error,
            self.slot.next_at,
        )
