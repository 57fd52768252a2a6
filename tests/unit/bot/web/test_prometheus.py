from __future__ import annotations

import re

import pytest

from bot.core.ports.metrics import (
    LABELS,
    CounterName,
    GaugeName,
    HistogramName,
    Metrics,
    NullMetrics,
)
from bot.web.prometheus import PrometheusMetrics


def lines(metrics: PrometheusMetrics) -> list[str]:
    """The lines with figures of our own."""
    text = metrics.exposition().decode()
    return [line for line in text.splitlines() if line.startswith("sitrep_")]


def test_every_figure_is_there_from_the_start() -> None:
    text = PrometheusMetrics().exposition().decode()

    for name in (*CounterName, *HistogramName, *GaugeName):
        assert f"# HELP sitrep_{name} " in text


def test_counts_grow() -> None:
    metrics = PrometheusMetrics()

    metrics.count(CounterName.DEAD)
    metrics.count(CounterName.DEAD)

    assert "sitrep_dead_total 2.0" in lines(metrics)


def test_posts_are_counted_by_platform_and_result() -> None:
    metrics = PrometheusMetrics()

    metrics.count(CounterName.POSTS, platform="slack", result="posted")

    assert 'sitrep_posts_total{platform="slack",result="posted"} 1.0' in lines(metrics)


def test_labels_that_a_count_does_not_have_are_refused() -> None:
    with pytest.raises(ValueError, match="label"):
        PrometheusMetrics().count(CounterName.POSTS, channel="C123")


def test_times_are_sorted_by_the_limits_that_are_promised() -> None:
    metrics = PrometheusMetrics()

    metrics.observe(HistogramName.SLOT_LAG, 45)

    found = lines(metrics)
    assert 'sitrep_slot_lag_seconds_bucket{le="30.0"} 0.0' in found
    assert 'sitrep_slot_lag_seconds_bucket{le="60.0"} 1.0' in found


def test_a_clock_that_was_set_back_makes_no_time_negative() -> None:
    metrics = PrometheusMetrics()

    metrics.observe(HistogramName.SLOT_LAG, -3600)

    assert "sitrep_slot_lag_seconds_sum 0.0" in lines(metrics)


def test_levels_rise_and_fall() -> None:
    metrics = PrometheusMetrics()

    metrics.set(GaugeName.OUTBOX_DEPTH, 7)
    metrics.set(GaugeName.OUTBOX_DEPTH, 3)

    assert "sitrep_outbox_depth 3.0" in lines(metrics)


def test_two_meters_share_nothing() -> None:
    one, other = PrometheusMetrics(), PrometheusMetrics()

    one.count(CounterName.KILLED)

    assert "sitrep_parse_killed_total 0.0" in lines(other)


def test_the_process_is_measured_as_well() -> None:
    assert re.search(
        r"^process_open_fds \d", PrometheusMetrics().exposition().decode(), re.MULTILINE
    )


def test_a_meter_that_nobody_reads_takes_everything() -> None:
    metrics: Metrics = NullMetrics()

    for count in CounterName:
        metrics.count(count, **dict.fromkeys(LABELS.get(count, ()), "x"))
    for timing in HistogramName:
        metrics.observe(timing, 1)
    for level in GaugeName:
        metrics.set(level, 1)

    assert vars(NullMetrics()) == {}
