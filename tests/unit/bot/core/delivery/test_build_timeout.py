"""A digest that stands still while it is made is ended, and tried again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.core.delivery.digest_builder import BUILD_TIMEOUT, SlotComposer
from bot.core.domain.slots import PlannedSlot, SlotKey, SlotState, StoredSlot
from bot.core.ports.outbox import HEAD_OF_LINE_TIMEOUT
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


async def test_what_stands_still_is_ended(town: Town) -> None:
    composer = composer_of(town, timedelta(0))

    with pytest.raises(TimeoutError, match="composing the digest took longer than 0 s"):
        await composer.compose(slot_of(town))


async def test_what_goes_on_is_not_ended(town: Town) -> None:
    composer = composer_of(town, timedelta(minutes=10))

    assert await composer.compose(slot_of(town)) is not None


async def test_another_limit_that_is_reached_is_told_as_it_is(town: Town) -> None:
    class Slow(SlotComposer):
        @override
        async def _compose(self, slot: StoredSlot) -> None:
            raise TimeoutError("the store")

    composer = composer_of(town, timedelta(minutes=10))
    slow = Slow(
        composer.clock, composer.configuration, composer.ingest, composer.composer, {}
    )

    with pytest.raises(TimeoutError, match="the store"):
        await slow.compose(slot_of(town))


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


def test_what_hangs_is_ended_when_nobody_waits_for_it_any_more() -> None:
    assert BUILD_TIMEOUT == HEAD_OF_LINE_TIMEOUT
