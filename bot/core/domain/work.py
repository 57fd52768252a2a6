"""The work of all processes, as the database shows it: leases, and waiting work.

A lease is the exclusive right of one process to do a piece of work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.domain.records import ItemStatus
from bot.core.domain.slots import MessageState, SlotState


@dataclass(frozen=True, slots=True)
class ProcessWork:
    """The leases that a process holds; an idle process holds none.

    ``owner`` is its name in the database: host, number of the process, and a suffix.
    ``alerts`` is true for the one process that evaluates the alerts.
    """

    owner: str
    building: int = 0
    sending: int = 0
    alerts: bool = False

    @property
    def place(self) -> str:
        """Return the host and the number of the process, without the suffix."""
        host, _, rest = self.owner.rpartition("-")[0].rpartition("-")
        return f"{host}, process {rest}" if host else self.owner


@dataclass(frozen=True, slots=True)
class WorkState:
    """The work that waits, and the work of the last day.

    ``planned`` is the time up to which slots are planned; ``None`` if no bot ever ran.
    ``slots``, ``messages`` and ``items`` map a state to a number. They count all
    unfinished work, and the work that was finished within the last day. ``oldest`` is
    the time of the oldest slot with an unsent message.
    """

    planned: datetime | None = None
    processes: tuple[ProcessWork, ...] = ()
    slots: Mapping[SlotState, int] = field(default_factory=dict)
    messages: Mapping[MessageState, int] = field(default_factory=dict)
    items: Mapping[ItemStatus, int] = field(default_factory=dict)
    oldest: datetime | None = None

    @property
    def unbuilt(self) -> int:
        """Return the number of slots that wait to be built or are being built."""
        return self.slots.get(SlotState.DUE, 0) + self.slots.get(SlotState.BUILDING, 0)

    @property
    def unsent(self) -> int:
        """Return the number of messages that wait to be sent or are being sent."""
        waiting = self.messages.get(MessageState.PENDING, 0)
        return waiting + self.messages.get(MessageState.SENDING, 0)

    @property
    def unread(self) -> int:
        """Return the number of articles that wait to be read."""
        return self.items.get(ItemStatus.PENDING, 0)
