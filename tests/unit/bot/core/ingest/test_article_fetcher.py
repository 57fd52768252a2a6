from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

import pytest
from typing_extensions import override

from bot.core.domain.configuration import Source
from bot.core.domain.errors import FetchTimeoutError, ParseCrashedError
from bot.core.domain.records import Origin, StoredArticle
from bot.core.ingest.service import IngestService
from bot.core.ports.services import Page
from tests.fakes.reports import SCHOOL
from tests.fakes.town import GAZETTE, START, Hands, Paper, Town, open_town

PAGE = f"{GAZETTE}/school"


class Clumsy(Hands):
    """Workers that read nothing."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    @override
    async def extract(self, page: Page) -> NoReturn:
        raise self._error

    @override
    async def extract_fragment(self, markup: str) -> NoReturn:
        raise self._error


def ingest(town: Town, hands: Hands) -> IngestService:
    """The town's intake with these workers."""
    found = town.digest_service.ingest
    return replace(found, readers=replace(found.readers, articles=hands))


async def read(
    town: Town, sources: Sequence[Source], hands: Hands | None = None
) -> tuple[StoredArticle, ...]:
    """Read the sources; what came of them."""
    await ingest(town, hands or Hands()).refresh(sources, town.configuration.poll)
    urls = [source.url for source in sources]
    return await town.store.articles(
        urls, after=START - town.configuration.keep, until=town.clock.now()
    )


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ParseCrashedError("too much memory"), []),
        (
            ZeroDivisionError("by zero"),
            [
                "article of a source not read because of an unexpected error; report this bug",
                "article of a source not read because of an unexpected error; report this bug",
            ],
        ),
    ],
)
async def test_whatever_goes_wrong_with_a_page_its_title_is_left(
    error: Exception, told: list[str]
) -> None:
    paper = Paper(GAZETTE, [replace(SCHOOL, summary="<p>They strike.</p>")])
    async with open_town(paper) as town:
        (found,) = await read(town, [paper.source()], Clumsy(error))

    assert (found.origin, found.article.text) == (Origin.TITLE, SCHOOL.title)
    assert town.event_log.events("error") == told


async def test_an_item_without_a_stand_in_waits_on_for_its_page() -> None:
    paper = Paper(GAZETTE, [replace(SCHOOL, title="")])
    async with open_town(paper) as town:
        town.web.break_down(PAGE, FetchTimeoutError("the server is too slow"))
        nothing = await read(town, [paper.source()])
        del town.web.extra[PAGE]
        found = await read(town, [paper.source()])

    assert nothing == ()
    assert [one.article.text for one in found] == [SCHOOL.text]
