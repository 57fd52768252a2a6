"""What waits in one channel, in the order in which it goes."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from operator import attrgetter

from bot.core.deliveries import PartState, SlotState, build_lease
from bot.stores.memory.rows import PartRow, SlotRow

_ORDER = attrgetter("order")


@dataclass(slots=True, eq=False)
class Lane:
    """The slots to be built and the parts to be sent of one channel, in order.

    At most one of each is in someone's hands.
    """

    slots: list[SlotRow] = field(default_factory=list)
    parts: list[PartRow] = field(default_factory=list)
    building: SlotRow | None = None
    sending: PartRow | None = None

    def add_slot(self, slot: SlotRow) -> None:
        """Let a slot wait for its builder."""
        insort(self.slots, slot, key=_ORDER)

    def add_part(self, part: PartRow) -> None:
        """Let a part wait for its sender."""
        insort(self.parts, part, key=_ORDER)

    def next_slot(self, now: datetime) -> SlotRow | None:
        """The slot that may be taken now."""
        slot = self.building
        if slot is not None:
            return slot if _is_over(slot.lease_until, now) else None
        for waiting in self.slots:
            if waiting.next_at <= now:
                return waiting
        return None

    def next_part(self, now: datetime) -> PartRow | None:
        """The part that may be taken now."""
        part = self.sending
        if part is not None:
            return part if _is_over(part.lease_until, now) else None
        first = self.first_part()
        if first is None or not _is_over(first.next_at, now):
            return None
        return None if self.is_held_up(first.slot, now) else first

    def first_part(self) -> PartRow | None:
        """The part that goes before all others: of a slot that was begun, if one was."""
        begun = (part for part in self.parts if part.slot.is_begun)
        return next(begun, self.parts[0] if self.parts else None)

    def is_held_up(self, slot: SlotRow, now: datetime) -> bool:
        """Whether a slot waits for an earlier one that is to be built."""
        if slot.is_begun or slot.is_asked_for:
            return False
        return any(one.holds_up(now) for one in self.before(slot))

    def before(self, slot: SlotRow) -> Iterator[SlotRow]:
        """The slots that are to be built and go before this one."""
        return takewhile(lambda one: one.order < slot.order, self.slots)

    def take_slot(
        self, slot: SlotRow, owner: str, now: datetime, lease: timedelta
    ) -> None:
        """Put a slot into its builder's hands."""
        self.building = slot
        slot.state = SlotState.BUILDING
        slot.attempts += 1
        slot.owner = owner
        slot.lease_until = now + build_lease(lease, slot.attempts)

    def take_part(
        self, part: PartRow, owner: str, now: datetime, lease: timedelta
    ) -> None:
        """Put a part into its sender's hands."""
        self.sending = part
        part.state = PartState.SENDING
        part.attempts += 1
        part.first_try = part.first_try or now
        part.owner, part.lease_until = owner, now + lease

    def remove_slot(self, slot: SlotRow) -> None:
        """Let a slot wait no more, whoever holds it."""
        self.slots.remove(slot)
        if self.building is slot:
            self.building = None

    def remove_part(self, part: PartRow) -> None:
        """Let a part wait no more, whoever holds it."""
        self.parts.remove(part)
        if self.sending is part:
            self.sending = None


def _is_over(until: datetime | None, now: datetime) -> bool:
    return until is None or until <= now
