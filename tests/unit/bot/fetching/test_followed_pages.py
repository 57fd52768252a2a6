"""A section front on a real server on loopback brings its articles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.records import ItemStatus, ItemTrace, SourceState
from bot.core.ingest.poller import SourceReaders, probe_sources
from bot.core.ingest.service import IngestService
from bot.core.text.identity import NEWEST, OLD_AFTER, address_key
from bot.fetching import GuardedFetcher, Reach
from bot.sources.files import Files
from bot.stores.sql import SqlStore, open_store
from tests.fakes.ports import FakeClock, FakeJournal
from tests.fakes.reports import BRIDGE, FERRY, SCHOOL
from tests.fakes.town import START, Hands, Report, page_of
from tests.fakes.web import LoopbackSite, names, page, redirect

HOST, OUTSIDE = "good.test", "127.0.0.2"
REACH = Reach(lambda address: address == OUTSIDE, None)
NAMES = names({HOST: (OUTSIDE,)})
ROBOTS = page("User-agent: *\nDisallow: /closed", "Content-Type: text/plain")
HEADLINE = "What the port of Lenna reports today"
POLL, DAY = timedelta(minutes=15), timedelta(days=1)
OLD_FERRY = replace(FERRY, day=START - 120 * DAY)


def front(addresses: Iterable[str]) -> bytes:
    listed = (f'<h2><a href="{each}">{HEADLINE}</a></h2>' for each in addresses)
    return page(f"<html><body><h1>Harbour</h1>{''.join(listed)}</body></html>")


def article(report: Report) -> bytes:
    return page(page_of(report))


ARTICLES: Mapping[str, bytes] = {
    "/robots.txt": ROBOTS,
    "/ferry": article(FERRY),
    "/bridge": article(BRIDGE),
    "/school": article(SCHOOL),
    "/closed/strike": article(SCHOOL),
    "/moved": redirect("/school"),
    "/gone": page("gone", status="404 Not Found"),
}
ADDRESSES = (
    *("/ferry", "/bridge?utm_source=front", "/ferry#more", "/closed/strike"),
    *("/moved", "/gone", "https://coast-courier.example/strike", "/tag/ports/"),
)


@dataclass(slots=True)
class Desk:
    """A front on a server, and what reads it."""

    server: LoopbackSite
    store: SqlStore
    ingest: IngestService
    readers: SourceReaders
    clock: FakeClock

    @property
    def url(self) -> str:
        """The address of the front."""
        return self.server.url("/front", host=HOST)

    def serve(self, addresses: Iterable[str]) -> None:
        """Put this front up."""
        self.server.serve({**ARTICLES, "/front": front(addresses)})

    async def read(self, *, follow: bool | None = None) -> SourceState:
        """Poll the front and fetch what it lists."""
        self.clock.move(POLL)
        source = Source(SourceKind.PAGE, self.url, follow=follow)
        await self.ingest.refresh([source], POLL)
        return (await self.store.states())[self.url]

    async def titles(self) -> list[str | None]:
        """The titles of the stored articles, in the order in which they came."""
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        stored = await self.store.articles(
            [self.url], after=epoch, until=self.clock.now()
        )
        return sorted((each.article.title for each in stored), key=str)

    async def trace(self, path: str) -> ItemTrace | None:
        """What became of an address."""
        return await self.store.trace(address_key(self.server.url(path, host=HOST)))

    def asked(self) -> list[str]:
        """The paths that the server was asked for."""
        return [request.split(" ", 2)[1] for request in self.server.requests]


@asynccontextmanager
async def open_desk(addresses: Iterable[str]) -> AsyncIterator[Desk]:
    clock, hands = FakeClock(START), Hands()
    async with (
        GuardedFetcher(reach=REACH, lookup=NAMES) as fetcher,
        LoopbackSite({}, host=OUTSIDE) as server,
        open_store("sqlite://") as store,
    ):
        readers = SourceReaders(fetcher, hands, Files(), hands)
        ingest = IngestService(clock, readers, store, store, FakeJournal())
        desk = Desk(server, store, ingest, readers, clock)
        desk.serve(addresses)
        yield desk


async def test_a_front_brings_the_articles_of_its_site() -> None:
    async with open_desk(ADDRESSES) as desk:
        state = await desk.read()

        assert (state.followed, state.items, state.error) == (True, 5, None)
        assert await desk.titles() == sorted((FERRY.title, BRIDGE.title, SCHOOL.title))
        closed, gone = await desk.trace("/closed/strike"), await desk.trace("/gone")
        assert closed is not None
        assert "robots.txt" in str(closed.note)
        assert gone is not None
        assert (closed.status, gone.status) == (ItemStatus.UNREADABLE,) * 2
        asked = desk.asked()
        assert "/closed/strike" not in asked
        assert (asked.count("/robots.txt"), asked.count("/ferry")) == (1, 1)


async def test_a_front_that_changes_brings_its_new_articles_only() -> None:
    older = ("/ferry", "/bridge", "/gone", "/moved", "/closed/strike")
    async with open_desk(older[:1] * 3 + older[1:]) as desk:
        await desk.read()
        before = desk.asked()
        await desk.read()
        desk.serve(("/school", *older))
        state = await desk.read()

        assert [path for path in desk.asked()[len(before) :] if path != "/front"] == [
            "/school"
        ]
        assert state.items == 6


@pytest.mark.parametrize(("follow", "followed"), [(True, True), (None, False)])
async def test_a_front_with_few_links_is_followed_when_the_file_says_so(
    *, follow: bool | None, followed: bool
) -> None:
    async with open_desk(ADDRESSES[:2]) as desk:
        state = await desk.read(follow=follow)

        assert state.followed is followed
        assert (FERRY.title in await desk.titles()) is followed


async def test_a_change_of_follow_reads_an_unchanged_front_again() -> None:
    async with open_desk(ADDRESSES[:2]) as desk:
        assert not (await desk.read(follow=False)).followed
        assert (await desk.read(follow=True)).followed
        assert {BRIDGE.title, FERRY.title} <= set(await desk.titles())


async def test_a_front_that_is_forced_and_links_to_nothing_fails_with_the_reason() -> (
    None
):
    async with open_desk(("/tag/ports/",)) as desk:
        state = await desk.read(follow=True)

    assert (
        state.error
        == "the page links to no articles of its site: set `follow: false` or give another page"
    )


async def test_of_300_links_50_are_read_and_the_others_when_they_move_up() -> None:
    addresses = [f"/report-{at}" for at in range(300)]
    async with open_desk(addresses) as desk:
        source = Source(SourceKind.PAGE, desk.url)
        (result,) = await probe_sources([source], desk.readers, desk.clock)
        assert result.summary == "an index of articles, 50 links to follow"

        await desk.ingest.poll([source], POLL)
        pending = await desk.store.pending(desk.clock.now(), 400)

        assert [item.item.url for item in pending] == [
            desk.server.url(f"/report-{at}", host=HOST) for at in range(NEWEST)
        ]
        assert await desk.trace("/report-299") is None

        desk.serve(reversed(addresses))
        desk.clock.move(2 * POLL)
        await desk.ingest.poll([source], POLL)

        last = await desk.trace("/report-299")
        assert last is not None
        assert last.status is ItemStatus.PENDING


@pytest.mark.parametrize(
    ("age", "status"),
    [
        (OLD_AFTER, ItemStatus.READ),
        (OLD_AFTER + DAY, ItemStatus.OLD),
        (-DAY, ItemStatus.READ),
    ],
)
async def test_an_old_article_to_which_a_front_links_is_left_out(
    age: timedelta, status: ItemStatus
) -> None:
    async with open_desk(ADDRESSES) as desk:
        ferry = article(replace(FERRY, day=START - age))
        desk.server.serve({**ARTICLES, "/front": front(ADDRESSES), "/ferry": ferry})
        await desk.read()
        await desk.read()

        trace = await desk.trace("/ferry")
        assert trace is not None
        assert trace.status is status
        assert (FERRY.title in await desk.titles()) is (status is ItemStatus.READ)
        assert BRIDGE.title in await desk.titles()
        assert desk.asked().count("/ferry") == 1


async def test_an_old_page_that_is_itself_a_source_stays_an_article() -> None:
    async with open_desk(ADDRESSES) as desk:
        desk.server.serve({**ARTICLES, "/front": article(OLD_FERRY)})
        await desk.read()

        assert await desk.titles() == [FERRY.title]


async def test_an_index_to_which_a_front_links_is_not_an_article() -> None:
    async with open_desk(ADDRESSES) as desk:
        inner = front(f"/inner-{at}" for at in range(9))
        listing = front((*ADDRESSES, "/more-from-the-port"))
        desk.server.serve({**ARTICLES, "/front": listing, "/more-from-the-port": inner})
        await desk.read()

        found = await desk.trace("/more-from-the-port")
        assert found is not None
        assert found.note == "the page is an index of articles, not an article"
