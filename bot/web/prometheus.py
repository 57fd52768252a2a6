"""Metrics for Prometheus; the only module that imports prometheus_client."""

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

_COUNTERS: Final = {
    CounterName.POSTS: "Attempts to post a message, by platform and result.",
    CounterName.DUPLICATES: "Messages that an earlier attempt had posted already.",
    CounterName.DEAD: "Messages that Sitrep stopped retrying.",
    CounterName.KILLED: "Worker processes that were ended or crashed while they parsed.",
    CounterName.ALERTS: "Messages of alerts, each a story in a channel.",
}
_HISTOGRAMS: Final = {
    HistogramName.SLOT_LAG: "From a digest's time to its first post.",
    HistogramName.FETCH: "One request to a server, up to the end of its reply.",
    HistogramName.BRIEF: "Composing one digest, with its briefings.",
    HistogramName.ACK: "From a command to its acknowledgement.",
    HistogramName.LOOP_LAG: "The delay of the event loop.",
    HistogramName.ALERT_LAG: "From the poll that listed an article to its alert.",
}
_GAUGES: Final = {
    GaugeName.OUTBOX_DEPTH: "Messages that wait or are being sent.",
    GaugeName.OUTBOX_OLDEST: "How long the oldest of these messages is overdue.",
    GaugeName.FEEDS_LATE: "The share of sources whose poll is overdue.",
}
# The promised limits are among the bounds, so that alerts can use them.
_BUCKETS: Final = {
    HistogramName.SLOT_LAG: (1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 21600),
    HistogramName.FETCH: (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20),
    HistogramName.BRIEF: (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300),
    HistogramName.ACK: (0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 3),
    HistogramName.ALERT_LAG: (1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 21600),
    HistogramName.LOOP_LAG: (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
}


class PrometheusMetrics(Metrics):
    """Stores Sitrep's metrics, named ``sitrep_*``, and metrics of the process."""

    def __init__(self) -> None:
        # The creation times are of little use, and double the number of series.
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
        """Return the metrics in Prometheus' text format."""
        return generate_latest(self._registry)

    def _counter(self, name: CounterName) -> Counter:
        return Counter(
            name,
            _COUNTERS[name],
            LABELS.get(name, ()),
            namespace=PREFIX,
            registry=self._registry,
        )

    def _histogram(self, name: HistogramName) -> Histogram:
        return Histogram(
            name,
            _HISTOGRAMS[name],
            namespace=PREFIX,
            registry=self._registry,
            buckets=_BUCKETS[name],
        )

    def _gauge(self, name: GaugeName) -> Gauge:
        return Gauge(name, _GAUGES[name], namespace=PREFIX, registry=self._registry)
