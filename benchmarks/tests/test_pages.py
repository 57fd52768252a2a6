from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from benchmarks.pages import NUMBER, configuration, next_minute, passed
from bot.platforms import PLATFORMS
from bot.settings import load_configuration

AT = datetime(2026, 9, 14, 7, 5, tzinfo=UTC)


def test_the_digest_leaves_the_bot_time_to_start() -> None:
    at = next_minute(datetime(2026, 9, 14, 7, 4, 50, tzinfo=UTC))

    assert at == datetime(2026, 9, 14, 7, 6, tzinfo=UTC)


def test_the_digest_goes_out_at_a_full_minute() -> None:
    at = next_minute(datetime(2026, 9, 14, 7, 4, 10, tzinfo=UTC))

    assert at == AT


def test_the_written_configuration_is_a_good_one(tmp_path: Path) -> None:
    path = tmp_path / "sitrep.yaml"
    path.write_text(configuration(["http://127.0.0.1:1/0.html"], AT))

    (digest,) = load_configuration(path, PLATFORMS).digests

    assert digest.at == (time(7, 5),)
    assert digest.to[0].platform == "console"
    assert digest.topics[0].sources[0].url == "http://127.0.0.1:1/0.html"


@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({}, True),
        ({"briefed": NUMBER - 1}, False),
        ({"tracebacks": 1}, False),
        ({"loop_lag_s": 0.3}, False),
        ({"loop_lag_s": None}, False),
    ],
)
def test_a_lost_page_a_crash_or_a_busy_loop_fails(
    change: dict[str, object], *, good: bool
) -> None:
    figures = {"briefed": NUMBER, "tracebacks": 0, "loop_lag_s": 0.01, **change}

    assert passed(figures) is good
