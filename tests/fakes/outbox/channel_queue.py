"""The queue of one channel in the model of the outbox."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from operator import attrgetter

from bot.core.domain.slots import MessageState, SlotKey, SlotState, build_lease
from tests.fakes.outbox.rows import PartRow, SlotRow

_ORDER = attrgetter("order")


@dataclass(slots=True, eq=False)
class Lane:
    """The slots to be built and the parts to be sent of one channel, in order.

    At most one of each is in someone's hands under a lease that has not run out.
    """

    slots: list[SlotRow] = field(default_factory=list)
    parts: list[PartRow] = field(default_factory=list)
    sending: PartRow | None = None

    def add_slot(self, slot: SlotRow) -> None:
        """Add a slot to build."""
        insort(self.slots, slot, key=_ORDER)

    def add_part(self, part: PartRow) -> None:
        """Add a part to send."""
        insort(self.parts, part, key=_ORDER)

    @property
    def building(self) -> list[SlotRow]:
        """The slots under a lease, valid or expired."""
        return [slot for slot in self.slots if slot.state is SlotState.BUILDING]

    def next_slot(
        self, now: datetime, after: datetime, excluded: Collection[SlotKey] = ()
    ) -> SlotRow | None:
        """Return the slot to claim now, except those ``excluded``.

        A slot that was first claimed ``after`` a moment still blocks the channel.
        """
        if not self.slots:
            return None
        building = self.building
        if any(not _is_over(slot.lease_until, now) for slot in building):
            return None
        found = list(building)
        if all(slot.is_over(after) for slot in building):
            found += (slot for slot in self.slots if _is_due(slot, now))
        free = (slot for slot in found if slot.key not in excluded)
        return min(free, key=lambda slot: slot.turn(after), default=None)

    def next_part(self, now: datetime, after: datetime) -> PartRow | None:
        """Return the part to claim now; see ``next_slot``."""
        part = self.sending
        if part is not None:
            return part if _is_over(part.lease_until, now) else None
        first = self.first_part()
        if first is None or not _is_over(first.next_at, now):
            return None
        return None if self.is_blocked(first.slot, now, after) else first

    def first_part(self) -> PartRow | None:
        """Return the first part: of a slot in sending, if there is one."""
        begun = (part for part in self.parts if part.slot.is_begun)
        return next(begun, self.parts[0] if self.parts else None)

    def is_blocked(self, slot: SlotRow, now: datetime, after: datetime) -> bool:
        """Tell whether an earlier unbuilt slot blocks this one."""
        if slot.is_begun or slot.is_asked_for:
            return False
        return any(one.blocks(now, after) for one in self.before(slot))

    def before(self, slot: SlotRow) -> Iterator[SlotRow]:
        """Iterate over the unbuilt slots before this one."""
        return takewhile(lambda one: one.order < slot.order, self.slots)

    def take_slot(
        self, slot: SlotRow, owner: str, now: datetime, lease: timedelta
    ) -> None:
        """Lease a slot to a builder."""
        slot.state = SlotState.BUILDING
        slot.attempts += 1
        slot.begun = slot.begun or now
        slot.owner = owner
        slot.lease_until = now + build_lease(lease, slot.attempts)

    def take_part(
        self, part: PartRow, owner: str, now: datetime, lease: timedelta
    ) -> None:
        """Lease a part to a sender."""
        self.sending = part
        part.state = MessageState.SENDING
        part.attempts += 1
        part.first_try = part.first_try or now
        part.owner, part.lease_until = owner, now + lease

    def remove_slot(self, slot: SlotRow) -> None:
        """Remove a slot, whatever its lease."""
        self.slots.remove(slot)

    def remove_part(self, part: PartRow) -> None:
        """Remove a part, whatever its lease."""
        self.parts.remove(part)
        if self.sending is part:
            self.sending = None


def _is_due(slot: SlotRow, now: datetime) -> bool:
    return slot.state is SlotState.DUE and slot.next_at <= now


def _is_over(until: datetime | None, now: datetime) -> bool:
    return until is None or until <= now
