"""The clock of a fake, which knows nothing of the program's clocks."""

from __future__ import annotations

from abc import abstractmethod
from datetime import UTC, datetime
from typing import Protocol

from typing_extensions import override


class Clock(Protocol):
    """Tells the time."""

    @abstractmethod
    def now(self) -> datetime:
        """Return the time, aware and in UTC."""


class SystemClock(Clock):
    """The machine's clock."""

    @override
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the platforms' own clock
