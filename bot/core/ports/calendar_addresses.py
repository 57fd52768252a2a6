"""The store of the addresses at which calendar programs read a channel's events."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CalendarAddress:
    """The address at which calendar programs read a channel's events.

    ``digest`` is the hash of its token. ``by`` is the platform's id of the person who
    made it, ``since`` the time.
    """

    channel: str
    digest: str
    by: str
    since: datetime


class CalendarAddressStore(Protocol):
    """Stores at most one address for each channel; all methods raise ``StoreError``."""

    @abstractmethod
    async def keep_address(self, address: CalendarAddress) -> None:
        """Store the address of a channel in place of its earlier one."""

    @abstractmethod
    async def revoke_address(self, channel: str) -> bool:
        """Delete the address of a channel; return whether it had one."""

    @abstractmethod
    async def calendar_addresses(self) -> tuple[CalendarAddress, ...]:
        """Return the addresses of all channels, ordered by channel."""
