"""Implements the core's ports for parsing and briefing with a pool of workers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

from typing_extensions import override

from bot.core.digests.selection import Selection, StorySelector
from bot.core.domain.configuration import Topic
from bot.core.domain.engines import DEFAULT_ENGINE
from bot.core.domain.errors import ParseCrashedError, ParseTimeoutError
from bot.core.domain.record import DueArticle, RecordEntry
from bot.core.domain.records import ExtractedArticle, Feed, PageLinks, StoredArticle
from bot.core.ports.metrics import NO_METRICS, CounterName, Metrics
from bot.core.ports.services import (
    ArticleBriefer,
    ArticleExtractor,
    FeedParser,
    Page,
    PageParser,
)
from bot.core.record.recorder import EntryReader
from bot.workers.calls import Call, Preload
from bot.workers.pool import Pool, WorkerLimits, worker_error
from summarizers.model import Article, Briefing, Reasons
from summarizers.stories.clustering import NO_LINKS, StoryLinks
from summarizers.stories.differences import Difference

Result = TypeVar("Result")

_BRIEF: Call[[str, Article], Briefing] = Call("bot.workers.briefing_tasks", "brief")
_REASONS: Call[[str, Article], Reasons] = Call("bot.workers.briefing_tasks", "reasons")
_READ: Call[[Call[[Page], Article], Page], ExtractedArticle] = Call(
    "bot.workers.extraction_tasks", "read_page"
)
_READ_EITHER: Call[
    [Call[[Page], Article | PageLinks], Page], ExtractedArticle | PageLinks
] = Call("bot.workers.extraction_tasks", "read_article_or_links")
_SORT: Call[[tuple[Topic, ...], tuple[StoredArticle, ...], StoryLinks], Selection] = (
    Call("bot.workers.story_tasks", "sort")
)
_COMPARE: Call[[tuple[tuple[str, Article], ...]], tuple[Difference, ...]] = Call(
    "bot.workers.story_tasks", "compare"
)
_ENTRY: Call[
    [str, DueArticle, tuple[Topic, ...], Briefing | None], RecordEntry | None
] = Call("bot.workers.record_tasks", "read_entry")
# A worker loads up to 100 MB to read articles; feeds need none of it.
IDLE_SECONDS, LOOK_SECONDS = 600.0, 60.0
# Enough for about 20,000 articles.
_SORT_SECONDS = 120.0
_FRAGMENT: Call[[str], ExtractedArticle] = Call(
    "bot.core.ingest.extraction", "extract_fragment"
)


class Workers(
    PageParser, FeedParser, ArticleExtractor, ArticleBriefer, StorySelector, EntryReader
):
    """Parses pages and briefs articles in worker processes; an async context manager.

    ``parser`` and ``feeds`` name the functions that parse a page and a feed. ``links``
    names the function that reads the links of a page. ``articles_or_links`` names the
    function that reads the links of an index, and the article of any other page. The
    processes start with the first task. They end when no article was read for ten
    minutes, and start again with the next task. They are killed at the exit, busy or not.
    """

    def __init__(
        self,
        parser: Call[[Page], Article],
        *,
        feeds: Call[[Page], Feed] | None = None,
        links: Call[[Page], PageLinks] | None = None,
        articles_or_links: Call[[Page], Article | PageLinks] | None = None,
        engine: str = DEFAULT_ENGINE,
        size: int | None = None,
        limits: WorkerLimits = WorkerLimits(),  # noqa: B008 - a frozen value
        metrics: Metrics = NO_METRICS,
    ) -> None:
        self._parser = parser
        self._metrics = metrics
        self._feeds = feeds
        self._links = links
        self._articles_or_links = articles_or_links
        self._engine = engine
        preload = Preload((parser.module,), engine)
        self._pool = Pool(size, preload=preload, limits=limits)
        self._last_reading = self._last_rest = 0.0
        self._resting: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._resting = asyncio.create_task(self._rest())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._resting is not None:
            self._resting.cancel()
        await asyncio.to_thread(self._pool.close)

    @override
    async def parse(self, page: Page) -> Article:
        return await self._run(self._parser, page)

    @override
    async def parse_feed(self, page: Page) -> Feed:
        if self._feeds is None:
            raise RuntimeError(
                "these workers were started without a parser of feeds: pass feeds to Workers"
            )
        return await self._run_small(self._feeds, page)

    @override
    async def extract(self, page: Page) -> ExtractedArticle:
        return await self._run(_READ, self._parser, page)

    @override
    async def links(self, page: Page) -> PageLinks:
        if self._links is None:
            raise RuntimeError(
                "these workers were started without a reader of links: pass links to Workers"
            )
        return await self._run(self._links, page)

    @override
    async def article_or_links(self, page: Page) -> ExtractedArticle | PageLinks:
        if self._articles_or_links is None:
            raise RuntimeError(
                "these workers were started without a parser of indexes: pass "
                "articles_or_links to Workers"
            )
        return await self._run(_READ_EITHER, self._articles_or_links, page)

    @override
    async def extract_fragment(self, markup: str) -> ExtractedArticle:
        return await self._run(_FRAGMENT, markup)

    @override
    async def brief(self, article: Article) -> Briefing:
        return await self._run(_BRIEF, self._engine, article)

    @override
    async def reasons(self, article: Article) -> Reasons:
        return await self._run(_REASONS, self._engine, article)

    @override
    async def select(
        self,
        topics: Sequence[Topic],
        articles: Sequence[StoredArticle],
        links: StoryLinks = NO_LINKS,
    ) -> Selection:
        slim = tuple(replace(article, fingerprint=()) for article in articles)
        return await self._run(_SORT, tuple(topics), slim, links, seconds=_SORT_SECONDS)

    @override
    async def read_entry(
        self, due: DueArticle, topics: Sequence[Topic], briefing: Briefing | None
    ) -> RecordEntry | None:
        slim = replace(due, article=replace(due.article, fingerprint=()))
        return await self._run(_ENTRY, self._engine, slim, tuple(topics), briefing)

    @override
    async def find_differences(
        self,
        reports: Sequence[tuple[str, Article]],
        moments: Mapping[str, datetime] | None = None,
    ) -> tuple[Difference, ...]:
        return await self._run(_COMPARE, tuple(reports), dict(moments or {}))

    async def _run(
        self,
        call: Call[..., Result],
        *arguments: object,
        seconds: float | None = None,
    ) -> Result:
        self._last_reading = time.monotonic()
        return await self._run_small(call, *arguments, seconds=seconds)

    async def _run_small(
        self,
        call: Call[..., Result],
        *arguments: object,
        seconds: float | None = None,
    ) -> Result:
        """Run a task that needs little memory, so that it keeps no worker alive."""
        # In a thread: the first submission blocks until the model is loaded.
        future = await asyncio.to_thread(
            self._pool.submit, call, *arguments, seconds=seconds
        )
        try:
            return await asyncio.wrap_future(future)
        except Exception as error:
            bot_error = worker_error(error, seconds or self._pool.limits.seconds)
            if bot_error is None:
                raise
            if isinstance(bot_error, ParseTimeoutError | ParseCrashedError):
                self._metrics.count(CounterName.KILLED)
            raise bot_error from error

    async def _rest(self) -> None:
        """End the workers each time that they have read no article for a while."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            last = self._last_reading
            has_read = last > self._last_rest
            is_idle = time.monotonic() - last >= IDLE_SECONDS
            if has_read and is_idle and await asyncio.to_thread(self._pool.rest):
                self._last_rest = last
