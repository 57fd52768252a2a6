from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap.redaction import redaction
from bot.core.domain.slots import (
    OutboxMessage,
    SlotKey,
    SlotState,
    StoredSlot,
)
from bot.core.messages.listings import deliveries_message
from bot.core.messages.markdown import to_markdown

BERLIN = ZoneInfo("Europe/Berlin")
KEY = SlotKey("morning", "slack/C123", date(2026, 11, 25), 0)
SLOT = StoredSlot(KEY, datetime(2026, 11, 25, 6, 30, tzinfo=UTC), SlotState.POSTED)


def told(slot: StoredSlot, *parts: OutboxMessage) -> str:
    return to_markdown(deliveries_message([(slot, parts)], BERLIN, redaction({}).text))


def test_a_token_in_what_a_platform_said_is_not_shown() -> None:
    token = "xox" + "b-1234567890-abcdefgh"

    text = told(replace(SLOT, state=SlotState.DEAD, error=f"no channel for {token}"))

    assert token not in text
    assert "hidden" in text


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
