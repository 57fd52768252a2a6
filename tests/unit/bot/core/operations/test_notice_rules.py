from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.slots import SkipReason, SlotKey, SlotState, StoredSlot
from bot.core.ingest.poll_policy import new_state
from bot.core.operations.notice_rules import (
    delivery_incidents,
    source_incidents,
)

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
FEED = Source(SourceKind.FEED, "https://lenna-gazette.example/feed")
FAILING = replace(
    new_state(FEED, NOW),
    failing=NOW - timedelta(days=2),
    told=NOW - timedelta(days=1),
    error="the server is too slow",
)
DEAD = StoredSlot(
    SlotKey("morning", "slack/C1", date(2026, 3, 2), 0),
    NOW,
    SlotState.DEAD,
    error="no such channel",
)
SKIPPED = replace(DEAD, state=SlotState.SKIPPED, error=SkipReason.LATE)


def elsewhere(slot: StoredSlot, channel: str) -> StoredSlot:
    return replace(slot, key=replace(slot.key, channel=channel))


def test_a_source_that_keeps_failing_is_a_trouble() -> None:
    (found,) = source_incidents([FEED], {FEED.url: FAILING})

    assert found.key == f"source:{FEED.url}"
    assert found.text == (
        f"{FEED.url} has failed since 28 Feb 2026: the server is too slow"
    )
    assert not found.passing


def test_a_source_that_works_or_fails_for_hours_is_none() -> None:
    lately = replace(FAILING, told=None)

    assert source_incidents([FEED], {FEED.url: new_state(FEED, NOW)}) == ()
    assert source_incidents([FEED], {FEED.url: lately}) == ()


def test_one_reason_in_many_channels_is_one_trouble() -> None:
    slots = [elsewhere(DEAD, f"slack/C{number}") for number in range(1, 4)]

    (found,) = delivery_incidents(slots)

    assert "failed in slack/C1 and 2 more: no such channel" in found.text


def test_another_reason_is_another_trouble() -> None:
    other = replace(elsewhere(DEAD, "slack/C2"), error="not allowed")

    assert len({found.key for found in delivery_incidents([DEAD, other])}) == 2


def test_what_quiet_hours_held_is_none() -> None:
    assert delivery_incidents([replace(SKIPPED, error=SkipReason.HELD)]) == ()


def personal(slot: StoredSlot, person: str, day: int = 2) -> StoredSlot:
    """A slot of a person's own digest."""
    key = SlotKey(f"ferries.{person}", f"slack/@{person}", date(2026, 3, day), 0)
    return replace(slot, key=key)


def test_a_person_who_takes_no_messages_is_one_trouble_as_long_as_it_lasts() -> None:
    days = [delivery_incidents([personal(DEAD, "U1", day)]) for day in (2, 3)]
    both = delivery_incidents([personal(DEAD, "U1", 2), personal(DEAD, "U1", 3)])

    assert {found.key for (found,) in (*days, both)} == {"delivery:personal./slack/@U1"}
    assert both[0].text == (
        "a personal digest of 2 Mar 2026 failed in slack/@U1: no such channel"
    )
