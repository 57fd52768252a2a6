"""The splits and merges of a channel, and the stories that it was shown last."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from typing_extensions import override

from bot.core.digests.story_edits import ChannelEdits, deciding_edits
from bot.core.domain.errors import PostError
from bot.core.domain.records import StoryEdit, StoryEditKind
from bot.core.ports.services import ChannelNames
from tests.fakes.chats import MemoryChats
from tests.fakes.records import NOW

BY_ID, BY_NAME = "slack/C1", "slack/#ports"
HOUR = timedelta(hours=1)
SPLIT = StoryEdit(BY_ID, StoryEditKind.SPLIT, ("a",), ("b", "c"), "A", "U1", NOW)
MERGE = replace(SPLIT, kind=StoryEditKind.MERGE, second=("b",), since=NOW + HOUR)


class Names(ChannelNames):
    """Knows the channel by its name and its id."""

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        return (BY_ID,) if channel == BY_NAME else ()


class Down(ChannelNames):
    """A platform that does not answer."""

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        raise PostError("no answer")


async def chats_with(*edits: StoryEdit) -> MemoryChats:
    chats = MemoryChats()
    for edit in edits:
        await chats.edit_story(edit)
    return chats


async def test_edits_under_all_names_of_a_channel_hold() -> None:
    chats = await chats_with(replace(SPLIT, channel=BY_NAME), MERGE)

    links = await ChannelEdits(chats, Names()).links_for(BY_NAME)

    assert links.apart == (("a", "c"),)
    assert links.together == (("a", "b"),)


async def test_edits_under_the_given_name_hold_while_the_platform_is_down() -> None:
    chats = await chats_with(replace(SPLIT, channel=BY_NAME), MERGE)

    links = await ChannelEdits(chats, Down()).links_for(BY_NAME)

    assert links.apart == (("a", "b"), ("a", "c"))
    assert links.together == ()


def test_earlier_edit_decides_on_the_pairs_that_no_later_one_has() -> None:
    assert deciding_edits([MERGE, SPLIT], "a") == (SPLIT, MERGE)
    assert deciding_edits([MERGE, SPLIT], "b") == (MERGE,)
    assert deciding_edits([MERGE, SPLIT], "c") == (SPLIT,)
    assert deciding_edits([MERGE, SPLIT], "d") == ()
