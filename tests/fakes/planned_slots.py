"""What a store keeps of a planner's slots, without the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.delivery.planner import plan_slots
from bot.core.domain.configuration import DigestPlan
from bot.core.domain.slots import PlannedSlot, SlotKey


@dataclass(slots=True)
class PlannedSlots:
    """Every slot that was planned once; up to ``until``, which never goes back."""

    until: datetime
    slots: dict[SlotKey, PlannedSlot] = field(default_factory=dict)
    again: list[PlannedSlot] = field(default_factory=list)

    def tick(self, now: datetime, *plans: DigestPlan) -> tuple[PlannedSlot, ...]:
        """Plan up to now; gives what is new, and notes what is not."""
        found = plan_slots(plans, since=self.until, now=now)
        new = tuple(slot for slot in found if slot.key not in self.slots)
        self.again += [slot for slot in found if slot.key in self.slots]
        self.slots.update((slot.key, slot) for slot in new)
        self.until = max(self.until, now)
        return new

    def run(self, ticks: Iterable[datetime], *plans: DigestPlan) -> PlannedSlots:
        """Plan at each of these times."""
        for now in ticks:
            self.tick(now, *plans)
        return self

    @property
    def served(self) -> tuple[PlannedSlot, ...]:
        """The slots that are served, in the order of planning."""
        return tuple(slot for slot in self.slots.values() if not slot.skipped)


def every(step: timedelta, start: datetime, end: datetime) -> Iterator[datetime]:
    """The times from start to end, one a step."""
    now = start
    while now <= end:
        yield now
        now += step
