"""Figures for Prometheus: the sole owner of prometheus_client."""

from __future__ import annotations

from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from typing_extensions import override

from bot.core.ports.metrics import (
    LABELS,
    CounterName,
    GaugeName,
    HistogramName,
    Metrics,
)

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4

PREFIX: Final = "sitrep"

_COUNTS: Final = {
    CounterName.POSTS: "Attempts to post a part, by platform and how they ended.",
    CounterName.DUPLICATES: "Parts that an earlier attempt had posted after all.",
    CounterName.DEAD: "Parts that were given up.",
    CounterName.KILLED: "Workers that were ended or died while they read.",
}
_TIMINGS: Final = {
    HistogramName.SLOT_LAG: "From a digest's time to its first post.",
    HistogramName.FETCH: "One request to a server, to the end of its answer.",
    HistogramName.BRIEF: "Composing one digest, with its briefings.",
    HistogramName.ACK: "From a command to its acknowledgement.",
    HistogramName.LOOP_LAG: "How late the event loop answers.",
}
_LEVELS: Final = {
    GaugeName.OUTBOX_DEPTH: "Parts that wait or are being sent.",
    GaugeName.OUTBOX_OLDEST: "How long the oldest of them is overdue.",
    GaugeName.FEEDS_LATE: "The share of sources that are overdue to be read.",
}
# The limits that are promised are among them, so that they can be alerted on.
_BUCKETS: Final = {
    HistogramName.SLOT_LAG: (1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 21600),
    HistogramName.FETCH: (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20),
    HistogramName.BRIEF: (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300),
    HistogramName.ACK: (0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 3),
    HistogramName.LOOP_LAG: (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
}


class PrometheusMeter(Metrics):
    """Keeps all figures, each with the prefix ``sitrep_``, and those of the process."""

    def __init__(self) -> None:
        # Nobody asks since when a figure is counted, and it doubles their number.
        disable_created_metrics()  # type: ignore[no-untyped-call] # it has no hints
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._counts = {name: self._counter(name) for name in CounterName}
        self._timings = {name: self._histogram(name) for name in HistogramName}
        self._levels = {name: self._gauge(name) for name in GaugeName}

    @override
    def count(self, name: CounterName, **labels: str) -> None:
        counter = self._counts[name]
        (counter.labels(**labels) if labels else counter).inc()

    @override
    def observe(self, name: HistogramName, seconds: float) -> None:
        self._timings[name].observe(max(0.0, seconds))

    @override
    def set(self, name: GaugeName, value: float) -> None:
        self._levels[name].set(value)

    def exposition(self) -> bytes:
        """All figures in the text form of Prometheus."""
        return generate_latest(self._registry)

    def _counter(self, name: CounterName) -> Counter:
        return Counter(
            name,
            _COUNTS[name],
            LABELS.get(name, ()),
            namespace=PREFIX,
            registry=self._registry,
        )

    def _histogram(self, name: HistogramName) -> Histogram:
        return Histogram(
            name,
            _TIMINGS[name],
            namespace=PREFIX,
            registry=self._registry,
            buckets=_BUCKETS[name],
        )

    def _gauge(self, name: GaugeName) -> Gauge:
        return Gauge(name, _LEVELS[name], namespace=PREFIX, registry=self._registry)
