from __future__ import annotations

from typing import Any

import pytest

from benchmarks import hostile
from bot.core.ingest.service import MAX_FAILING_POLLS, MAX_POLLS

pytestmark = pytest.mark.slow

MOST_GROWTH_MB = 60.0
HOSTS = 200


async def test_hosts_that_hang_are_limited_and_delay_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A busy machine must not take hosts that answer for some that hang.
    monkeypatch.setattr(hostile, "PATIENCE", 1.0)
    monkeypatch.setattr(hostile, "GOOD", 20)

    found = await hostile.hanging(HOSTS)

    assert found["polled"] == HOSTS + 20
    assert MAX_FAILING_POLLS < found["at_once"] <= MAX_POLLS


async def test_a_body_without_end_is_refused_at_the_limit() -> None:
    found: Any = await hostile.long_body()

    assert found["outcome"] == "too_big"
    assert 5 <= found["read_mb"] < 15
    assert found["growth_mb"] < MOST_GROWTH_MB


async def test_bombs_are_refused_in_little_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hostile, "BODY", 100_000_000)

    found: Any = await hostile.bombs()

    outcomes = {name: one["outcome"] for name, one in found.items()}
    assert outcomes["gzip"] == "too_big"
    assert "read" not in outcomes.values()
    assert all(one["growth_mb"] < MOST_GROWTH_MB for one in found.values())


def test_of_a_long_feed_the_newest_items_are_kept() -> None:
    found = hostile.long_feed(20_000)

    assert found["items"] == 500
    assert found["newest"] is True
