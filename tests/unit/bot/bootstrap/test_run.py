"""What the bot does before its rounds begin."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bot.bootstrap.run import freeze_garbage


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_was_there_at_the_start_is_not_looked_through_again() -> None:
    kept = [[number] for number in range(1_000)]

    freeze_garbage()

    assert gc.get_freeze_count() >= len(kept)
    assert not any(one is kept for one in gc.get_objects())


def test_garbage_of_later_is_still_collected() -> None:
    freeze_garbage()
    knot: list[object] = []
    knot.append(knot)
    del knot

    assert gc.collect() >= 1
