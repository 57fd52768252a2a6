"""The metrics that each use case records."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from typing_extensions import override

from bot.core.delivery.digest_builder import BuiltDigest, DigestComposer, SlotBuilder
from bot.core.delivery.reconciliation import MAX_POST_TIME
from bot.core.delivery.sender import Sender
from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.errors import PostError, RateLimitedError, RejectedError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.records import Edition, SourceState
from bot.core.domain.slots import NewMessage, PlannedSlot, SlotKey, StoredSlot
from bot.core.ingest.poll_policy import LATE_AFTER, late_ratio, new_state
from bot.core.messages.codec import message_document
from bot.core.ports.metrics import GaugeName, HistogramName
from tests.fakes.metrics import FakeMetrics
from tests.fakes.outbox.memory import MemoryOutbox
from tests.fakes.ports import FakeClock, FakeJournal, FakeMessenger
from tests.fakes.town import GAZETTE, Paper, open_town

KEY = SlotKey("morning", "fake/desk", date(2026, 3, 2), 0)
AT = datetime(2026, 3, 2, tzinfo=UTC)
MESSAGE = Message((Section(None, (Row((Text("Ferry runs again"),)),)),))
PART = NewMessage(0, json.dumps(message_document(MESSAGE)))
LEASE = timedelta(minutes=1)
A, B, GONE, NEW = (
    Source(SourceKind.FEED, f"https://{name}.example/feed") for name in "abcd"
)


class Maker(DigestComposer):
    """Makes an edition without messages, in three seconds."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock

    @override
    async def compose(self, slot: StoredSlot) -> BuiltDigest:
        self._clock.move(timedelta(seconds=3))
        return BuiltDigest(edition(), (MESSAGE,))


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


async def test_a_post_is_counted() -> None:
    assert (await send(FakeMessenger())).counts == {
        ("posts_total", "fake", "posted"): 1
    }


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


async def test_a_part_that_is_given_up_is_counted() -> None:
    metrics = await send(FakeMessenger(RejectedError("no such channel")))

    assert metrics.counts == {
        ("posts_total", "fake", "rejected"): 1,
        ("dead_total",): 1,
    }


class Forgetful(FakeMessenger):
    """Posts, loses its first answer, and knows no idempotency keys."""

    memory = timedelta(0)

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        await super().post(
            channel, message, idempotency_key=idempotency_key, parent=parent
        )
        raise PostError("the connection was lost")


async def test_a_duplicate_that_was_prevented_is_counted() -> None:
    messenger = Forgetful()

    metrics = await send(messenger, times=2)

    assert metrics.counts == {
        ("posts_total", "fake", "failed"): 1,
        ("posts_total", "fake", "found"): 1,
        ("duplicates_prevented_total",): 1,
    }
    assert len(messenger.posts) == 1


async def test_a_digest_notes_how_long_it_took_and_how_late_it_is() -> None:
    clock, metrics = FakeClock(AT + timedelta(seconds=2)), FakeMetrics()
    outbox = MemoryOutbox()
    await outbox.plan([PlannedSlot(KEY, AT)], AT)

    await SlotBuilder(
        "me", clock, outbox, Maker(clock), FakeJournal(), metrics=metrics
    ).build_next()

    assert metrics.times == [(HistogramName.BRIEF, 3), (HistogramName.SLOT_LAG, 5)]


def state(source: Source, *, overdue: timedelta) -> SourceState:
    return new_state(source, AT - overdue)


def test_the_share_of_late_sources_leaves_out_those_that_are_gone_or_new() -> None:
    states = {
        A.url: state(A, overdue=LATE_AFTER + timedelta(seconds=1)),
        B.url: state(B, overdue=LATE_AFTER),
        GONE.url: replace(state(GONE, overdue=timedelta(days=1)), gone=True),
    }

    assert late_ratio([A, B, GONE, NEW], states, AT) == 0.5


def test_no_source_is_not_late() -> None:
    assert late_ratio([NEW], {}, AT) == 0


@pytest.mark.parametrize(
    ("early", "levels"), [(False, {GaugeName.FEEDS_LATE: 0}), (True, {})]
)
async def test_regular_polling_notes_how_many_sources_are_late(
    early: bool,  # noqa: FBT001 - a parameter of the test
    levels: dict[GaugeName, float],
) -> None:
    metrics = FakeMetrics()
    async with open_town(Paper(GAZETTE, [])) as town:
        ingest = replace(town.digest_service.ingest, metrics=metrics)
        sources = town.configuration.sources
        await ingest.poll(
            sources, timedelta(minutes=15), max_age=timedelta(0) if early else None
        )

    assert metrics.levels == levels
