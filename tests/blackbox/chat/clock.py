"""The time in a test, which the bot reads from a file and the platforms share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from typing_extensions import override

from tests.fakes.clocks import Clock

START = datetime(2026, 3, 2, 6, tzinfo=UTC)


@dataclass(slots=True)
class SharedTime(Clock):
    """A time that is kept in a file."""

    file: Path
    at: datetime = START

    def __post_init__(self) -> None:
        self.move(timedelta(0))

    @override
    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.at += by
        self.lead(timedelta(0))

    def lead(self, by: timedelta) -> None:
        """Let the bot's clock be so much ahead of the platforms' until time passes."""
        new = self.file.with_suffix(".new")
        new.write_text((self.at + by).isoformat(), "ascii")
        new.replace(self.file)

    def until(self, text: str) -> None:
        """Let time pass until a time of day, such as ``07:30``, in UTC."""
        day = datetime.combine(self.at.date(), time.fromisoformat(text), UTC)
        if day <= self.at:
            day += timedelta(days=1)
        self.move(day - self.at)
