"""A section front on a real server on loopback brings its articles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.records import ItemStatus, ItemTrace, SourceState
from bot.core.ingest.poller import SourceReaders
from bot.core.ingest.service import IngestService
from bot.core.text.identity import address_key
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
