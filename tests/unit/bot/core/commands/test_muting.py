from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.commands.muting import MOST
from bot.core.commands.requests import Verb
from bot.core.domain.records import Mute
from tests.fakes.contexts import NOW
from tests.fakes.reception import Counter, open_counter

DESK, OWN = "slack/C1", "slack/@U1"


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    async with open_counter() as opened:
        yield opened


async def change(counter: Counter, verb: Verb, what: str, channel: str = "C1") -> str:
    """What is refused to a manager who mutes or unmutes."""
    context = counter.context(manages=True, channel=channel)
    return (await counter.ask(verb, context, what=what)).refused or ""


async def muted(counter: Counter, channel: str = DESK) -> list[str]:
    """What is muted in a channel."""
    return [one.what for one in await counter.town.store.mutes(channel)]


async def test_a_manager_mutes_for_the_channel(counter: Counter) -> None:
    await change(counter, Verb.MUTE, " Football ")

    mutes = await counter.town.store.mutes(DESK)
    assert mutes == (Mute(DESK, "Football", "U1", NOW),)
    assert counter.town.event_log.entries == [
        (
            "info",
            "person muted a word or source",
            {"channel": DESK, "person": "U1", "what": "Football"},
        )
    ]


async def test_everybody_mutes_for_their_own_digests(counter: Counter) -> None:
    await counter.ask(Verb.MUTE, counter.context(direct=True), what="football")

    assert await muted(counter, OWN) == ["football"]
    assert await muted(counter) == []


async def test_a_channel_mutes_so_much_at_most(counter: Counter) -> None:
    for number in range(MOST):
        await counter.town.store.mute(Mute(DESK, f"word {number}", "U1", NOW))

    assert await change(counter, Verb.MUTE, "football")
    assert await change(counter, Verb.MUTE, "football", "C2") == ""


@pytest.mark.parametrize(
    ("what", "typed"),
    [
        *(("Football", "football"), ("example.org", "https://example.org/a")),
        *(('"Example.org"', '"example.org"'), ("bad news", "bad  news")),
    ],
)
async def test_what_is_unmuted_comes_again_in_its_channel_alone(
    counter: Counter, what: str, typed: str
) -> None:
    await change(counter, Verb.MUTE, what)

    assert await change(counter, Verb.UNMUTE, typed, "C2") == "unknown"
    assert await change(counter, Verb.UNMUTE, typed) == ""
    assert await muted(counter) == []
