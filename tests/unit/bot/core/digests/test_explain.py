from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.digests.explain import Explainer
from bot.core.domain.configuration import Source, SourceKind, Topic, WatchedActor
from bot.core.domain.errors import StatusError
from bot.core.messages.markdown import to_markdown
from bot.core.text.identity import NEWEST
from bot.workers.story_tasks import main_actors
from tests.fakes.reports import BRIDGE, FERRY, FERRY_LATER, FERRY_TOO, SCHOOL
from tests.fakes.town import COURIER, GAZETTE, Paper, Town, open_town


@pytest.fixture
async def courier() -> Paper:
    return Paper(COURIER, [FERRY_TOO])


@pytest.fixture
async def town(courier: Paper) -> AsyncIterator[Town]:
    async with open_town(Paper(GAZETTE, [FERRY, BRIDGE]), courier) as opened:
        yield opened


async def why(
    town: Town, url: str, channel: str | None = None, *, explained: bool = True
) -> str:
    """Explain the address, as text without the marks of Markdown."""
    tracer = Explainer(
        *(town.store, town.store, town.store, main_actors), explained=explained
    )
    message = await tracer.explain(
        url, town.configuration, town.clock.now(), channel=channel
    )
    return "" if message is None else to_markdown(message).replace("\\", "")


@pytest.mark.parametrize("url", ["", "ferry", "http://[bad", "\ud800", "x" * 9_000])
async def test_what_is_no_address_is_unknown(town: Town, url: str) -> None:
    await town.preview()

    assert await why(town, url) == ""


async def test_an_item_beyond_the_newest_is_told_of(town: Town) -> None:
    names = [f"school-{number}" for number in range(NEWEST)]
    town.web.papers[0].publish(*(replace(SCHOOL, name=name) for name in names))
    await town.digest_service.poll(town.configuration)

    assert "Not fetched" in await why(town, f"{GAZETTE}/bridge")


async def test_an_item_that_was_known_says_as_what(town: Town) -> None:
    await town.preview()
    town.web.papers[0].publish(replace(FERRY, name="ferry-again"))
    await town.wait()
    await town.preview()

    told = await why(town, f"{GAZETTE}/ferry-again")

    assert f"Not new: same text as {GAZETTE}/ferry, seen before." in told


async def test_an_item_that_gave_nothing_says_why(town: Town) -> None:
    town.web.papers[0].publish(replace(SCHOOL, title=""))
    town.web.break_down(f"{GAZETTE}/school", StatusError("the page is gone", 410))
    await town.preview()

    told = await why(town, f"{GAZETTE}/school")

    assert "Its text could not be read: the page is gone." in told


async def test_why_it_belongs_to_a_topic_is_told(town: Town) -> None:
    await town.preview()
    (topic,) = town.configuration.topics
    watching = replace(topic, include=("fire",), actors=(WatchedActor("Nordlinje"),))
    stranger = Topic("other", "Other", (Source(SourceKind.FEED, f"{COURIER}/x"),))
    town.configuration = replace(
        town.configuration,
        topics=(watching, replace(topic, exclude=("ferry",)), stranger),
    )

    told = await why(town, f"{GAZETTE}/ferry")

    assert '**The coast** in: "fire" matched in the title; names Nordlinje' in told
    assert '**The coast** out: excluded: "ferry" matched in the title' in told
    assert "Other" not in told


async def test_an_article_whose_source_was_taken_out_belongs_to_no_topic(
    town: Town,
) -> None:
    await town.preview()
    town.configuration = replace(town.configuration, topics=())

    told = await why(town, f"{GAZETTE}/ferry")

    assert "no topic has a source that listed it" in told


async def test_an_article_is_in_the_digest_that_showed_it_and_in_no_update(
    town: Town, courier: Paper
) -> None:
    first = await town.publish()
    courier.publish(FERRY_LATER)
    await town.wait()
    second = await town.publish()

    told = await why(town, f"{GAZETTE}/ferry")

    assert first.id in told
    assert second.id not in told
    assert second.id in await why(town, f"{COURIER}/divers")


async def test_a_reader_sees_the_printed_lines_without_ids_and_scores(
    town: Town,
) -> None:
    first = await town.publish()

    told = await why(town, f"{GAZETTE}/ferry", explained=False)

    assert first.digest in told
    assert "with a summary" in told
    assert "The ferry Aurora will stay in the port" in told
    assert first.id not in told
    assert "rank" not in told
    assert "similarity" not in told


async def test_a_reader_is_told_why_nothing_was_printed(town: Town) -> None:
    await town.preview()

    told = await why(town, f"{GAZETTE}/ferry", explained=False)

    assert "in none of the latest digests: none was posted since" in told


async def test_an_article_without_news_says_so(town: Town, courier: Paper) -> None:
    await town.publish()
    courier.publish(replace(FERRY, name="agency"))
    await town.wait()
    await town.publish()

    told = await why(town, f"{COURIER}/agency")

    assert "left out: nothing in it was new to the channel" in told


@pytest.mark.parametrize("composed", [True, False])
async def test_a_workspace_learns_nothing_of_articles_of_others(
    town: Town, *, composed: bool
) -> None:
    if composed:
        await town.preview()
    else:
        await town.digest_service.poll(town.configuration)
    town.configuration = replace(town.configuration, topics=(), workspaces=())

    assert await why(town, f"{GAZETTE}/ferry", "slack/acme/C1") == ""
    assert "First seen" in await why(town, f"{GAZETTE}/ferry")
