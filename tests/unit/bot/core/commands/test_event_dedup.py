from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.commands.event_dedup import ANSWERABLE, MEMORY, EventDedup, too_old
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.stores.sql import open_store
from tests.fakes.chats import MemoryChats
from tests.fakes.contexts import NOW, in_channel, in_person
from tests.fakes.ports import FakeClock

SECOND = timedelta(seconds=1)


async def test_an_event_is_admitted_once() -> None:
    admission = EventDedup(FakeClock(NOW), MemoryChats())

    told = [await admission.admits(in_channel()) for _ in range(3)]

    assert told == [True, False, False]


async def test_an_event_of_the_same_name_on_another_platform_is_another() -> None:
    admission = EventDedup(FakeClock(NOW), MemoryChats())
    await admission.admits(in_person())

    assert await admission.admits(in_person(platform="discord"))


async def test_an_event_is_known_after_a_restart(database: str) -> None:
    clock = FakeClock(NOW)
    async with open_store(database) as store:
        assert await EventDedup(clock, store).admits(in_channel())

    clock.move(MEMORY - SECOND)
    async with open_store(database) as store:
        assert not await EventDedup(clock, store).admits(in_channel())


async def test_of_two_replicas_one_admits_an_event(database: str) -> None:
    clock = FakeClock(NOW)
    async with open_store(database) as one, open_store(database) as two:
        told = [
            await EventDedup(clock, store).admits(in_channel()) for store in (one, two)
        ]

    assert told == [True, False]


async def test_what_is_older_than_the_memory_is_refused() -> None:
    clock = FakeClock(NOW)
    admission = EventDedup(clock, MemoryChats())
    await admission.admits(in_channel())
    clock.move(MEMORY + SECOND)

    with pytest.raises(RefusedError, match="Ask again") as refused:
        await admission.admits(in_channel())

    assert refused.value.reason is Refusal.TOO_OLD


async def test_a_person_may_ask_the_same_again() -> None:
    admission = EventDedup(FakeClock(NOW), MemoryChats())
    await admission.admits(in_channel())

    assert await admission.admits(replace(in_channel(), id="Ev2"))


@pytest.mark.parametrize(
    ("age", "told"), [(-60, False), (0, False), (2.5, False), (2.6, True), (3, True)]
)
def test_what_cannot_be_acknowledged_in_time_is_too_old(age: float, told: bool) -> None:  # noqa: FBT001 - a parameter
    assert too_old(NOW, NOW + timedelta(seconds=age)) is told
    assert timedelta(seconds=2.5) == ANSWERABLE
