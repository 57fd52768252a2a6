from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.commands.event_dedup import MEMORY, EventDedup
from bot.core.commands.user_errors import Refusal, RefusedError
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


async def test_what_is_older_than_the_memory_is_refused() -> None:
    clock = FakeClock(NOW)
    admission = EventDedup(clock, MemoryChats())
    await admission.admits(in_channel())
    clock.move(MEMORY + SECOND)

    with pytest.raises(RefusedError, match="Ask again") as refused:
        await admission.admits(in_channel())

    assert refused.value.reason is Refusal.TOO_OLD
