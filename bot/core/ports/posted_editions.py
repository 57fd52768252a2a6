"""The port of the digests that were posted."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from bot.core.domain.records import Edition


class PostedEditionStore(Protocol):
    """Finds the editions of posted digests."""

    @abstractmethod
    async def posted_editions(
        self, digest: str, channel: str, limit: int, *, skip: int = 0
    ) -> tuple[Edition, ...]:
        """Return the editions of a digest that were posted in a channel, newest first.

        A digest counts as posted when all its messages are posted. ``skip`` is the
        number of newer editions to leave out.
        """
