from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from bot.core.commands.muting import MOST, Muting
from bot.core.commands.requests import InteractionContext
from bot.core.commands.responses import Answer
from bot.core.commands.user_errors import RefusedError
from bot.core.domain.configuration import Configuration
from bot.core.domain.records import Mute
from tests.fakes.chats import MemoryChats
from tests.fakes.contexts import BEN, NOW, in_channel, in_person
from tests.fakes.ports import FakeClock, FakeJournal

DESK, OWN = "slack/C1", "slack/@U1"
MANAGER, MEMBER = in_channel(manages=True), in_channel()
NOTHING = Configuration((), ())


@dataclass(slots=True)
class Counter:
    """The use case with its store."""

    chats: MemoryChats = field(default_factory=MemoryChats)
    event_log: FakeJournal = field(default_factory=FakeJournal)

    @property
    def muting(self) -> Muting:
        """It."""
        return Muting(FakeClock(NOW), self.chats, self.event_log)

    async def mute(self, what: str, context: InteractionContext = MANAGER) -> str:
        """What the answer to ``/brief mute`` says."""
        return text(await self.muting.mute(context, {"what": what}, NOTHING))

    async def unmute(self, what: str, context: InteractionContext = MANAGER) -> str:
        """What the answer to ``/brief unmute`` says."""
        return text(await self.muting.unmute(context, {"what": what}, NOTHING))

    async def muted(self, channel: str = DESK) -> list[str]:
        """What is muted in a channel."""
        return [one.what for one in await self.chats.mutes(channel)]


@pytest.fixture
def counter() -> Counter:
    return Counter()


def text(answer: Answer) -> str:
    """The lines of an answer."""
    rows = [row for section in answer.message.sections for row in section.rows]
    return "\n".join(part.text for row in rows for part in row.parts)


async def test_a_manager_mutes_for_the_channel(counter: Counter) -> None:
    told = await counter.mute(" Football ")

    assert told == (
        "Left out in this channel: articles with “Football” in title or text.\n"
        "“/brief unmute Football” shows them again."
    )
    assert await counter.chats.mutes(DESK) == (Mute(DESK, "Football", "U1", NOW),)
    assert counter.event_log.entries == [
        (
            "info",
            "person muted a word or source",
            {"channel": DESK, "person": "U1", "what": "Football"},
        )
    ]


async def test_everybody_mutes_for_their_own_digests(counter: Counter) -> None:
    told = await counter.mute("football", in_person())

    assert told.startswith("Left out in your own digests: articles with “football”")
    assert await counter.muted(OWN) == ["football"]
    assert await counter.muted() == []


async def test_a_channel_mutes_so_much_at_most(counter: Counter) -> None:
    for number in range(MOST):
        await counter.mute(f"word {number}")

    with pytest.raises(
        RefusedError, match="100 words and sources are muted in this channel"
    ):
        await counter.mute("football")

    assert await counter.mute("football", in_person())


@pytest.mark.parametrize(
    ("muted", "typed"),
    [
        *(("Football", "football"), ("example.org", "https://example.org/a")),
        *(('"Example.org"', '"example.org"'), ("bad news", "bad  news")),
    ],
)
async def test_what_is_unmuted_comes_again(
    counter: Counter, muted: str, typed: str
) -> None:
    await counter.mute(muted)

    assert "is no longer muted in this channel" in await counter.unmute(typed)
    assert await counter.muted() == []
    assert counter.event_log.events("info") == [
        "person muted a word or source",
        "person unmuted a word or source",
    ]


async def test_another_channel_s_mutes_are_not_touched(counter: Counter) -> None:
    await counter.mute("football", in_person(BEN))
    other = replace(MANAGER, place=replace(MANAGER.place, channel="C2"))

    with pytest.raises(RefusedError):
        await counter.unmute("football", other)

    assert await counter.muted("slack/@U2") == ["football"]
