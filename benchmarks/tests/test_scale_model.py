"""The model of docs/scale.md."""

from __future__ import annotations

import json

import pytest

from benchmarks.scale_model import (
    PAGE,
    POINTS,
    WINDOW_SECONDS,
    need,
    page,
    replaced,
)

MEASURED = {
    "posts_per_s_1": 20.0,
    "posts_per_s_4": 60.0,
    "store_parts_per_s": 100.0,
    "bytes_per_post": 1_000.0,
    "process_mb": 200.0,
}


def test_the_page_has_the_table_of_the_points() -> None:
    text, points = PAGE.read_text("utf8"), json.loads(POINTS.read_text("utf8"))

    assert page(text, points) == text, "run python -m benchmarks.scale_model"


def test_a_quarter_of_the_channels_posts_three_messages_in_a_quarter_of_an_hour() -> (
    None
):
    one = need(12_000, MEASURED)

    assert one.posts_per_s == 12_000 / 4 * 3 / WINDOW_SECONDS == 10
    assert one.posts_per_day == 72_000
    assert one.writes_per_s == 30
    assert one.gigabytes == pytest.approx(6.48)
    assert (one.processes, one.limits) == (1, ())


@pytest.mark.parametrize(
    ("channels", "processes", "exceeded"),
    [
        (24_000, 1, ()),
        (30_000, 4, ("one process",)),
        (72_000, 4, ("one process", "one Discord bot")),
        (144_000, 8, ("one process", "one Discord bot", "the store")),
    ],
)
def test_more_channels_exceed_more_limits(
    channels: int, processes: int, exceeded: tuple[str, ...]
) -> None:
    one = need(channels, MEASURED)

    assert (one.processes, one.limits) == (processes, exceeded)


def test_figures_replace_points_and_add_numbers_of_processes() -> None:
    figures = {"posts_per_s_1": 110.0, "posts_per_s_8": 400.0, "bloat": 1.5}

    assert replaced(MEASURED, figures) == {
        **MEASURED,
        "posts_per_s_1": 110.0,
        "posts_per_s_8": 400.0,
    }
