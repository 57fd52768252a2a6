"""``why`` names the splits and merges that hold for an article."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.commands.requests import Verb
from bot.core.digests.explain import Explainer
from bot.core.digests.story_edits import ChannelEdits, deciding_edits
from bot.core.domain.records import StoryEdit, StoryEditKind
from bot.core.messages.markdown import to_markdown
from bot.workers.briefing_tasks import main_actors
from tests.fakes.contexts import NOW
from tests.fakes.reception import Counter, open_counter, text_of
from tests.fakes.reports import BRIDGE, FERRY, FERRY_TOO, SCHOOL
from tests.fakes.town import COURIER, GAZETTE, Paper

HERE, THERE = "slack/C1", "slack/C2"
HOUR = timedelta(hours=1)
SPLIT, MERGE = StoryEditKind.SPLIT, StoryEditKind.MERGE
TOO = f"{COURIER}/{FERRY_TOO.name}"


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """A reception that has read four articles."""
    papers = Paper(GAZETTE, [FERRY, BRIDGE, SCHOOL]), Paper(COURIER, [FERRY_TOO])
    async with open_counter(*papers) as opened:
        await opened.town.preview()
        yield opened


async def ids(counter: Counter) -> dict[str, str]:
    """The ids of the articles by title."""
    town = counter.town
    urls = [source.url for source in town.configuration.sources]
    articles = await town.store.articles(
        urls, after=NOW - 48 * HOUR, until=town.clock.now()
    )
    return {each.article.title or "": each.id for each in articles}


async def edit(
    counter: Counter,
    kind: StoryEditKind,
    *titles: str,
    channel: str = HERE,
    hours: int = 0,
) -> StoryEdit:
    """Split the first article from the others here, or merge it with them."""
    first, *second = [(await ids(counter))[title] for title in titles]
    since = NOW + hours * HOUR
    row = StoryEdit(channel, kind, (first,), tuple(second), "", "U7", since)
    return await counter.town.store.edit_story(row)


async def rows(counter: Counter, url: str = TOO, channel: str = "C1") -> list[str]:
    """The lines on splits and merges, asked in a channel."""
    answer = await counter.ask(Verb.WHY, counter.context(channel=channel), url=url)
    return edit_lines(text_of(answer))


def edit_lines(text: str) -> list[str]:
    words = ("**split**", "**merged**", "**séparé**", "**réuni**")
    plain = text.replace("\xa0", " ").replace("\\", "")
    lines = [line.removeprefix("- ") for line in plain.splitlines()]
    return [line for line in lines if line.startswith(words)]


async def test_a_split_is_told_with_who_and_when(counter: Counter) -> None:
    await edit(counter, SPLIT, FERRY_TOO.title, FERRY.title)

    told = await rows(counter)

    assert told == [
        f"**split** here by U7, Mon 2 Mar, 06:00, from: {FERRY.title}",
    ]
    assert await rows(counter, f"{GAZETTE}/{FERRY.name}") == [
        f"**split** here by U7, Mon 2 Mar, 06:00, from: {FERRY_TOO.title}",
    ]


async def test_a_merge_is_told_with_the_articles_that_it_joined(
    counter: Counter,
) -> None:
    await edit(counter, MERGE, FERRY_TOO.title, BRIDGE.title, SCHOOL.title)

    assert await rows(counter) == [
        f"**merged** here by U7, Mon 2 Mar, 06:00, with: {BRIDGE.title}; {SCHOOL.title}"
    ]


async def test_own_edits_are_told_as_such(counter: Counter) -> None:
    await edit(counter, SPLIT, FERRY_TOO.title, FERRY.title)
    context = counter.context("U7")

    answer = await counter.ask(Verb.WHY, context, url=TOO)

    (line,) = edit_lines(text_of(answer))
    assert line.startswith("**split** here by you, Mon 2 Mar, 06:00")


async def test_an_edit_is_told_in_its_channel_alone(counter: Counter) -> None:
    await edit(counter, SPLIT, FERRY_TOO.title, FERRY.title, channel=THERE)

    assert await rows(counter) == []
    assert await rows(counter, f"{GAZETTE}/{BRIDGE.name}", "C2") == []
    assert len(await rows(counter, channel="C2")) == 1


async def test_an_edit_that_a_later_one_replaced_is_not_told(counter: Counter) -> None:
    await edit(counter, SPLIT, FERRY_TOO.title, FERRY.title)
    await edit(counter, MERGE, FERRY.title, FERRY_TOO.title, hours=1)

    assert await rows(counter) == [
        f"**merged** here by U7, Mon 2 Mar, 07:00, with: {FERRY.title}"
    ]


async def test_an_edit_that_was_undone_is_not_told(counter: Counter) -> None:
    kept = await edit(counter, SPLIT, FERRY_TOO.title, FERRY.title)
    await counter.town.store.undo_edit(HERE, kept.number)

    assert await rows(counter) == []


async def test_the_line_is_in_the_language_of_the_configuration(
    counter: Counter,
) -> None:
    await edit(counter, SPLIT, FERRY_TOO.title, FERRY.title)
    await edit(counter, MERGE, FERRY_TOO.title, BRIDGE.title, hours=1)
    french = replace(counter.town.configuration, language="fr")
    counter.configuration.value = french

    assert await rows(counter) == [
        f"**séparé** ici par U7, lun. 2 mars, 06:00, de : {FERRY.title}",
        f"**réuni** ici par U7, lun. 2 mars, 07:00, avec : {BRIDGE.title}",
    ]


async def test_the_operator_is_told_of_each_channel(counter: Counter) -> None:
    store = counter.town.store
    await edit(counter, SPLIT, FERRY_TOO.title, FERRY.title)
    await edit(counter, MERGE, FERRY_TOO.title, FERRY.title, channel=THERE, hours=1)
    tracer = Explainer(store, store, store, main_actors, edits=ChannelEdits(store))

    message = await tracer.explain(TOO, counter.town.configuration, NOW + 2 * HOUR)

    assert message is not None
    assert edit_lines(to_markdown(message)) == [
        f"**split** in slack/C1 by U7, Mon 2 Mar, 06:00, from: {FERRY.title}",
        f"**merged** in slack/C2 by U7, Mon 2 Mar, 07:00, with: {FERRY.title}",
    ]


def test_an_edit_decides_as_long_as_one_of_its_pairs_is_not_replaced() -> None:
    first = StoryEdit(HERE, SPLIT, ("a",), ("b", "c"), "", "U1", NOW, 1)
    hour = timedelta(hours=1)
    later = StoryEdit(HERE, MERGE, ("b",), ("a",), "", "U1", NOW + hour, 2)
    last = replace(later, second=("a", "c"), since=NOW + 2 * hour, number=3)

    assert deciding_edits([later, first], "a") == (first, later)
    assert deciding_edits([later, first], "b") == (later,)
    assert deciding_edits([later, first], "d") == ()
    assert deciding_edits([first, later, last], "b") == (last,)
