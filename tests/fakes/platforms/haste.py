"""A clock that runs faster than the machine's, the same in every process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from typing_extensions import override

from tests.fakes.clocks import Clock, SystemClock


@dataclass(frozen=True, slots=True)
class HastyClock(Clock):
    """Shows ``begun`` when the machine's clock does, and then runs ``speed`` times it.

    Leases, pauses and what platforms do late keep their proportions, while what the
    machine itself takes seems longer.
    """

    begun: datetime
    speed: float = 1.0

    @classmethod
    def started(cls, speed: float) -> Self:
        """One that is right now."""
        return cls(SystemClock().now(), speed)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The clock that is written so."""
        begun, speed = text.split("*")
        return cls(datetime.fromisoformat(begun).astimezone(UTC), float(speed))

    @override
    def __str__(self) -> str:
        """``2026-03-02T06:00:00+00:00*20.0``."""
        return f"{self.begun.isoformat()}*{self.speed}"

    @override
    def now(self) -> datetime:
        """The time, in UTC."""
        return self.shown(SystemClock().now())

    def shown(self, moment: datetime) -> datetime:
        """What this clock shows at a moment of the machine's."""
        return self.begun + (moment - self.begun) * self.speed

    def machine(self, moment: datetime) -> datetime:
        """What the machine's clock shows at a moment of this one."""
        return self.begun + (moment - self.begun) / self.speed

    def real(self, seconds: float) -> float:
        """How many real seconds so many of this clock are."""
        return seconds / self.speed

    def after(self, seconds: float) -> datetime:
        """The moment so many real seconds from now."""
        return self.now() + timedelta(seconds=seconds * self.speed)
