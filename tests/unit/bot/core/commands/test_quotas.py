from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from bot.core.commands.quotas import BRIEFINGS, LOOKUPS, Limit, Quotas
from bot.core.commands.requests import InteractionContext, Person, Place
from bot.core.commands.user_errors import Refusal, RefusedError
from tests.fakes.chats import MemoryChats
from tests.fakes.ports import FakeClock
from tests.fakes.records import NOW

SECOND = timedelta(seconds=1)


def context(
    person: str = "U1", server: str | None = "T1", platform: str = "slack"
) -> InteractionContext:
    """A person who asks somewhere."""
    return InteractionContext(
        "event", NOW, Person(person), Place(platform, "C1", server)
    )


@pytest.fixture
def store() -> MemoryChats:
    """What was had."""
    return MemoryChats()


async def take(
    store: MemoryChats,
    who: InteractionContext,
    at: timedelta = timedelta(),
    limit: Limit = BRIEFINGS,
) -> None:
    """Ask for a briefing, or for something else, at this time."""
    await Quotas(FakeClock(NOW + at), store).take(who, limit)


async def served(
    store: MemoryChats, who: InteractionContext, at: Iterable[timedelta]
) -> int:
    """How many of the briefings that were asked for at these times are had."""
    count = 0
    for moment in at:
        try:
            await take(store, who, moment)
        except RefusedError:
            continue
        count += 1
    return count


async def test_a_person_has_five_briefings_a_minute(store: MemoryChats) -> None:
    times = [number * SECOND / 3 for number in range(30)]

    assert await served(store, context(), times) == BRIEFINGS.of_a_person


async def test_who_is_refused_is_told_when_to_come_back(store: MemoryChats) -> None:
    await served(
        store, context(), [number * SECOND for number in range(BRIEFINGS.of_a_person)]
    )

    with pytest.raises(RefusedError) as caught:
        await take(store, context(), 10.5 * SECOND)

    assert caught.value.reason is Refusal.TOO_OFTEN
    told = "Limit: 5 briefings a minute per person. Try again in 50 seconds."
    assert str(caught.value) == told
    await take(store, context(), 60.5 * SECOND)


async def test_a_server_has_thirty_briefings_a_minute(store: MemoryChats) -> None:
    people = [context(f"U{number}") for number in range(10)]

    had = [
        await served(store, who, [timedelta()] * BRIEFINGS.of_a_person)
        for who in people
    ]

    assert sum(had) == BRIEFINGS.of_a_server
    with pytest.raises(RefusedError, match=r"^Limit: 30 briefings a minute for "):
        await take(store, context("U99"))
    assert await served(store, context("U99", server="T2"), [timedelta()]) == 1


async def test_look_ups_have_a_larger_limit_of_their_own(store: MemoryChats) -> None:
    await served(store, context(), [SECOND] * BRIEFINGS.of_a_person)

    for _ in range(LOOKUPS.of_a_person):
        await take(store, context(), SECOND, LOOKUPS)

    with pytest.raises(RefusedError, match="30 look-ups a minute per person"):
        await take(store, context(), SECOND, LOOKUPS)
