from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.core.domain.operator_notices import (
    MAX_BATCH_LINES,
    Incident,
    Notice,
    batch_key,
    changes,
    next_batch,
)
from bot.core.domain.slots import IDEMPOTENCY_KEY_LENGTH
from tests.fakes.notices import MemoryNotices

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FERRY = Incident("source:ferry", "the ferry's feed fails")
WAITING = Notice(1, FERRY, NOW)
BEING_POSTED = replace(WAITING, batch="aa")
TOLD = replace(BEING_POSTED, told=True)
OVER = Notice(2, FERRY, NOW, over=True)


@pytest.mark.parametrize("notice", [BEING_POSTED, TOLD], ids=["goes", "told"])
def test_the_end_of_what_somebody_may_have_read_is_news(notice: Notice) -> None:
    (end,) = changes([notice], [], NOW).new

    assert (end.incident, end.over, end.told) == (FERRY, True, False)


def test_a_new_message_has_a_bearable_length() -> None:
    waiting = [replace(WAITING, id=n) for n in range(MAX_BATCH_LINES * 2)]

    assert next_batch(waiting) == tuple(waiting[:MAX_BATCH_LINES])


def test_a_message_s_name_is_the_same_for_the_same_and_another_elsewhere() -> None:
    names = {
        batch_key("slack/C1", WAITING),
        batch_key("slack/C2", WAITING),
        batch_key("slack/C1", OVER),
        batch_key("slack/C1", replace(WAITING, at=NOW + MINUTE)),
    }

    assert len(names) == 4
    assert {len(name) for name in names} == {IDEMPOTENCY_KEY_LENGTH}
    assert batch_key("slack/C1", replace(WAITING, id=9)) in names


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
