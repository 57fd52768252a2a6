"""Slots in memory: what was taken is known until the process ends.

A process that starts anew looks forward only, so that nothing is posted twice.
"""

from __future__ import annotations

from typing_extensions import override

from bot.core.model import Slot
from bot.core.stores import SlotStore


class MemorySlots(SlotStore):
    """The slots that this process has taken."""

    def __init__(self) -> None:
        self._keys: set[str] = set()

    @override
    async def planned(self) -> frozenset[str]:
        """The keys of all slots that have been taken."""
        return frozenset(self._keys)

    @override
    async def claim(self, slot: Slot) -> bool:
        """Take a slot; true for the first who asks, false ever after."""
        if slot.key in self._keys:
            return False
        self._keys.add(slot.key)
        return True
