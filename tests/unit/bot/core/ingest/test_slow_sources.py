"""A source or a page that hangs delays neither others nor their digests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from typing_extensions import override

from bot.core.domain.configuration import Source, Topic
from bot.core.domain.errors import StoreError
from bot.core.domain.records import Origin, PolledItem, SourceState, StoredArticle
from bot.core.ingest.article_fetcher import ArticleFetcher
from bot.core.ingest.service import MAX_FAILING_POLLS, IngestService, Progress
from bot.core.operations.periodic_jobs import JobDeps, PeriodicJobs
from bot.core.ports.services import Page
from bot.stores.sql import SqlStore
from bot.stores.sql.database import Database
from tests.fakes.ports import FakeClock
from tests.fakes.reports import BRIDGE, FERRY, SCHOOL
from tests.fakes.town import COURIER, GAZETTE, START, FakeWeb, Paper, Town, open_town

T = TypeVar("T")

TEASER = "<p>A fire in its engine room keeps the Aurora in the port of Lenna.</p>"
FERRY_PAGE = f"{GAZETTE}/ferry"
SOON = timedelta(milliseconds=1)
TICK = timedelta(seconds=5)
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


async def times_of_an_hour(*hanging: str) -> list[datetime]:
    """When the gazette is polled in an hour of jobs, while others hang."""
    async with open_scene() as scene:
        scene.web.hang(*hanging)
        first = begin(scene.jobs.poll())
        await scene.web.until_asked(scene.gazette.feed, *hanging)
        await scene.ingest.poll((scene.gazette.source(),), HOUR, max_age=HOUR)
        for _ in range(int(HOUR / TICK)):
            scene.town.clock.move(TICK)
            await scene.jobs.poll()
        await end(first)
        return scene.web.times[scene.gazette.feed]


async def test_others_are_polled_at_their_times_while_one_hangs() -> None:
    alone = await times_of_an_hour()

    found = await times_of_an_hour(f"{COURIER}/feed.xml")

    assert found == alone
    assert len(found) >= 4


async def test_what_hangs_is_asked_once(scene: Scene) -> None:
    scene.web.hang(scene.courier.feed)
    first = begin(scene.jobs.poll())
    await scene.web.until_asked(scene.courier.feed, scene.gazette.feed)
    # The gazette was asked; wait until its answer is stored, too.
    await scene.ingest.poll((scene.gazette.source(),), HOUR, max_age=HOUR)
    for _ in range(3):
        scene.town.clock.move(HOUR)
        await scene.jobs.poll()

    assert len(scene.web.times[scene.courier.feed]) == 1
    assert len(scene.web.times[scene.gazette.feed]) == 4
    scene.web.let_go()
    await first


async def test_what_is_slow_is_kept_when_it_comes(scene: Scene) -> None:
    scene.web.hang(scene.courier.feed)
    first = begin(scene.jobs.poll())
    await scene.web.until_asked(scene.courier.feed)
    scene.web.let_go()
    await first
    await scene.jobs.read()

    assert await scene.titles() == {FERRY.title, BRIDGE.title}


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


async def test_two_digests_of_one_source_ask_it_once(scene: Scene) -> None:
    scene.web.hang(scene.courier.feed)
    both = [begin(scene.refresh(scene.courier)) for _ in range(2)]
    await scene.web.until_asked(scene.courier.feed)
    scene.web.let_go()
    await asyncio.gather(*both)

    assert scene.web.asked.count(scene.courier.feed) == 1
    assert scene.web.asked.count(f"{COURIER}/bridge") == 1


async def test_a_digest_that_gives_up_leaves_the_poll_to_the_round(
    scene: Scene,
) -> None:
    scene.web.hang(scene.courier.feed)
    polling = begin(scene.jobs.poll())
    await scene.web.until_asked(scene.courier.feed)
    await scene.refresh(scene.courier, SOON)
    scene.web.let_go()
    await polling
    states = await scene.town.store.states()

    assert states[scene.courier.feed].items == 1
    assert scene.web.cancelled == []


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


async def test_a_digest_does_not_wait_for_pages_of_others(scene: Scene) -> None:
    scene.web.hang(f"{COURIER}/bridge")
    await scene.jobs.poll()

    await scene.refresh(scene.gazette)

    assert await scene.titles() == {FERRY.title}
    assert f"{COURIER}/bridge" not in scene.web.times


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


async def test_a_host_that_was_slow_once_is_not_waited_for_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.core.ingest.pending_items._BATCH", 4)
    scene.gazette.reports = [replace(FERRY, name=f"ferry-{n}") for n in range(20)]
    scene.web.hang(*(f"{GAZETTE}/ferry-{n}" for n in range(20)))
    await scene.jobs.poll()

    await scene.refresh(scene.gazette, SOON)

    waiting = await scene.town.store.pending(scene.town.clock.now() + HOUR, 99)
    stood_in = [item for item in waiting if item.has_placeholder]
    assert len(stood_in) == 20
    assert len([url for url in scene.web.times if "ferry-" in url]) <= 2


async def test_a_page_that_is_being_read_is_kept_after_what_stood_in_for_it(
    scene: Scene,
) -> None:
    scene.web.hang(FERRY_PAGE)
    await scene.jobs.poll()
    reading = begin(scene.jobs.read())
    await scene.web.until_asked(FERRY_PAGE)
    await scene.refresh(scene.gazette, SOON)
    scene.web.let_go()
    await reading
    found = [
        one.origin for one in await scene.stored() if one.article.url == FERRY_PAGE
    ]

    assert sorted(found) == [Origin.PAGE, Origin.TITLE]
    assert len(scene.web.times[FERRY_PAGE]) == 1


async def test_what_was_read_just_now_is_not_stood_in_for(scene: Scene) -> None:
    await scene.jobs.poll()
    waiting = await scene.town.store.pending(scene.town.clock.now(), 9)
    ferry = next(one for one in waiting if one.item.url == FERRY_PAGE)
    await scene.jobs.read()
    acquisitions = acquisitions_of(scene)
    answers = iter([True, False])

    await acquisitions.defer(ferry, lambda _: next(answers))

    assert [one.origin for one in await scene.stored()] == [Origin.PAGE] * 2
    assert await scene.town.store.pending(scene.town.clock.now() + HOUR, 9) == ()


async def test_what_another_process_has_read_is_not_read_again(scene: Scene) -> None:
    await scene.jobs.poll()
    waiting = await scene.town.store.pending(scene.town.clock.now(), 9)
    ferry = next(one for one in waiting if one.item.url == FERRY_PAGE)
    await scene.jobs.read()

    await acquisitions_of(scene).defer(ferry)

    assert await scene.town.store.pending(scene.town.clock.now() + HOUR, 9) == ()


def acquisitions_of(scene: Scene) -> ArticleFetcher:
    ingest = scene.ingest
    given = ingest.clock, ingest.readers, ingest.sources, ingest.articles
    return ArticleFetcher(*given, ingest.event_log, {})


class FullStore(SqlStore):
    """Keeps the outcome of no poll; says when it has returned states twice."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.asked_twice = asyncio.Event()
        self._asked = False

    @override
    async def states(self) -> Mapping[str, SourceState]:
        states = await super().states()
        if self._asked:
            self.asked_twice.set()
        self._asked = True
        return states

    @override
    async def record_poll(
        self, state: SourceState, polled_items: Collection[PolledItem], *, now: datetime
    ) -> int:
        raise StoreError("the disk is full")


async def test_an_error_of_the_store_is_told_and_the_next_round_is_made(
    scene: Scene,
) -> None:
    store = scene.town.store
    full = replace(scene.ingest, sources=FullStore(store.database))
    object.__setattr__(scene.town.digest_service, "ingest", full)
    await scene.jobs.poll()
    object.__setattr__(full, "sources", store)
    await scene.jobs.poll()

    assert scene.town.event_log.events("error") == [
        "polling sources failed; Sitrep tries again"
    ]
    assert len(await store.states()) == 2


async def test_an_error_of_the_store_is_raised_to_a_digest_that_waits(
    scene: Scene,
) -> None:
    store = FullStore(scene.town.store.database)
    full = replace(scene.ingest, sources=store)
    scene.web.hang(scene.courier.feed)
    sources = (scene.courier.source(),)
    polling = begin(full.poll(sources, HOUR))
    await scene.web.until_asked(scene.courier.feed)
    refreshing = begin(full.refresh(sources, HOUR))
    # The digest joins the poll once it has read the states, as the poll did before.
    async with asyncio.timeout(10):
        await store.asked_twice.wait()
    scene.web.let_go()
    found = await asyncio.gather(polling, refreshing, return_exceptions=True)

    assert [type(one) for one in found] == [StoreError, StoreError]


async def test_told_to_end_it_polls_and_reads_nothing_any_more(scene: Scene) -> None:
    scene.web.hang(scene.courier.feed)
    polling = begin(scene.jobs.poll())
    await scene.web.until_asked(scene.courier.feed, scene.gazette.feed)
    await scene.ingest.poll((scene.gazette.source(),), HOUR, max_age=HOUR)
    await scene.jobs.end(60)
    scene.town.clock.move(HOUR)
    await scene.ingest.poll((scene.gazette.source(),), HOUR)
    await scene.ingest.fetch((scene.gazette.source(),))

    assert polling.done()
    assert scene.web.asked == [scene.gazette.feed]
    assert scene.town.event_log.events("warning") == []
    assert scene.courier.feed not in await scene.town.store.states()


async def test_told_to_end_it_makes_a_digest_of_all_its_sources_or_none(
    scene: Scene,
) -> None:
    scene.web.hang(scene.courier.feed)
    polling = begin(scene.jobs.poll())
    refreshing = begin(scene.refresh(scene.courier))
    await scene.web.until_asked(scene.courier.feed)
    await scene.refresh(scene.gazette)
    scene.ingest.stop()
    scene.web.let_go()
    await asyncio.gather(polling, refreshing)

    assert await scene.titles() == {FERRY.title, BRIDGE.title}


async def test_cut_short_nothing_is_half_kept_and_all_is_done_again(
    scene: Scene,
) -> None:
    scene.web.hang(FERRY_PAGE)
    await scene.jobs.poll()
    reading = begin(scene.jobs.read())
    await scene.web.until_asked(FERRY_PAGE)
    await end(reading)
    scene.web.let_go()
    await scene.jobs.read()

    assert await scene.titles() == {FERRY.title, BRIDGE.title}


async def test_a_source_in_two_topics_is_asked_once() -> None:
    clock = FakeClock(START)
    paper = Paper(GAZETTE, [FERRY])
    web = HangingWeb(clock, paper)
    twice = Topic("coast", "Coast", (paper.source(), paper.source()))
    async with open_town(paper, topic=twice, clock=clock, web=web) as town:
        sources: tuple[Source, ...] = (paper.source(), paper.source())
        await town.digest_service.ingest.poll(sources, HOUR)

    assert len(web.times[paper.feed]) == 1


async def test_an_intake_is_its_own(scene: Scene) -> None:
    other: IngestService = replace(scene.ingest)
    scene.ingest.stop()

    await other.poll((scene.gazette.source(),), HOUR)

    assert scene.web.asked == [scene.gazette.feed]


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
