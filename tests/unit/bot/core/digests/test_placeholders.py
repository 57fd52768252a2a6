from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.digests.editions import rendered_digest
from bot.core.digests.selection import without_placeholders
from bot.core.domain.errors import StatusError
from bot.core.domain.records import Edition, Origin
from bot.core.messages.markdown import to_markdown
from tests.fakes.records import make_stored
from tests.fakes.reports import FERRY
from tests.fakes.town import GAZETTE, Paper, Town, open_town

PAGE = f"{GAZETTE}/ferry"
DOWN = StatusError("the server answers 503 Service Unavailable", 503)
TEASER = "<p>A fire in its engine room keeps the Aurora in the port of Lenna.</p>"
LEAD = "will stay in the port of Lenna"


@pytest.fixture
async def gazette() -> Paper:
    return Paper(GAZETTE, [FERRY])


@pytest.fixture
async def town(gazette: Paper) -> AsyncIterator[Town]:
    async with open_town(gazette) as opened:
        opened.web.break_down(PAGE, DOWN)
        yield opened


def front(edition: Edition) -> str:
    return to_markdown(rendered_digest(edition).front)


async def test_a_title_that_was_linked_is_told_when_its_page_comes(town: Town) -> None:
    first = front(await town.publish())
    del town.web.extra[PAGE]
    await town.wait(24)

    second = front(await town.publish())

    assert LEAD not in first
    assert first.count(FERRY.title) == 1
    assert LEAD in second
    assert "Moved" not in second


async def test_a_story_told_from_the_feed_is_updated_from_its_page(
    town: Town, gazette: Paper
) -> None:
    gazette.reports = [replace(FERRY, summary=TEASER)]
    first = front(await town.publish())
    del town.web.extra[PAGE]
    await town.wait(24)

    second = front(await town.publish())

    assert "from the feed alone" in first
    assert "Moved" in second
    assert "All 212 passengers left the ship" in second
    assert "could not be read" not in second


async def test_a_page_that_stays_away_brings_its_title_once(town: Town) -> None:
    first = front(await town.publish())
    await town.wait(24)

    second = front(await town.publish())

    assert FERRY.title in first
    assert FERRY.title not in second


def test_a_stand_in_is_left_out_when_its_page_is_there() -> None:
    page = make_stored()
    stand_in = replace(page, id="feed", origin=Origin.FEED)

    assert without_placeholders([stand_in, page], shown=set()) == (page,)


def test_a_stand_in_that_was_shown_stays() -> None:
    page = make_stored()
    stand_in = replace(page, id="feed", origin=Origin.FEED)

    assert without_placeholders([stand_in, page], shown={"feed"}) == (stand_in, page)
