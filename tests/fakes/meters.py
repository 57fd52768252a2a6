"""A meter in memory."""

from __future__ import annotations

from collections import Counter

from typing_extensions import override

from bot.core.ports.metrics import Count, Level, Meter, Timing


class FakeMeter(Meter):
    """Remembers all figures; of a count with labels, by their values."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, ...]] = Counter()
        self.times: list[tuple[Timing, float]] = []
        self.levels: dict[Level, float] = {}

    @override
    def count(self, name: Count, **labels: str) -> None:
        self.counts[(name, *labels.values())] += 1

    @override
    def observe(self, name: Timing, seconds: float) -> None:
        self.times.append((name, seconds))

    @override
    def set(self, name: Level, value: float) -> None:
        self.levels[name] = value
