"""Waits and freshness lifetimes from response headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from bot.fetching.retry_after import fresh_for, retry_after
from tests.tables import blocks

NOW = {"Date": "Tue, 03 Mar 2026 08:00:00 GMT"}


@pytest.mark.parametrize("read", [retry_after, fresh_for])
def test_each_header_asks_for_its_time_or_for_none(
    read: Callable[[Mapping[str, str]], timedelta | None], subtests: pytest.Subtests
) -> None:
    for case in blocks(f"fetching/{read.__name__}"):
        headers = {name: text for name, text in case.items() if name != "seconds"}
        with subtests.test(str(headers)):
            found = read({**NOW, **headers})
            seconds = "none" if found is None else f"{found.total_seconds():.0f}"
            assert seconds == case["seconds"]


def test_without_the_server_s_time_an_expiry_says_nothing() -> None:
    assert fresh_for({"Expires": "Tue, 03 Mar 2099 09:00:00 GMT"}) is None
