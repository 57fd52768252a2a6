"""The port of the overview of all work; its method is one transaction."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from bot.core.domain.work import WorkState


class WorkStore(Protocol):
    """Shows the work of all processes that use the database."""

    @abstractmethod
    async def work(self, now: datetime) -> WorkState:
        """Return the leases that are valid at ``now``, and the waiting work."""
