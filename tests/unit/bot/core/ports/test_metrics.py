"""The metrics that each use case records."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.delivery.reconciliation import MAX_POST_TIME
from bot.core.delivery.sender import Sender
from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.errors import PostError, RateLimitedError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.records import Edition, SourceState
from bot.core.domain.slots import NewMessage, PlannedSlot, SlotKey
from bot.core.ingest.poll_policy import LATE_AFTER, late_ratio, new_state
from bot.core.messages.codec import message_document
from tests.fakes.metrics import FakeMetrics
from tests.fakes.outbox.memory import MemoryOutbox
from tests.fakes.ports import FakeClock, FakeJournal, FakeMessenger

KEY = SlotKey("morning", "fake/desk", date(2026, 3, 2), 0)
AT = datetime(2026, 3, 2, tzinfo=UTC)
MESSAGE = Message((Section(None, (Row((Text("Ferry runs again"),)),)),))
PART = NewMessage(0, json.dumps(message_document(MESSAGE)))
LEASE = timedelta(minutes=1)
A, B, GONE, NEW = (
    Source(SourceKind.FEED, f"https://{name}.example/feed") for name in "abcd"
)


def edition() -> Edition:
    return Edition("0", "morning", KEY.channel, AT, "{}", slot=str(KEY))


async def outbox_with_a_part() -> MemoryOutbox:
    outbox = MemoryOutbox()
    await outbox.plan([PlannedSlot(KEY, AT)], AT)
    slot = await outbox.claim_slot("me", AT, LEASE)
    assert slot is not None
    assert await outbox.store_messages(slot, edition(), [PART])
    return outbox


async def send(messenger: FakeMessenger, *, times: int = 1) -> FakeMetrics:
    """Send the part, so often; what was noted."""
    clock, metrics = FakeClock(AT), FakeMetrics()
    outbox = await outbox_with_a_part()
    sender = Sender(
        "me", clock, outbox, {"fake": messenger}, FakeJournal(), metrics=metrics
    )
    for _ in range(times):
        await sender.send_next()
        clock.move(2 * MAX_POST_TIME)
    return metrics


@pytest.mark.parametrize(
    ("error", "result"),
    [(PostError("no answer"), "failed"), (RateLimitedError("later"), "limited")],
)
async def test_a_post_that_fails_is_counted_by_how(
    error: PostError, result: str
) -> None:
    assert (await send(FakeMessenger(error))).counts == {
        ("posts_total", "fake", result): 1
    }


def state(source: Source, *, overdue: timedelta) -> SourceState:
    return new_state(source, AT - overdue)


def test_the_share_of_late_sources_leaves_out_those_that_are_gone_or_new() -> None:
    states = {
        A.url: state(A, overdue=LATE_AFTER + timedelta(seconds=1)),
        B.url: state(B, overdue=LATE_AFTER),
        GONE.url: replace(state(GONE, overdue=timedelta(days=1)), gone=True),
    }

    assert late_ratio([A, B, GONE, NEW], states, AT) == 0.5
