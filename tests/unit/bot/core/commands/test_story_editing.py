"""Splitting and merging stories: what is answered, and what later digests do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event

import pytest
from typing_extensions import override

from bot.core.commands.requests import (
    AutocompleteQuery,
    InteractionContext,
    Person,
    Place,
    Verb,
)
from bot.core.commands.story_editing import MOST_EDITS, StoryEditing
from bot.core.commands.topic_preview import WithoutHistory
from bot.core.commands.user_errors import Refusal
from bot.core.digests.editions import make_edition
from bot.core.digests.story_edits import RecentStories, links_of
from bot.core.domain.configuration import Destination
from bot.core.domain.records import (
    DIGESTS,
    Edition,
    EditionKind,
    StoryEdit,
    StoryEditKind,
)
from summarizers.stories.documents import StoryLinks
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


async def print_stories(counter: Counter, *stories: list[str]) -> None:
    """Store an edition here whose stories have these articles, each with its title."""
    document = {
        "stories": [
            {"id": story[0], "articles": [{"id": id_, "title": id_} for id_ in story]}
            for story in stories
        ]
    }
    edition = Edition(json.dumps(stories), "town", HERE, NOW, json.dumps(document))
    await counter.town.store.freeze(edition)


async def links(counter: Counter) -> StoryLinks:
    """The pairs of articles that the edits here keep apart or together."""
    return links_of(await counter.town.store.story_edits(HERE))


async def groups(counter: Counter, channel: str = HERE) -> set[frozenset[str]]:
    """The addresses in each story that a channel would get."""
    document = json.loads((await compose(counter, channel)).document)
    stories = (*document["stories"], *document["more"])
    return {frozenset(each["url"] for each in one["articles"]) for one in stories}


def manager(counter: Counter, channel: str = "C1") -> InteractionContext:
    return counter.context(manages=True, channel=channel)


async def split(counter: Counter, url: str = TOO) -> str:
    return text_of(await counter.ask(Verb.SPLIT, manager(counter), url=url))


async def merge(counter: Counter, url: str = TOO, other: str = OTHER) -> str:
    answer = await counter.ask(Verb.MERGE, manager(counter), url=url, other=other)
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


async def test_the_same_edits_give_the_same_bytes(counter: Counter) -> None:
    await split(counter)

    assert (await compose(counter)).document == (await compose(counter)).document


@pytest.mark.parametrize("edit", [split, merge])
async def test_what_is_undone_is_as_before(counter: Counter, edit: object) -> None:
    assert callable(edit)
    await edit(counter)

    told = await counter.ask(Verb.UNDO, manager(counter), number="1")

    assert text_of(told).startswith("Undone: ")
    assert await groups(counter) == BEFORE
    assert await counter.town.store.story_edits(HERE) == ()


async def test_an_article_can_be_split_out_of_merged_stories(counter: Counter) -> None:
    await merge(counter)
    await store(counter)

    await split(counter, FIRST)

    assert await groups(counter) == {frozenset({FIRST}), frozenset({TOO, OTHER})}


async def test_the_edits_of_a_channel_are_listed_there_alone(counter: Counter) -> None:
    await split(counter)

    here = text_of(await counter.ask(Verb.UNDO, counter.context("U2")))
    there = text_of(await counter.ask(Verb.UNDO, counter.context(channel="C2")))

    assert f"1 · split “{FERRY_TOO.title}” out of its story (by U1, 2 Mar 2026)" in here
    assert "“/brief undo NUMBER” undoes one." in here
    own = text_of(await counter.ask(Verb.UNDO, manager(counter)))
    assert "(by you, 2 Mar 2026)" in own
    assert there.strip() == "No story is split or merged here."


async def test_no_edit_of_another_channel_can_be_undone(counter: Counter) -> None:
    await split(counter)

    answer = await counter.ask(Verb.UNDO, manager(counter, "C2"), number="1")

    assert answer.refused == Refusal.UNKNOWN
    assert len(await counter.town.store.story_edits(HERE)) == 1


@pytest.mark.parametrize(
    ("verb", "options", "reason"),
    [
        (Verb.SPLIT, {"url": OTHER}, Refusal.BAD_VALUE),
        (Verb.SPLIT, {"url": f"{GAZETTE}/moon"}, Refusal.UNKNOWN),
        (Verb.SPLIT, {}, Refusal.MISSING),
        (Verb.MERGE, {"url": FIRST, "other": TOO}, Refusal.DONE_BEFORE),
        (Verb.MERGE, {"url": FIRST}, Refusal.MISSING),
        (Verb.UNDO, {"number": "7"}, Refusal.UNKNOWN),
        (Verb.UNDO, {"number": "x"}, Refusal.UNKNOWN),
    ],
)
async def test_what_cannot_be_done_is_refused(
    counter: Counter, verb: Verb, options: dict[str, str], reason: Refusal
) -> None:
    answer = await counter.ask(verb, manager(counter), **options)

    assert answer.refused == reason
    assert await groups(counter) == BEFORE


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        (Verb.SPLIT, {"url": TOO}),
        (Verb.MERGE, {"url": TOO, "other": OTHER}),
        (Verb.UNDO, {"number": "1"}),
    ],
)
async def test_only_managers_edit_a_channel(
    counter: Counter, verb: Verb, options: dict[str, str]
) -> None:
    answer = await counter.ask(verb, counter.context(), **options)

    assert answer.refused == Refusal.NOT_ALLOWED
    assert await counter.town.store.story_edits(HERE) == ()


async def test_the_same_edit_twice_is_refused(counter: Counter) -> None:
    await split(counter)

    answer = await counter.ask(Verb.SPLIT, manager(counter), url=TOO)

    assert answer.refused == Refusal.DONE_BEFORE


async def test_a_split_can_be_made_again_after_a_merge(counter: Counter) -> None:
    await split(counter)
    await store(counter)
    await merge(counter, TOO, FIRST)
    assert await groups(counter) == BEFORE
    await store(counter)

    told = await split(counter)

    assert told.startswith("Split here")
    assert await groups(counter) == SPLIT


async def test_a_merge_can_be_made_again_after_a_split(counter: Counter) -> None:
    await merge(counter)
    await store(counter)
    await split(counter, OTHER)
    assert await groups(counter) == BEFORE
    await store(counter)

    told = await merge(counter)

    assert told.startswith("Merged here")
    assert await groups(counter) == {frozenset({FIRST, TOO, OTHER})}


async def test_an_article_leaves_a_long_story_and_comes_back(counter: Counter) -> None:
    rest = [f"r{number:03}" for number in range(90)]
    await print_stories(counter, ["x", *rest])

    await split(counter, "x")
    assert (await links(counter)).apart == tuple((id_, "x") for id_ in rest)

    await print_stories(counter, ["x"], rest)
    await merge(counter, "x", "r000")
    assert (await links(counter)).apart == ()


async def test_a_merge_of_long_stories_has_limited_pairs(counter: Counter) -> None:
    left, right = ([f"{side}{number:03}" for number in range(90)] for side in "ab")
    await print_stories(counter, left, right)

    await merge(counter, "a000", "b000")

    assert len((await links(counter)).together) == 40 * 40


async def test_an_article_that_only_an_older_form_of_a_story_has_is_editable(
    counter: Counter,
) -> None:
    await print_stories(counter, ["a", "b", "c"])
    await print_stories(counter, ["a", "c"])

    assert (await split(counter, "b")).startswith("Split here")
    assert (await links(counter)).apart == (("a", "b"), ("b", "c"))
    assert [*(await suggested(counter, Verb.SPLIT, "url"))][:3] == ["a", "c", "b"]


@pytest.mark.parametrize(("url", "other"), [("b", "a"), ("a", "b")])
async def test_an_article_of_an_older_form_is_merged_with_the_newest_form(
    counter: Counter, url: str, other: str
) -> None:
    await print_stories(counter, ["a", "b", "c"])
    await split(counter, "b")
    await print_stories(counter, ["a", "c"])

    assert (await merge(counter, url, other)).startswith("Merged here")

    both = await links(counter)
    assert both == StoryLinks(together=(("a", "b"), ("b", "c")))


async def test_an_article_of_two_digests_is_suggested_once(counter: Counter) -> None:
    place = Place("slack", "C1", "T1")
    query = AutocompleteQuery(Person("U1"), place, Verb.SPLIT, "url", "")
    await print_stories(counter, ["a", "b"])
    await print_stories(counter, ["b"], ["a"])

    states = [choice.state for choice in await counter.commands.suggest(query)]

    assert states[:2] == ["b", "a"]
    assert len(states) == len({*states})


class StoredEdition(WithoutHistory):
    """A store that answers at once with one edition."""

    @override
    async def channel_editions(
        self, channel: str, limit: int, *, kinds: frozenset[EditionKind] = DIGESTS
    ) -> tuple[Edition, ...]:
        if kinds != DIGESTS:
            return ()
        document = json.dumps({"more": [{"articles": [{"id": "a"}]}]})
        return (Edition("e", "town", channel, NOW, document),)


@dataclass(frozen=True, slots=True)
class CountingEditions(WithoutHistory):
    """A store that records the channels whose editions are requested."""

    channels: list[str] = field(default_factory=list)

    @override
    async def channel_editions(
        self, channel: str, limit: int, *, kinds: frozenset[EditionKind] = DIGESTS
    ) -> tuple[Edition, ...]:
        if kinds == DIGESTS:
            self.channels.append(channel)
        return await self.store.channel_editions(channel, limit, kinds=kinds)


async def test_merge_reads_the_last_digests_once(counter: Counter) -> None:
    await print_stories(counter, ["a"], ["b"])
    town = counter.town
    editions = CountingEditions(town.store)
    recent = RecentStories(editions)
    editing = StoryEditing(town.clock, town.store, recent, town.event_log)

    await editing.merge(
        manager(counter), {"url": "a", "other": "b"}, town.configuration
    )

    assert editions.channels == [HERE]


async def test_editions_are_parsed_in_a_thread(counter: Counter) -> None:
    started, town = Event(), counter.town
    threads = ThreadPoolExecutor(1, initializer=started.set)
    asyncio.get_running_loop().set_default_executor(threads)
    recent = RecentStories(StoredEdition(town.store))

    (story,) = await recent.of(HERE, town.configuration)

    assert story.ids == ("a",)
    assert started.is_set()


async def test_a_channel_has_at_most_so_many_edits(counter: Counter) -> None:
    edit = StoryEdit(HERE, StoryEditKind.SPLIT, ("x",), ("y",), "x", "U1", NOW)
    for number in range(MOST_EDITS):
        await counter.town.store.edit_story(replace(edit, first=(f"x{number}",)))

    answer = await counter.ask(Verb.SPLIT, manager(counter), url=TOO)

    assert answer.refused == Refusal.BAD_VALUE


async def suggested(
    counter: Counter, verb: Verb, option: str, typed: str = "", channel: str = "C1"
) -> dict[str, str]:
    place = Place("slack", channel, "T1")
    query = AutocompleteQuery(Person("U1"), place, verb, option, typed)
    choices = await counter.commands.suggest(query)
    return {choice.label: choice.state for choice in choices}


async def test_articles_of_the_last_digests_are_suggested_by_title(
    counter: Counter,
) -> None:
    found = await suggested(counter, Verb.SPLIT, "url", "fire on")

    assert [*found] == [FERRY_TOO.title]
    assert len(await suggested(counter, Verb.MERGE, "other")) == 3
    assert await suggested(counter, Verb.MERGE, "url", channel="C9") == {}
    assert (await split(counter, found[FERRY_TOO.title])).startswith("Split here")
    assert await groups(counter) == SPLIT


async def test_edits_are_suggested_by_their_number(counter: Counter) -> None:
    await split(counter)

    (state,) = (await suggested(counter, Verb.UNDO, "number")).values()

    assert state == "1"
    assert await suggested(counter, Verb.UNDO, "number", channel="C2") == {}


def test_of_two_edits_of_a_pair_the_later_one_counts() -> None:
    first = StoryEdit(HERE, StoryEditKind.SPLIT, ("a",), ("b",), "", "U1", NOW, 1)
    second = replace(first, kind=StoryEditKind.MERGE, first=("b",), second=("a",))
    later = replace(second, since=NOW + timedelta(hours=1))

    assert links_of((first,)).apart == (("a", "b"),)
    for edits in ((first, second), (later, first)):
        assert links_of(edits).together == (("a", "b"),)
        assert links_of(edits).apart == ()
