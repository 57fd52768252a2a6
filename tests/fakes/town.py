"""A small town's newspapers in memory; only the network is replaced."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from secrets import token_hex

from typing_extensions import override

from bot.core.delivery.alerts import AlertService
from bot.core.delivery.digest_builder import SlotBuilder, SlotComposer
from bot.core.delivery.reminder_service import ReminderService, ReminderStores
from bot.core.delivery.sender import Sender
from bot.core.delivery.service import Delivery
from bot.core.digests.composer import Composer, ComposerStores
from bot.core.digests.editions import make_edition
from bot.core.digests.mutes import ChannelMutes
from bot.core.digests.selection import Selection, StorySelector
from bot.core.digests.service import DigestService, FixedConfiguration
from bot.core.digests.story_edits import ChannelEdits
from bot.core.digests.subscriptions import ConfigWithSubscriptions
from bot.core.domain.configuration import (
    AlertPlan,
    Configuration,
    DigestPlan,
    Source,
    SourceKind,
    Topic,
)
from bot.core.domain.errors import BotError, FetchTimeoutError, RobotsError, StatusError
from bot.core.domain.record import DueArticle, RecordEntry
from bot.core.domain.records import (
    Edition,
    ExtractedArticle,
    Feed,
    PageLinks,
    StoredArticle,
    Validators,
)
from bot.core.ingest.extraction import extract_fragment, fingerprinted
from bot.core.ingest.poller import SourceReaders
from bot.core.ingest.rereading import Rereader
from bot.core.ingest.service import IngestService
from bot.core.ports.services import (
    ArticleBriefer,
    ArticleExtractor,
    FeedParser,
    Messenger,
    Page,
    Poller,
    Reply,
)
from bot.core.record.recorder import EntryReader, Recorder
from bot.sources.feeds.parser import parse_feed
from bot.sources.files import Files
from bot.sources.pages import page_links, parse_article_or_links, parse_page
from bot.stores.sql import SqlStore, open_store
from bot.workers.briefing_tasks import load_briefer
from bot.workers.record_tasks import read_entry
from bot.workers.story_tasks import compare, sort
from summarizers.model import Article, Briefing
from summarizers.stories.clustering import NO_LINKS, StoryLinks
from summarizers.stories.differences import Difference
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock, FakeJournal, FakeMessenger

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
GAZETTE = "https://lenna-gazette.example"
COURIER = "https://coast-courier.example"


@dataclass(frozen=True, slots=True)
class Report:
    """An article as a paper prints it; paragraphs are separated by blank lines."""

    name: str
    title: str
    text: str
    day: datetime = START
    guid: str | None = None
    query: str = ""
    summary: str = ""


@dataclass(slots=True)
class Paper:
    """A site with a feed of its reports, which can be edited at any time."""

    base: str
    reports: list[Report] = field(default_factory=list)

    @property
    def feed(self) -> str:
        """The feed's address."""
        return f"{self.base}/feed.xml"

    def source(self) -> Source:
        """The feed as a topic's source."""
        return Source(SourceKind.FEED, self.feed)

    def publish(self, *reports: Report) -> None:
        """Put reports at the top of the feed."""
        self.reports[:0] = reports

    def pages(self) -> dict[str, bytes]:
        """Everything that the site serves, by address."""
        found = {f"{self.base}/{one.name}": page_of(one) for one in self.reports}
        return {**found, self.feed: self._feed()}

    def _feed(self) -> bytes:
        items = "".join(map(self._item, self.reports))
        return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()

    def _item(self, report: Report) -> str:
        link = f"{self.base}/{report.name}{report.query}"
        return (
            f"<item><title>{escape(report.title)}</title><link>{escape(link)}</link>"
            f"<guid>{escape(report.guid or link)}</guid>"
            f"<pubDate>{format_datetime(report.day)}</pubDate>"
            f"<description>{escape(report.summary)}</description></item>"
        )


class FakeWeb(Poller):
    """Serves what papers print and what is put up; the rest is not found."""

    def __init__(self, *papers: Paper) -> None:
        self.papers = list(papers)
        self.extra: dict[str, bytes | BotError] = {}
        self.asked: list[str] = []
        self.forbidden: set[str] = set()

    @override
    async def poll(
        self, url: str, validators: Validators, *, crawling: bool = False
    ) -> Reply:
        if crawling and url in self.forbidden:
            raise RobotsError("robots.txt keeps programs out")
        page = await self.crawl(url)
        etag = sha256(page.body).hexdigest()
        if etag == validators.etag:
            return Reply(None, validators)
        return Reply(page, Validators(etag))

    @override
    async def crawl(self, url: str) -> Page:
        self.asked.append(url)
        found = self._served().get(url.partition("?")[0])
        if found is None:
            raise StatusError("the server answers 404 Not Found", 404)
        if isinstance(found, BotError):
            raise found
        validators = Validators(sha256(found).hexdigest())
        return Page(url, found, "text/html", "utf-8", validators=validators)

    def break_down(self, url: str, error: BotError | None = None) -> None:
        """Let an address fail from now on."""
        self.extra[url] = error or FetchTimeoutError("the server is too slow")

    def _served(self) -> Mapping[str, bytes | BotError]:
        served: dict[str, bytes | BotError] = {}
        for paper in self.papers:
            served.update(paper.pages())
        return {**served, **self.extra}


class Hands(FeedParser, ArticleExtractor, ArticleBriefer, StorySelector, EntryReader):
    """What workers do, done in this process."""

    def __init__(self, engine: str = "fast") -> None:
        self._engine = engine

    @override
    async def parse_feed(self, page: Page) -> Feed:
        return parse_feed(page)

    @override
    async def extract(self, page: Page) -> ExtractedArticle:
        return fingerprinted(parse_page(page))

    @override
    async def links(self, page: Page) -> PageLinks:
        return page_links(page)

    @override
    async def article_or_links(self, page: Page) -> ExtractedArticle | PageLinks:
        parsed = parse_article_or_links(page)
        return parsed if isinstance(parsed, PageLinks) else fingerprinted(parsed)

    @override
    async def extract_fragment(self, markup: str) -> ExtractedArticle:
        return extract_fragment(markup)

    @override
    async def brief(self, article: Article) -> Briefing:
        return load_briefer(self._engine).brief(article)

    @override
    async def select(
        self,
        topics: Sequence[Topic],
        articles: Sequence[StoredArticle],
        links: StoryLinks = NO_LINKS,
    ) -> Selection:
        return sort(tuple(topics), tuple(articles), links)

    @override
    async def read_entry(
        self, due: DueArticle, topics: Sequence[Topic], briefing: Briefing | None
    ) -> RecordEntry | None:
        return read_entry(self._engine, due, tuple(topics), briefing)

    @override
    async def find_differences(
        self,
        reports: Sequence[tuple[str, Article]],
        moments: Mapping[str, datetime] | None = None,
    ) -> tuple[Difference, ...]:
        return compare(tuple(reports), moments or {})


@dataclass(slots=True)
class Town:
    """A newsroom with its papers, its store and one digest, at a time that moves.

    ``wanted`` is the configuration with what people subscribed to.
    """

    web: FakeWeb
    plan: DigestPlan
    configuration: Configuration
    digest_service: DigestService
    delivery: Delivery
    store: SqlStore
    clock: FakeClock
    event_log: FakeJournal
    messenger: FakeMessenger
    wanted: ConfigWithSubscriptions
    alerts: AlertService
    recorder: Recorder
    reminders: ReminderService

    async def wait(self, hours: float = 24) -> None:
        """Let time pass."""
        self.clock.move(timedelta(hours=hours))

    async def alert(self) -> int:
        """Read the sources, and post the alerts that are due."""
        await self.digest_service.refresh(self.plan, self.configuration)
        return await self.evaluate()

    async def evaluate(self) -> int:
        """Post the alerts that are due, without reading the sources."""
        posted = await self.alerts.evaluate(self.configuration)
        await self.delivery.send()
        return posted

    async def record(self) -> None:
        """Read the sources, and record all that arrived."""
        await self.digest_service.refresh(self.plan, self.configuration)
        while (await self.store.due_entries(1)).articles:
            await self.recorder.record_due(self.configuration)

    async def remind(self) -> int:
        """Post the reminders of events that are due."""
        posted = await self.reminders.evaluate(self.configuration)
        await self.delivery.send()
        return posted

    async def preview(self) -> Edition:
        """Read the sources and compose; nothing is posted."""
        await self.digest_service.refresh(self.plan, self.configuration)
        return make_edition(await self.digest_service.preview(self.plan))

    async def publish(self) -> Edition:
        """Read the sources and post the digest of this time to its channel."""
        (key,) = await self.delivery.post_now(self.plan)
        editions = await self.store.editions(self.plan.id, 100)
        return next(edition for edition in editions if edition.slot == str(key))


@asynccontextmanager
async def open_town(
    *papers: Paper,
    topic: Topic | None = None,
    database: str = "sqlite://",
    clock: FakeClock | None = None,
    messenger: Messenger | None = None,
    web: FakeWeb | None = None,
    alerts: Sequence[AlertPlan] = (),
) -> AsyncIterator[Town]:
    """A town with these papers, in a store of its own.

    The ``alerts`` are on the topic of its digest.
    """
    sources = tuple(paper.source() for paper in papers)
    plan = make_plan(topic or Topic("coast", "The coast", sources))
    watched = tuple(replace(alert, topics=plan.topics) for alert in alerts)
    configuration = Configuration(plan.topics, (plan,), engine="fast", alerts=watched)
    async with open_desks(
        configuration,
        web or FakeWeb(*papers),
        database=database,
        clock=clock or FakeClock(START),
        messenger=messenger,
    ) as town:
        yield town


@asynccontextmanager
async def open_desks(
    configuration: Configuration,
    web: FakeWeb,
    *,
    database: str = "sqlite://",
    clock: FakeClock,
    messenger: Messenger | None = None,
) -> AsyncIterator[Town]:
    """A town with the digests of a configuration; its plan is the first of them."""
    event_log, fake = FakeJournal(), FakeMessenger()
    engine, hands = configuration.engine, Hands(configuration.engine)
    owner = token_hex(4)
    async with open_store(database) as store:
        library = ComposerStores(store, store, store, store, store, store)
        muted, edits = ChannelMutes(store), ChannelEdits(store)
        composer = Composer(
            library, hands, hands, engine, event_log, muted, edits=edits
        )
        readers = SourceReaders(web, hands, Files(), hands)
        ingest = IngestService(clock, readers, store, store, event_log)
        rereader = Rereader(clock, readers, store, event_log)
        digest_service = DigestService(clock, ingest, composer, store, rereader)
        given = FixedConfiguration(configuration)
        wanted = ConfigWithSubscriptions(given, store, clock, event_log)
        slots = SlotComposer(*(clock, wanted, ingest, composer, {}), rereader=rereader)
        builder = SlotBuilder("town", clock, store, slots, event_log)
        used = messenger or fake
        messengers = {"fake": used, used.platform: used}
        sender = Sender("town", clock, store, messengers, event_log)
        delivery = Delivery(clock, store, builder, sender, event_log)
        alerts = AlertService(owner, clock, composer, store, {}, event_log)
        yield Town(
            web=web,
            plan=configuration.digests[0],
            configuration=configuration,
            digest_service=digest_service,
            delivery=delivery,
            store=store,
            clock=clock,
            event_log=event_log,
            messenger=fake,
            wanted=wanted,
            alerts=alerts,
            recorder=Recorder(*(clock, store, store, store), hands, engine, event_log),
            reminders=ReminderService(
                *(clock, ReminderStores(store, store, store), muted, {}, event_log),
                rereader,
            ),
        )
        await alerts.stop()


def page_of(report: Report) -> bytes:
    """The report as a page of HTML."""
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in report.text.split("\n\n"))
    day = report.day.isoformat()
    return (
        f"<html><head><title>{escape(report.title)}</title>"
        f'<meta property="article:published_time" content="{day}"></head>'
        f"<body><article><h1>{escape(report.title)}</h1>{paragraphs}</article>"
        "</body></html>"
    ).encode()
