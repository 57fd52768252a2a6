"""A page that hides its article behind a wall is fetched again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.digests.editions import rendered_digest
from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.records import Edition, ItemStatus, Origin
from bot.core.ingest.article_fetcher import RETRY_DELAYS
from bot.core.messages.markdown import to_markdown
from bot.core.text.identity import address_key
from tests.fakes.reports import FERRY
from tests.fakes.town import GAZETTE, Paper, Town, open_town

PAGES = Path(__file__).parents[4] / "data" / "walls"
WALL = (PAGES / "consent_plain.html").read_bytes()
PAGE = f"{GAZETTE}/ferry"
REASON = "the page shows only a request to accept cookies"


@pytest.fixture
async def gazette() -> Paper:
    return Paper(GAZETTE, [FERRY])


@pytest.fixture
async def town(gazette: Paper) -> AsyncIterator[Town]:
    async with open_town(gazette) as opened:
        opened.web.extra[PAGE] = WALL
        yield opened


def front(edition: Edition) -> str:
    return to_markdown(rendered_digest(edition).front)


async def read(town: Town) -> None:
    """Poll and read what is due."""
    await town.digest_service.poll(town.configuration)
    await town.digest_service.fetch(town.configuration)


async def test_what_a_wall_says_is_in_no_digest(town: Town) -> None:
    printed = front(await town.publish())

    assert "cookies" not in printed
    assert FERRY.title in printed


async def test_the_page_is_asked_again_until_it_can_be_read(town: Town) -> None:
    await read(town)
    waiting = await town.store.trace(address_key(PAGE))
    del town.web.extra[PAGE]
    town.clock.move(RETRY_DELAYS[0])
    await read(town)
    there = await town.store.trace(address_key(PAGE))

    assert waiting is not None
    assert waiting.status is ItemStatus.PENDING
    assert there is not None
    assert there.article is not None
    assert there.article.origin is Origin.PAGE


async def test_a_wall_that_stays_leaves_the_title(town: Town) -> None:
    await read(town)
    for pause in RETRY_DELAYS:
        town.clock.move(pause)
        await read(town)
    trace = await town.store.trace(address_key(PAGE))

    assert trace is not None
    assert trace.article is not None
    assert trace.article.origin is Origin.TITLE


async def test_a_source_that_is_a_wall_fails_and_says_why(gazette: Paper) -> None:
    topic = Topic("coast", "Coast", (Source(SourceKind.PAGE, PAGE),))
    async with open_town(gazette, topic=topic) as town:
        town.web.extra[PAGE] = WALL
        printed = front(await town.publish())
        states = await town.store.states()

    assert states[PAGE].error == REASON
    assert REASON in printed
