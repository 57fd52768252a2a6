from __future__ import annotations

from datetime import UTC, date, datetime, time

from bot.core.model import ENGINES, Slot
from summarizers.briefing import engine_names
from tests.fakes.plans import make_plan


def test_every_engine_can_be_named() -> None:
    assert engine_names() == ENGINES


def test_a_slot_is_named_by_the_wall_clock() -> None:
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    slot = Slot(make_plan(), date(2026, 3, 2), time(7, 30), at)

    assert slot.key == "morning/2026-03-02/07:30"
