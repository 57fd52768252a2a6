"""A digest that stands still while it is made is ended, and tried again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.delivery.digest_builder import SlotComposer
from bot.core.domain.slots import PlannedSlot, SlotKey, SlotState, StoredSlot
from tests.fakes.town import GAZETTE, Paper, Town, open_town


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """A town whose paper has no news."""
    async with open_town(Paper(GAZETTE, [])) as opened:
        yield opened


def composer_of(town: Town, timeout: timedelta) -> SlotComposer:
    """The town's composer, with so much patience."""
    composer = town.delivery.builder.composer
    assert isinstance(composer, SlotComposer)
    return replace(composer, timeout=timeout)


def slot_of(town: Town) -> StoredSlot:
    """A slot of the town's digest that is due now."""
    now = town.clock.now()
    key = SlotKey(town.plan.id, "fake/desk", now.date(), 0)
    return StoredSlot(key, now, SlotState.BUILDING)


async def test_what_was_ended_is_tried_again(town: Town) -> None:
    slot, clock = slot_of(town), town.clock
    await town.store.plan([PlannedSlot(slot.key, slot.at)], clock.now())
    patient = town.delivery.builder
    hasty = replace(patient, composer=composer_of(town, timedelta(0)))
    await hasty.build_next()
    assert await town.store.depth(clock.now()) == (0, None)

    clock.move(timedelta(seconds=15))
    await patient.build_next()

    assert await town.store.depth(clock.now()) != (0, None)
