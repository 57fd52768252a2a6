from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typing_extensions import override

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.errors import FetchTimeoutError
from bot.core.domain.records import ExtractedArticle, Feed, PageLinks
from bot.core.ingest.poller import MAX_PROBES, ProbeResult, SourceReaders, probe_sources
from bot.core.ports.services import Page
from bot.sources.files import Files
from tests.fakes.ports import FakeClock
from tests.fakes.reports import BRIDGE, FERRY, SCHOOL
from tests.fakes.town import COURIER, GAZETTE, FakeWeb, Hands, Paper


class Clumsy(Hands):
    """Workers with a mistake in them."""

    @override
    async def parse_feed(self, page: Page) -> Feed:
        raise ZeroDivisionError(page.url)


class Counting(Hands):
    """Workers that count the tasks that parse a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tasks: list[str] = []

    @override
    async def extract(self, page: Page) -> ExtractedArticle:
        self.tasks.append("article")
        return await super().extract(page)

    @override
    async def links(self, page: Page) -> PageLinks:
        self.tasks.append("links")
        return await super().links(page)

    @override
    async def article_or_links(self, page: Page) -> ExtractedArticle | PageLinks:
        self.tasks.append("article or links")
        return await super().article_or_links(page)


def feed(url: str) -> Source:
    return Source(SourceKind.FEED, url)


def page(url: str) -> Source:
    return Source(SourceKind.PAGE, url)


@pytest.fixture
def web() -> FakeWeb:
    return FakeWeb(Paper(GAZETTE, [FERRY, BRIDGE]), Paper(COURIER, [SCHOOL]))


async def tried(
    web: FakeWeb, *sources: Source, hands: Hands | None = None
) -> tuple[ProbeResult, ...]:
    used = hands or Hands()
    return await probe_sources(
        sources, SourceReaders(web, used, Files(), used), FakeClock()
    )


async def test_each_source_tells_what_it_has(web: FakeWeb, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails.")
    (tmp_path / "b.md").write_text("The ferry sails again.")
    folder = Source(SourceKind.FILE, str(tmp_path))

    trials = await tried(
        web,
        feed(f"{GAZETTE}/feed.xml"),
        feed(f"{COURIER}/feed.xml"),
        page(f"{GAZETTE}/ferry"),
        folder,
    )

    assert [trial.summary for trial in trials] == [
        *("2 items", "1 item", "an article", "2 texts")
    ]
    assert [trial.error for trial in trials] == [None] * 4


_FERRY = page(f"{GAZETTE}/ferry")


@pytest.mark.parametrize(
    ("source", "task", "summary"),
    [
        (_FERRY, "article or links", "an article"),
        (replace(_FERRY, follow=False), "article", "an article"),
        (
            replace(_FERRY, follow=True),
            "links",
            "an index of articles, 1 link to follow",
        ),
    ],
)
async def test_each_page_is_parsed_once(
    web: FakeWeb, source: Source, task: str, summary: str
) -> None:
    hands = Counting()
    link = b"<a href='/strike'>Strike closes the port of Lenna for a week</a>"
    body = web.papers[0].pages()[source.url]
    web.extra[source.url] = body.replace(b"</body>", link)

    (trial,) = await tried(web, source, hands=hands)

    assert hands.tasks == [task]
    assert trial.summary == summary


async def test_a_source_that_fails_costs_no_other(web: FakeWeb) -> None:
    web.break_down(f"{GAZETTE}/feed.xml", FetchTimeoutError("the server is too slow"))

    broken, missing, empty, whole = await tried(
        web,
        feed(f"{GAZETTE}/feed.xml"),
        page(f"{GAZETTE}/nothing"),
        Source(SourceKind.FILE, "/nowhere/at/all"),
        feed(f"{COURIER}/feed.xml"),
    )

    assert broken.error == "the server is too slow"
    assert missing.error == "the server answers 404 Not Found"
    assert empty.error == 'file not found: "/nowhere/at/all"'
    assert whole.summary == "1 item"


async def test_what_is_no_feed_says_so(web: FakeWeb) -> None:
    (trial,) = await tried(web, feed(f"{GAZETTE}/ferry"))

    assert trial.error is not None
    assert "feed" in trial.error


async def test_a_mistake_in_the_program_costs_no_other_source(web: FakeWeb) -> None:
    broken, whole = await tried(
        web, feed(f"{GAZETTE}/feed.xml"), page(f"{GAZETTE}/ferry"), hands=Clumsy()
    )

    assert broken.error == f"ZeroDivisionError('{GAZETTE}/feed.xml')"
    assert whole.summary == "an article"


async def test_trials_stand_in_the_order_of_the_sources(web: FakeWeb) -> None:
    sources = [page(f"{GAZETTE}/{number}") for number in range(3 * MAX_PROBES)]

    trials = await tried(web, *sources)

    assert [trial.source for trial in trials] == sources


async def test_no_sources_are_no_trials(web: FakeWeb) -> None:
    assert await tried(web) == ()
