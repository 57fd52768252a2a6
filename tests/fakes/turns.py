"""Which slot of a channel is next, computed from its slots and parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.domain.slots import (
    REQUESTED_FROM,
    MessageState,
    OutboxMessage,
    SlotKey,
    SlotState,
    StoredSlot,
)
from bot.core.ports.outbox import (
    HEAD_OF_LINE_ATTEMPTS,
    HEAD_OF_LINE_HORIZON,
    blocking_cutoff,
)
from tests.fakes.deliveries import UNSENT
from tests.fakes.outboxes import NOW

Told = Mapping[SlotKey, tuple[StoredSlot, tuple[OutboxMessage, ...]]]
"""Slots with their parts, as ``deliveries`` returns them."""


@dataclass(slots=True)
class Turns:
    """Follows when slots are next attempted (``awaited``) and were first claimed.

    A slot that was first claimed ``after`` a moment still blocks later ones.
    """

    awaited: dict[SlotKey, datetime] = field(default_factory=dict)
    begun: dict[SlotKey, datetime] = field(default_factory=dict)
    after: datetime = field(default=blocking_cutoff(NOW, None))

    def check(self, part: OutboxMessage, told: Told, now: datetime) -> None:
        """Assert that a part claimed at this time is the next of its channel."""
        lane = {
            key: value
            for key, value in told.items()
            if key.channel == part.slot.channel
        }
        turns = [
            (_rank(other, slot, parts), other.number)
            for slot, parts in lane.values()
            for other in parts
            if other.state in UNSENT
        ]
        slot, parts = lane[part.slot]
        assert min(turns) == (_rank(parts[part.number], slot, parts), part.number)
        if not is_begun(parts) and slot.key.index < REQUESTED_FROM:
            assert not [
                key
                for key, (other, _) in lane.items()
                if (other.at, key) < (slot.at, slot.key) and self._holds_up(other, now)
            ]

    def _holds_up(self, slot: StoredSlot, now: datetime) -> bool:
        """Tell whether this slot blocks later ones."""
        failed = slot.attempts - (slot.state is SlotState.BUILDING)
        if slot.state not in {SlotState.DUE, SlotState.BUILDING}:
            return False
        ahead = self.awaited[slot.key] - now
        begun = self.begun.get(slot.key, slot.at)
        return (
            failed < HEAD_OF_LINE_ATTEMPTS
            and ahead <= HEAD_OF_LINE_HORIZON
            and begun > self.after
        )


def is_begun(parts: tuple[OutboxMessage, ...]) -> bool:
    """Tell whether the first of these parts was attempted."""
    return any(part.attempts for part in parts)


def _rank(
    part: OutboxMessage, slot: StoredSlot, parts: tuple[OutboxMessage, ...]
) -> tuple[bool, bool, datetime, SlotKey]:
    return (
        part.state is not MessageState.SENDING,
        not is_begun(parts),
        slot.at,
        slot.key,
    )
