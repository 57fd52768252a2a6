"""Splitting and merging stories: what is answered, and what later digests do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.commands.requests import (
    InteractionContext,
    Verb,
)
from bot.core.commands.story_editing import MOST_EDITS
from bot.core.commands.user_errors import Refusal
from bot.core.digests.editions import make_edition
from bot.core.digests.story_edits import links_of
from bot.core.domain.configuration import Destination
from bot.core.domain.records import (
    Edition,
    StoryEdit,
    StoryEditKind,
)
from tests.fakes.contexts import NOW
from tests.fakes.reception import Counter, open_counter, text_of
from tests.fakes.reports import BRIDGE, FERRY, FERRY_LATER, FERRY_TOO
from tests.fakes.town import COURIER, GAZETTE, Paper

HERE, THERE = "slack/C1", "slack/C2"
FIRST, TOO, LATER, OTHER = (
    f"{paper}/{report.name}"
    for paper, report in (
        (GAZETTE, FERRY),
        (COURIER, FERRY_TOO),
        (COURIER, FERRY_LATER),
        (GAZETTE, BRIDGE),
    )
)


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """A reception with two channels, each of which has an edition of the digest.

    The editions show nothing, so that later digests may tell all of it again.
    """
    papers = Paper(GAZETTE, [FERRY, BRIDGE]), Paper(COURIER, [FERRY_TOO])
    async with open_counter(*papers) as opened:
        town = opened.town
        to = (Destination("slack", "C1"), Destination("slack", "C2"))
        town.plan = replace(town.plan, to=to)
        town.configuration = replace(town.configuration, digests=(town.plan,))
        opened.configuration.value = town.configuration
        for channel in (HERE, THERE):
            await store(opened, channel)
        yield opened


async def compose(counter: Counter, channel: str = HERE) -> Edition:
    """What a channel would get now."""
    town = counter.town
    await town.digest_service.refresh(town.plan, town.configuration)
    return make_edition(await town.digest_service.preview(town.plan, channel))


async def store(counter: Counter, channel: str = HERE) -> None:
    """Store what a channel would get now, as if nothing of it had been shown."""
    edition = await compose(counter, channel)
    await counter.town.store.freeze(
        replace(edition, articles=(), sentences=(), passed=(), lines=(), slot=None)
    )


async def groups(counter: Counter, channel: str = HERE) -> set[frozenset[str]]:
    """The addresses in each story that a channel would get."""
    document = json.loads((await compose(counter, channel)).document)
    stories = (*document["stories"], *document["more"])
    return {frozenset(each["url"] for each in one["articles"]) for one in stories}


def manager(counter: Counter, channel: str = "C1") -> InteractionContext:
    return counter.context(manages=True, channel=channel)


async def split(counter: Counter) -> str:
    return text_of(await counter.ask(Verb.SPLIT, manager(counter), url=TOO))


async def merge(counter: Counter) -> str:
    answer = await counter.ask(Verb.MERGE, manager(counter), url=TOO, other=OTHER)
    return text_of(answer)


BEFORE = {frozenset({FIRST, TOO}), frozenset({OTHER})}
SPLIT = {frozenset({FIRST}), frozenset({TOO}), frozenset({OTHER})}


async def test_a_split_article_has_a_story_of_its_own_here_alone(
    counter: Counter,
) -> None:
    assert await groups(counter) == BEFORE

    told = await split(counter)

    assert told.startswith(f"Split here: “{FERRY_TOO.title}” out of its story.")
    assert "“/brief undo 1” undoes it." in told
    assert await groups(counter) == SPLIT
    assert await groups(counter, THERE) == BEFORE
    assert await groups(counter, "slack/@U1") == BEFORE


async def test_the_same_edit_twice_is_refused(counter: Counter) -> None:
    await split(counter)

    answer = await counter.ask(Verb.SPLIT, manager(counter), url=TOO)

    assert answer.refused == Refusal.DONE_BEFORE


async def test_a_split_holds_for_later_reports(counter: Counter) -> None:
    await split(counter)
    counter.town.web.papers[1].publish(FERRY_LATER)
    await counter.town.wait(48)

    found = await groups(counter)

    assert not any({FIRST, TOO} <= group for group in found)
    assert frozenset({FIRST, TOO, LATER}) in await groups(counter, THERE)


async def test_merged_stories_are_one_and_later_reports_join_it(
    counter: Counter,
) -> None:
    told = await merge(counter)
    assert f"“{FERRY_TOO.title}” with “{BRIDGE.title}”" in told
    assert await groups(counter) == {frozenset({FIRST, TOO, OTHER})}

    counter.town.web.papers[1].publish(FERRY_LATER)
    await counter.town.wait(48)

    assert await groups(counter) == {frozenset({FIRST, TOO, OTHER, LATER})}
    assert frozenset({OTHER}) in await groups(counter, THERE)


@pytest.mark.parametrize("edit", [split, merge])
async def test_what_is_undone_is_as_before(counter: Counter, edit: object) -> None:
    assert callable(edit)
    await edit(counter)

    told = await counter.ask(Verb.UNDO, manager(counter), number="1")

    assert text_of(told).startswith("Undone: ")
    assert await groups(counter) == BEFORE
    assert await counter.town.store.story_edits(HERE) == ()


async def test_no_edit_of_another_channel_can_be_undone(counter: Counter) -> None:
    await split(counter)

    answer = await counter.ask(Verb.UNDO, manager(counter, "C2"), number="1")

    assert answer.refused == Refusal.UNKNOWN
    assert len(await counter.town.store.story_edits(HERE)) == 1


async def test_a_channel_has_at_most_so_many_edits(counter: Counter) -> None:
    edit = StoryEdit(HERE, StoryEditKind.SPLIT, ("x",), ("y",), "x", "U1", NOW)
    for number in range(MOST_EDITS):
        await counter.town.store.edit_story(replace(edit, first=(f"x{number}",)))

    answer = await counter.ask(Verb.SPLIT, manager(counter), url=TOO)

    assert answer.refused == Refusal.BAD_VALUE


def test_of_two_edits_of_a_pair_the_later_one_counts() -> None:
    first = StoryEdit(HERE, StoryEditKind.SPLIT, ("a",), ("b",), "", "U1", NOW, 1)
    second = replace(first, kind=StoryEditKind.MERGE, first=("b",), second=("a",))
    later = replace(second, since=NOW + timedelta(hours=1))

    assert links_of((first,)).apart == (("a", "b"),)
    for edits in ((first, second), (later, first)):
        assert links_of(edits).together == (("a", "b"),)
        assert links_of(edits).apart == ()
