"""A page that is a source: what its versions tell, and what they never join."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.records import Edition, StoredArticle
from tests.fakes.records import NOW
from tests.fakes.reports import FERRY, FERRY_TOO
from tests.fakes.town import (
    COURIER,
    GAZETTE,
    FakeWeb,
    Paper,
    Report,
    Town,
    open_town,
    page_of,
)

NOTICES = "https://port-of-lenna.example/notices"
TITLE = "Notices of the port of Lenna"
STRIKE_NOTICE = (
    "Crane drivers of the container terminal walked out on Monday morning over the pay "
    "of night shifts. Two of the three cranes stand still, the terminal's operator "
    "Havnekran said."
)
DREDGING = (
    "Dredging of the inner basin ends in April. Vessels with a draught of more than "
    "eight metres wait at the outer pier."
)
FERRY_NOTICE = (
    "The ferry Aurora stays at berth four after a fire in its engine room. The harbour "
    "master Ingrid Solberg closed the berth until Friday."
)
STRIKE = Report(
    "strike",
    "Crane drivers of Lenna walk out over pay of night shifts",
    "Crane drivers walked out at the container terminal of Lenna on Monday morning over "
    "the pay of night shifts, the operator Havnekran said.\n\n"
    "Two of the three cranes stand still. The drivers' union asks for an eighth more for "
    "night shifts, and its chairman Odd Bakke said that the walkout would last a week.",
)


def notices(*parts: str, title: str = TITLE) -> bytes:
    return page_of(Report("notices", title, "\n\n".join(parts)))


@asynccontextmanager
async def open_port(*papers: Paper) -> AsyncIterator[Town]:
    sources = (Source(SourceKind.PAGE, NOTICES), *(paper.source() for paper in papers))
    topic = Topic("coast", "The coast", sources)
    async with open_town(*papers, topic=topic, web=FakeWeb(*papers)) as town:
        yield town


async def stored_articles(town: Town) -> tuple[StoredArticle, ...]:
    urls, month = [source.url for source in town.plan.sources], timedelta(days=30)
    return await town.store.articles(urls, after=NOW - month, until=NOW + month)


def titles(edition: Edition) -> list[str]:
    document = json.loads(edition.document)
    return [story["title"] for story in (*document["stories"], *document["more"])]


def printed(edition: Edition) -> str:
    return " ".join(line.text for line in edition.lines)


async def test_versions_of_a_page_do_not_join_the_events_that_they_report() -> None:
    gazette, courier = Paper(GAZETTE, [STRIKE]), Paper(COURIER, [FERRY_TOO])
    async with open_port(gazette, courier) as town:
        town.web.extra[NOTICES] = notices(STRIKE_NOTICE, DREDGING)
        await town.publish()
        await town.wait(6)
        gazette.publish(FERRY)
        town.web.extra[NOTICES] = notices(FERRY_NOTICE, STRIKE_NOTICE, DREDGING)
        edition = await town.preview()
        stored = await stored_articles(town)
    story_of = {
        (article.article.url, article.article.text[:9]): article.story
        for article in stored
    }
    strike = story_of[f"{GAZETTE}/strike", STRIKE.text[:9]]
    ferry = story_of[f"{GAZETTE}/ferry", FERRY.text[:9]]
    assert strike != ferry
    assert story_of[NOTICES, STRIKE_NOTICE[:9]] == strike
    assert story_of[NOTICES, FERRY_NOTICE[:9]] == ferry
    assert titles(edition) == [FERRY.title]


async def test_a_version_tells_only_what_is_new_in_it() -> None:
    async with open_port() as town:
        town.web.extra[NOTICES] = notices(STRIKE_NOTICE, DREDGING)
        await town.publish()
        await town.wait()
        town.web.extra[NOTICES] = notices(STRIKE_NOTICE, DREDGING, FERRY_NOTICE)
        edition = await town.preview()

    assert "closed the berth until Friday" in printed(edition)
    assert "cranes" not in printed(edition)
    assert "Dredging" not in printed(edition)


async def test_a_version_with_less_text_or_another_order_is_not_told() -> None:
    async with open_port() as town:
        town.web.extra[NOTICES] = notices(STRIKE_NOTICE, DREDGING, FERRY_NOTICE)
        await town.publish()
        for parts in ((FERRY_NOTICE, STRIKE_NOTICE), (DREDGING, FERRY_NOTICE)):
            await town.wait()
            town.web.extra[NOTICES] = notices(*parts, title="News of the port")
            assert titles(await town.preview()) == []
