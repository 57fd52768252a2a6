from __future__ import annotations

from pathlib import Path

import pytest
from typing_extensions import override

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.errors import FetchTimeoutError
from bot.core.domain.records import Feed
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
