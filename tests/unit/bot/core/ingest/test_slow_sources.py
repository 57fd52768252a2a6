"""A source or a page that hangs delays neither others nor their digests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from typing_extensions import override

from bot.core.domain.records import Origin, StoredArticle
from bot.core.ingest.service import MAX_FAILING_POLLS, Progress
from bot.core.operations.periodic_jobs import JobDeps, PeriodicJobs
from bot.core.ports.services import Page
from tests.fakes.ports import FakeClock
from tests.fakes.reports import BRIDGE, FERRY, SCHOOL
from tests.fakes.town import COURIER, GAZETTE, START, FakeWeb, Paper, Town, open_town

T = TypeVar("T")

TEASER = "<p>A fire in its engine room keeps the Aurora in the port of Lenna.</p>"
FERRY_PAGE = f"{GAZETTE}/ferry"
SOON = timedelta(milliseconds=1)
HOUR = timedelta(hours=1)


class HangingWeb(FakeWeb):
    """Some addresses answer only when they are let go; the clock says who asked when."""

    def __init__(self, clock: FakeClock, *papers: Paper) -> None:
        super().__init__(*papers)
        self.clock = clock
        self.gates: dict[str, asyncio.Event] = {}
        self.times: dict[str, list[datetime]] = {}
        self.cancelled: list[str] = []
        self._asked = asyncio.Event()

    @override
    async def crawl(self, url: str) -> Page:
        self.times.setdefault(url, []).append(self.clock.now())
        self._asked.set()
        if url in self.gates:
            try:
                await self.gates[url].wait()
            except asyncio.CancelledError:
                self.cancelled.append(url)
                raise
        return await super().crawl(url)

    def hang(self, *urls: str) -> None:
        """Let these addresses answer no more."""
        self.gates |= {url: asyncio.Event() for url in urls}

    def let_go(self) -> None:
        """Let everything answer."""
        for gate in self.gates.values():
            gate.set()
        self.gates = {}

    async def until_asked(self, *urls: str) -> None:
        """Wait until these were asked for."""
        async with asyncio.timeout(10):
            while not all(url in self.times for url in urls):
                self._asked.clear()
                await self._asked.wait()


class Scene:
    """A gazette and a courier, each with a digest of its own, and the bot's jobs."""

    def __init__(self, town: Town, web: HangingWeb) -> None:
        self.town = town
        self.web = web
        self.gazette, self.courier = web.papers
        self.ingest = town.digest_service.ingest
        given = town.digest_service, town.delivery, town.event_log
        services = JobDeps(town.clock, town.wanted, *given)
        self.jobs = PeriodicJobs(services, town.clock.now())

    async def refresh(self, paper: Paper, patience: timedelta | None = None) -> None:
        """Read one paper for somebody who waits."""
        await self.ingest.refresh(
            (paper.source(),),
            self.town.configuration.poll,
            progress=Progress(timeout=patience),
        )

    async def stored(self) -> tuple[StoredArticle, ...]:
        """Everything that is kept."""
        urls = [paper.feed for paper in self.web.papers]
        now = self.town.clock.now()
        return await self.town.store.articles(urls, after=START - HOUR, until=now)

    async def titles(self) -> set[str | None]:
        """The titles of all articles that are kept."""
        return {one.article.title for one in await self.stored()}


@asynccontextmanager
async def open_scene() -> AsyncIterator[Scene]:
    """Both papers, with one report each."""
    clock = FakeClock(START)
    web = HangingWeb(clock, Paper(GAZETTE, [FERRY]), Paper(COURIER, [BRIDGE]))
    async with open_town(*web.papers, clock=clock, web=web) as town:
        yield Scene(town, web)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with open_scene() as opened:
        yield opened


def begin(work: Awaitable[T]) -> asyncio.Future[T]:
    """Begin something that may hang."""
    return asyncio.ensure_future(work)


async def end(*tasks: asyncio.Future[T]) -> None:
    """Cut it short."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_digest_does_not_wait_for_another_one_s_source(scene: Scene) -> None:
    scene.web.hang(scene.courier.feed)
    polling = begin(scene.jobs.poll())
    await scene.web.until_asked(scene.courier.feed)

    await scene.refresh(scene.gazette)

    assert await scene.titles() == {FERRY.title}
    assert not polling.done()
    await end(polling)


async def test_a_digest_waits_for_the_poll_of_its_source_and_asks_no_second_time(
    scene: Scene,
) -> None:
    scene.web.hang(scene.courier.feed)
    polling = begin(scene.jobs.poll())
    await scene.web.until_asked(scene.courier.feed)
    refreshing = begin(scene.refresh(scene.courier))
    await scene.refresh(scene.gazette)
    assert not refreshing.done()
    scene.web.let_go()
    await refreshing

    assert BRIDGE.title in await scene.titles()
    assert len(scene.web.times[scene.courier.feed]) == 1
    await polling


async def test_a_digest_waits_only_so_long_for_its_source(scene: Scene) -> None:
    scene.web.hang(scene.courier.feed)

    await scene.refresh(scene.courier, SOON)

    assert scene.web.cancelled == [scene.courier.feed]
    assert scene.courier.feed not in await scene.town.store.states()


async def test_pages_of_a_host_that_hangs_hold_up_no_other_s(scene: Scene) -> None:
    many = [replace(FERRY, name=f"ferry-{n}") for n in range(30)]
    scene.gazette.reports = many
    scene.web.hang(*(f"{GAZETTE}/{one.name}" for one in many))
    await scene.jobs.poll()
    reading = begin(scene.jobs.read())
    await scene.web.until_asked(f"{COURIER}/bridge")
    scene.courier.publish(SCHOOL)
    scene.town.clock.move(HOUR)
    await scene.jobs.poll()
    later = begin(scene.jobs.read())
    await later

    assert await scene.titles() == {BRIDGE.title, SCHOOL.title}
    assert len([url for url in scene.web.times if url.startswith(f"{GAZETTE}/fe")]) == 3
    await end(reading)


async def test_what_stands_in_for_a_page_that_hangs_is_told_at_once(
    scene: Scene,
) -> None:
    scene.gazette.reports = [replace(FERRY, summary=TEASER)]
    scene.web.hang(FERRY_PAGE)
    await scene.jobs.poll()
    await scene.refresh(scene.gazette, SOON)
    (stood_in,) = await scene.stored()
    scene.web.let_go()
    scene.town.clock.move(HOUR)
    await scene.jobs.read()
    both = await scene.stored()

    assert stood_in.origin is Origin.FEED
    assert {one.origin for one in both if one.article.title == FERRY.title} == {
        Origin.FEED,
        Origin.PAGE,
    }


async def test_however_many_hosts_hang_they_delay_only_each_other() -> None:
    clock, hanging = (
        FakeClock(START),
        [Paper(f"https://h{i}.example") for i in range(200)],
    )
    web = HangingWeb(clock, Paper(GAZETTE, [FERRY]), *hanging)
    async with open_town(*web.papers, clock=clock, web=web) as town:
        sources, interval = town.configuration.sources, town.configuration.poll
        ingest = town.digest_service.ingest
        for paper in hanging:
            web.break_down(paper.feed)
        await ingest.poll(sources, interval)
        web.hang(*(paper.feed for paper in hanging))
        web.times.clear()
        # All are due again, the gazette last of all.
        clock.move(HOUR)
        polling = begin(ingest.poll(sources, interval))

        await web.until_asked(f"{GAZETTE}/feed.xml")

        assert len(web.times) <= 1 + MAX_FAILING_POLLS
        await end(polling)
