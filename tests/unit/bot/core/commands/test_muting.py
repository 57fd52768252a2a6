from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.commands.muting import MOST
from bot.core.commands.requests import Verb
from bot.core.domain.records import Mute
from tests.fakes.contexts import NOW
from tests.fakes.reception import Counter, open_counter, text_of
from tests.fakes.reports import FERRY
from tests.fakes.town import GAZETTE, Paper

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


@pytest.mark.parametrize("typed", ["Lenna Gazette", "lenna gazette"])
async def test_the_name_of_a_paper_offers_the_paper_first(typed: str) -> None:
    async with open_counter(Paper(GAZETTE, [FERRY])) as counter:
        await counter.ask(Verb.TOPIC, name="coast")
        manager = counter.context(manages=True)

        answer = await counter.ask(Verb.MUTE, manager, what=typed)

        assert answer.menu is not None
        paper, words = answer.menu.choices
        assert paper.label.startswith("The paper ")
        assert words.label.startswith(f"The words “{typed}”")
        assert await muted(counter) == []
        await counter.press(paper, counter.context(manages=True))
        assert await muted(counter) == ["lenna-gazette.example"]


async def test_mute_alone_lists_what_is_muted(counter: Counter) -> None:
    assert "No word or source is muted in this channel" in text_of(
        await counter.ask(Verb.MUTE)
    )
    await change(counter, Verb.MUTE, "football")
    await change(counter, Verb.MUTE, "https://gazette.example")

    listed = text_of(await counter.ask(Verb.MUTE))

    assert "with “football” in title or text" in listed
    assert "articles from gazette.example" in listed
