"""The port for metrics.

Metrics never contain text of articles or messages: the only labels are platform names
and kinds of results.
"""

from __future__ import annotations

from abc import abstractmethod
from enum import StrEnum
from typing import Protocol

from typing_extensions import override


class CounterName(StrEnum):
    """The names of the counters."""

    POSTS = "posts_total"
    DUPLICATES = "duplicates_prevented_total"
    DEAD = "dead_total"
    KILLED = "parse_killed_total"
    ALERTS = "alerts_total"


class HistogramName(StrEnum):
    """The names of the histograms, which count durations in seconds."""

    SLOT_LAG = "slot_lag_seconds"
    FETCH = "fetch_seconds"
    BRIEF = "brief_seconds"
    ACK = "ack_seconds"
    LOOP_LAG = "loop_lag_seconds"
    ALERT_LAG = "alert_lag_seconds"


class GaugeName(StrEnum):
    """The names of the gauges."""

    OUTBOX_DEPTH = "outbox_depth"
    OUTBOX_OLDEST = "outbox_oldest_seconds"
    FEEDS_LATE = "feeds_late_ratio"


class PostResult(StrEnum):
    """The result of an attempt to post a message.

    ``FOUND``: the platform had the message from an earlier attempt, whose reply was
    lost.
    """

    POSTED = "posted"
    FOUND = "found"
    LIMITED = "limited"
    FAILED = "failed"
    REJECTED = "rejected"


LABELS = {CounterName.POSTS: ("platform", "result")}
"""The label names of each counter that has labels."""


class Metrics(Protocol):
    """Records metrics."""

    @abstractmethod
    def count(self, name: CounterName, **labels: str) -> None:
        """Add 1 to a counter; ``labels`` are those in ``LABELS``."""

    @abstractmethod
    def observe(self, name: HistogramName, seconds: float) -> None:
        """Record a duration."""

    @abstractmethod
    def set(self, name: GaugeName, value: float) -> None:
        """Set a gauge."""


class NullMetrics(Metrics):
    """Discards metrics."""

    @override
    def count(self, name: CounterName, **labels: str) -> None:
        """Do nothing."""

    @override
    def observe(self, name: HistogramName, seconds: float) -> None:
        """Do nothing."""

    @override
    def set(self, name: GaugeName, value: float) -> None:
        """Do nothing."""


NO_METRICS = NullMetrics()
