from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.core.domain.operator_notices import (
    MAX_BATCH_LINES,
    Incident,
    Notice,
    next_batch,
)
from tests.fakes.notices import MemoryNotices

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FERRY = Incident("source:ferry", "the ferry's feed fails")
WAITING = Notice(1, FERRY, NOW)


def test_a_new_message_has_a_bearable_length() -> None:
    waiting = [replace(WAITING, id=n) for n in range(MAX_BATCH_LINES * 2)]

    assert next_batch(waiting) == tuple(waiting[:MAX_BATCH_LINES])


@pytest.mark.parametrize("seed", range(40))
async def test_beginnings_and_ends_alternate_whatever_happens(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret depends on it
    store, told = MemoryNotices(), list[bool]()
    for step in range(60):
        now = NOW + step * MINUTE
        incidents = [FERRY] if chance.random() < 0.5 else []
        await store.note("slack/C1", "source", incidents, now=now)
        if chance.random() < 0.6:
            batch = await store.claim_batch("slack/C1", now, MINUTE)
            if batch and chance.random() < 0.7:
                told.extend(notice.over for notice in batch.notices)
                await store.settle_batch(batch.idempotency_key)

    assert told
    assert told == [bool(turn % 2) for turn in range(len(told))]
