from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap.redaction import redaction
from bot.core.domain.slots import (
    ALERTS_FROM,
    CORRECTIONS_FROM,
    REMINDERS_FROM,
    REQUESTED_FROM,
    MessageState,
    OutboxMessage,
    SkipReason,
    SlotKey,
    SlotState,
    StoredSlot,
)
from bot.core.messages.listings import deliveries_message
from bot.core.messages.markdown import to_markdown

BERLIN = ZoneInfo("Europe/Berlin")
KEY = SlotKey("morning", "slack/C123", date(2026, 11, 25), 0)
SLOT = StoredSlot(KEY, datetime(2026, 11, 25, 6, 30, tzinfo=UTC), SlotState.POSTED)
PART = OutboxMessage(1, KEY, 0, "{}", "aa", MessageState.SENT, attempts=1)


def told(slot: StoredSlot, *parts: OutboxMessage) -> str:
    return to_markdown(deliveries_message([(slot, parts)], BERLIN, redaction({}).text))


def test_a_delivery_is_told_with_its_state_time_and_id() -> None:
    text = told(SLOT, PART)

    assert "**posted**" in text
    assert "25 Nov 2026, 07:30" in text
    assert "morning/2026-11-25/0/slack/C123" in text
    assert "1 of 1 message posted, no retries" in text


def test_what_was_given_up_says_how_far_it_came_and_why() -> None:
    dead = replace(
        PART, number=1, state=MessageState.DEAD, attempts=10, error="not there"
    )

    text = told(replace(SLOT, state=SlotState.DEAD, error="not there"), PART, dead)

    assert "**failed**" in text
    assert "1 of 2 messages posted, up to 9 retries" in text
    assert text.count("not there") == 1


def test_a_digest_that_cannot_be_made_says_how_often_it_was_tried() -> None:
    text = told(replace(SLOT, state=SlotState.DUE, attempts=3, late=True, error="no"))

    assert "late" in text
    assert "3 build attempts" in text


def test_a_skipped_digest_says_why() -> None:
    text = told(replace(SLOT, state=SlotState.SKIPPED, error=SkipReason.OVERTAKEN))

    assert "missed; a newer digest was posted instead" in text


def test_a_token_in_what_a_platform_said_is_not_shown() -> None:
    token = "xox" + "b-1234567890-abcdefgh"

    text = told(replace(SLOT, state=SlotState.DEAD, error=f"no channel for {token}"))

    assert token not in text
    assert "hidden" in text


@pytest.mark.parametrize("state", SlotState)
def test_every_state_has_its_word(state: SlotState) -> None:
    assert "****" not in told(replace(SLOT, state=state))


def test_a_key_is_read_as_it_is_written() -> None:
    assert SlotKey.parse(str(KEY)) == KEY


@pytest.mark.parametrize(
    "text",
    [
        *("", "morning", "morning/2026-11-25/slack/C123"),
        *("a/2026-13-01/0/slack/C", "a/20261125/0/slack/C", "a/2026-11-25/x/slack/C"),
        *("a/2026-11-25/00/slack/C", "a/2026-11-25/٣/slack/C"),
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        SlotKey.parse(text)


@pytest.mark.parametrize(
    ("index", "kind"),
    [
        (REQUESTED_FROM, "requested by a person"),
        (REMINDERS_FROM, "a reminder"),
        (ALERTS_FROM, "an alert"),
        (CORRECTIONS_FROM, "corrections of posted lines"),
    ],
)
def test_a_delivery_says_what_it_is_besides_a_digest(index: int, kind: str) -> None:
    assert kind in told(replace(SLOT, key=replace(KEY, index=index)), PART)
    assert kind not in told(SLOT, PART)
