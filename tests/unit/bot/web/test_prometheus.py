from __future__ import annotations

import pytest

from bot.core.ports.metrics import (
    CounterName,
    GaugeName,
    HistogramName,
)
from bot.web.prometheus import PrometheusMetrics


def lines(metrics: PrometheusMetrics) -> list[str]:
    """The lines with figures of our own."""
    text = metrics.exposition().decode()
    return [line for line in text.splitlines() if line.startswith("sitrep_")]


def test_counts_grow() -> None:
    metrics = PrometheusMetrics()

    metrics.count(CounterName.DEAD)
    metrics.count(CounterName.DEAD)

    assert "sitrep_dead_total 2.0" in lines(metrics)


def test_labels_that_a_count_does_not_have_are_refused() -> None:
    with pytest.raises(ValueError, match="label"):
        PrometheusMetrics().count(CounterName.POSTS, channel="C123")


def test_times_are_sorted_by_the_limits_that_are_promised() -> None:
    metrics = PrometheusMetrics()

    metrics.observe(HistogramName.SLOT_LAG, 45)

    found = lines(metrics)
    assert 'sitrep_slot_lag_seconds_bucket{le="30.0"} 0.0' in found
    assert 'sitrep_slot_lag_seconds_bucket{le="60.0"} 1.0' in found


def test_levels_rise_and_fall() -> None:
    metrics = PrometheusMetrics()

    metrics.set(GaugeName.OUTBOX_DEPTH, 7)
    metrics.set(GaugeName.OUTBOX_DEPTH, 3)

    assert "sitrep_outbox_depth 3.0" in lines(metrics)
