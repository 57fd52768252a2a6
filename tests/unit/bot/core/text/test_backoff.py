from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.text.backoff import backoff_delay


@pytest.mark.parametrize(
    ("tries", "seconds"), [(0, 15), (1, 15), (2, 30), (5, 240), (7, 900), (5_000, 900)]
)
def test_pauses_double_up_to_the_longest(tries: int, seconds: int) -> None:
    first, longest = timedelta(seconds=15), timedelta(minutes=15)

    assert backoff_delay(tries, first=first, longest=longest) == timedelta(
        seconds=seconds
    )
