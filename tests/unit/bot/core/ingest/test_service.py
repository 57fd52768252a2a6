from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.errors import (
    BusyError,
    FetchTimeoutError,
    GoneError,
    RobotsError,
    StatusError,
)
from bot.core.domain.records import ItemStatus, ItemTrace, Origin, StoredArticle
from bot.core.ingest.article_fetcher import RETRY_DELAYS
from bot.core.text.identity import address_key
from tests.fakes.reports import BRIDGE, FERRY
from tests.fakes.town import COURIER, GAZETTE, START, Paper, Town, open_town

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FERRY_PAGE = f"{GAZETTE}/ferry"


@pytest.fixture
async def gazette() -> Paper:
    return Paper(GAZETTE, [FERRY, BRIDGE])


@pytest.fixture
async def town(gazette: Paper) -> AsyncIterator[Town]:
    async with open_town(gazette) as opened:
        yield opened


async def refresh(town: Town) -> tuple[StoredArticle, ...]:
    """Read all sources; everything that is stored, in the order in which it came."""
    sources = town.configuration.sources
    await town.digest_service.ingest.refresh(sources, town.configuration.poll)
    return await articles(town)


async def articles(town: Town) -> tuple[StoredArticle, ...]:
    urls = [source.url for source in town.configuration.sources]
    return await town.store.articles(urls, after=EPOCH, until=town.clock.now())


async def trace(town: Town, url: str) -> ItemTrace:
    found = await town.store.trace(address_key(url))
    assert found is not None
    return found


def titles(found: tuple[StoredArticle, ...]) -> list[str | None]:
    return sorted((one.article.title for one in found), key=str)


async def test_each_item_becomes_an_article_with_the_text_of_its_page(
    town: Town,
) -> None:
    found = await refresh(town)

    texts = {one.article.url: one.article.text for one in found}
    assert texts[FERRY_PAGE].startswith("The ferry Aurora will stay")
    assert "trained its crew anew." in texts[FERRY_PAGE]
    assert {one.origin for one in found} == {Origin.PAGE}


async def test_an_unchanged_feed_is_not_parsed_and_no_page_is_fetched(
    town: Town,
) -> None:
    await refresh(town)
    town.web.asked.clear()
    await town.wait(1)
    await refresh(town)

    assert town.web.asked == [f"{GAZETTE}/feed.xml"]


async def test_edits_make_no_new_article(town: Town, gazette: Paper) -> None:
    await refresh(town)
    gazette.reports = [
        replace(FERRY, title="Update: ferry stays", day=START + timedelta(days=1)),
        replace(BRIDGE, query="?utm_source=feed", guid="urn:bridge"),
    ]
    await town.wait(1)

    assert titles(await refresh(town)) == [BRIDGE.title, FERRY.title]


async def test_the_same_text_at_a_new_address_is_known(
    town: Town, gazette: Paper
) -> None:
    await refresh(town)
    gazette.publish(replace(FERRY, name="ferry-stays", guid="9"))
    await town.wait(1)
    await refresh(town)

    assert len(await articles(town)) == 2
    found = await trace(town, f"{GAZETTE}/ferry-stays")
    assert found.status is ItemStatus.KNOWN
    assert found.note == f"same text as {FERRY_PAGE}, seen before"


async def test_a_copy_on_another_site_is_an_article_that_names_its_original() -> None:
    papers = Paper(GAZETTE, [FERRY]), Paper(COURIER)
    async with open_town(*papers) as town:
        await refresh(town)
        papers[1].publish(replace(FERRY, name="agency/ferry"))
        await town.wait(1)
        original, copy = await refresh(town)

    assert copy.copy_of == original.id
    assert original.copy_of is None


@pytest.mark.parametrize(
    "error",
    [
        RobotsError("robots.txt keeps programs out"),
        StatusError("the server answers 404 Not Found", 404),
        StatusError("the server answers 403 Forbidden", 403),
    ],
)
async def test_the_feed_s_own_text_stands_in_for_a_page_that_cannot_be_had(
    town: Town, gazette: Paper, error: StatusError
) -> None:
    gazette.reports[0] = replace(FERRY, summary=f"<p>{FERRY.text[:400]}</p>")
    town.web.break_down(FERRY_PAGE, error)
    found = await refresh(town)

    ferry = next(one for one in found if one.article.title == FERRY.title)
    assert ferry.origin is Origin.FEED
    assert ferry.article.text == " ".join(FERRY.text[:400].split())
    assert ferry.article.url == FERRY_PAGE


@pytest.mark.parametrize(
    "error",
    [
        FetchTimeoutError("slow"),
        BusyError("busy", 429),
        StatusError("the server answers 502 Bad Gateway", 502),
    ],
)
async def test_a_page_that_cannot_be_had_just_now_is_waited_for(
    town: Town, error: StatusError
) -> None:
    town.web.break_down(FERRY_PAGE, error)
    sources = town.configuration.sources
    await town.digest_service.ingest.poll(sources, town.configuration.poll)
    await town.digest_service.ingest.fetch(sources)
    waiting = await trace(town, FERRY_PAGE)
    del town.web.extra[FERRY_PAGE]
    town.clock.move(RETRY_DELAYS[0])
    await town.digest_service.ingest.fetch(sources)

    assert waiting.status is ItemStatus.PENDING
    assert (await trace(town, FERRY_PAGE)).status is ItemStatus.READ


async def test_a_page_is_not_waited_for_for_ever(town: Town) -> None:
    town.web.break_down(FERRY_PAGE)
    sources = town.configuration.sources
    await town.digest_service.ingest.poll(sources, town.configuration.poll)
    for pause in (timedelta(), *RETRY_DELAYS):
        town.clock.move(pause)
        await town.digest_service.ingest.fetch(sources)

    assert (await trace(town, FERRY_PAGE)).status is ItemStatus.READ


async def test_one_bad_source_costs_no_other() -> None:
    good, bad = Paper(GAZETTE, [FERRY]), Paper(COURIER, [BRIDGE])
    async with open_town(bad, good) as town:
        town.web.extra[bad.feed] = b"\x00\xff not a feed"
        found = await refresh(town)
        states = await town.store.states()

    assert titles(found) == [FERRY.title]
    assert states[bad.feed].failures == 1
    assert states[good.feed].failures == 0


async def test_a_page_instead_of_a_feed_leads_to_the_feed_it_links_to(
    gazette: Paper,
) -> None:
    source = Source(SourceKind.FEED, GAZETTE)
    async with open_town(gazette, topic=Topic("coast", "Coast", (source,))) as town:
        town.web.extra[GAZETTE] = (
            b'<html><head><link rel="alternate" type="application/rss+xml" '
            b'href="/feed.xml"></head><body>News</body></html>'
        )
        found = await refresh(town)
        state = (await town.store.states())[GAZETTE]
        await town.wait(1)
        await refresh(town)

    assert len(found) == 2
    assert state.moved == gazette.feed
    assert town.web.asked.count(GAZETTE) == 1
    assert (
        "source has moved; change its address in the configuration"
        in town.event_log.events("info")
    )


async def test_the_operator_is_told_once_of_a_source_that_keeps_failing(
    town: Town, gazette: Paper
) -> None:
    town.web.break_down(gazette.feed)
    for _ in range(60):
        await town.digest_service.poll(town.configuration)
        await town.wait(1)
    del town.web.extra[gazette.feed]
    await town.wait(6)
    await town.digest_service.poll(town.configuration)

    assert town.event_log.events("warning") == [
        "source keeps failing; Sitrep tries again"
    ]
    assert town.event_log.events("info") == ["source works again"]


async def test_a_feed_that_is_gone_is_told_of_once_and_never_asked_again(
    town: Town, gazette: Paper
) -> None:
    town.web.break_down(gazette.feed, GoneError("gone", 410))
    for _ in range(9):
        await town.digest_service.poll(town.configuration)
        await town.wait(24)

    assert town.event_log.events("warning") == [
        "source is gone; Sitrep does not poll it any more"
    ]
    assert town.web.asked == [gazette.feed]
