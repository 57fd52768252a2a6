"""Metrics in memory."""

from __future__ import annotations

from collections import Counter

from typing_extensions import override

from bot.core.ports.metrics import CounterName, GaugeName, HistogramName, Metrics


class FakeMetrics(Metrics):
    """Stores metrics; counters with labels are keyed by the labels' values."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, ...]] = Counter()
        self.times: list[tuple[HistogramName, float]] = []
        self.levels: dict[GaugeName, float] = {}

    @override
    def count(self, name: CounterName, **labels: str) -> None:
        self.counts[(name, *labels.values())] += 1

    @override
    def observe(self, name: HistogramName, seconds: float) -> None:
        self.times.append((name, seconds))

    @override
    def set(self, name: GaugeName, value: float) -> None:
        self.levels[name] = value
