"""The workers as the bot's ports: parse and brief off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self, TypeVar

from typing_extensions import override

from bot.core.digests.selection import Selection, StorySorter
from bot.core.domain.configuration import Topic
from bot.core.domain.errors import ParseCrashedError, ParseTimeoutError
from bot.core.domain.feed import Feed
from bot.core.domain.records import Reading, StoredArticle
from bot.core.ports.metrics import NO_METER, Count, Meter
from bot.core.ports.services import (
    ArticleBriefer,
    ArticleReader,
    FeedParser,
    Page,
    PageParser,
)
from bot.workers.calls import Call, Warmth
from bot.workers.pool import Limits, Pool, failure
from summarizers.model import Article, Briefing, Reasons
from summarizers.stories.differences import Difference

Result = TypeVar("Result")

_BRIEF: Call[[str, Article], Briefing] = Call("bot.workers.briefs", "brief")
_REASONS: Call[[str, Article], Reasons] = Call("bot.workers.briefs", "reasons")
_READ: Call[[Call[[Page], Article], Page], Reading] = Call(
    "bot.workers.readings", "read_page"
)
_SORT: Call[[tuple[Topic, ...], tuple[StoredArticle, ...]], Selection] = Call(
    "bot.workers.selections", "sort"
)
_COMPARE: Call[[tuple[tuple[str, Article], ...]], tuple[Difference, ...]] = Call(
    "bot.workers.selections", "compare"
)
# Some 20,000 articles; the event loop waits for none of it.
_SORT_SECONDS = 120.0
_FRAGMENT: Call[[str], Reading] = Call(
    "bot.core.ingest.fingerprinting", "read_fragment"
)


class Workers(PageParser, FeedParser, ArticleReader, ArticleBriefer, StorySorter):
    """Worker processes that parse pages and brief articles; an async context manager.

    ``parser`` names the function that reads a page, ``feeds`` the one that reads a
    feed. The processes start at the first piece of work and are ended at the exit, busy
    or not.
    """

    def __init__(  # noqa: PLR0913 - all but the first have their default
        self,
        parser: Call[[Page], Article],
        *,
        feeds: Call[[Page], Feed] | None = None,
        engine: str = "spacy",
        size: int | None = None,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
        meter: Meter = NO_METER,
    ) -> None:
        self._parser = parser
        self._meter = meter
        self._feeds = feeds
        self._engine = engine
        warmth = Warmth((parser.module,), engine)
        self._pool = Pool(size, warmth=warmth, limits=limits)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self._pool.close)

    @override
    async def parse(self, page: Page) -> Article:
        """Find the article in a page.

        Raises:
            ParseError: there is none, or it took too long or too much memory.
        """
        return await self._ask(self._parser, page)

    @override
    async def parse_feed(self, page: Page) -> Feed:
        """Read a feed.

        Raises:
            NotAFeedError: the bytes are no feed.
            ParseError: it took too long or too much memory.
        """
        if self._feeds is None:
            raise RuntimeError("these workers were started without a parser of feeds")
        return await self._ask(self._feeds, page)

    @override
    async def read(self, page: Page) -> Reading:
        """Find the article in a page, ready to be compared.

        Raises:
            ParseError: there is none, or it took too long or too much memory.
            InputError: the text is none.
        """
        return await self._ask(_READ, self._parser, page)

    @override
    async def read_fragment(self, markup: str) -> Reading:
        """Read the text in a piece of markup.

        Raises:
            ParseError: there is none, or it took too long or too much memory.
        """
        return await self._ask(_FRAGMENT, markup)

    @override
    async def brief(self, article: Article) -> Briefing:
        """Brief one article.

        Raises:
            InputError: the article cannot be briefed.
            ParseTimeoutError: it took longer than its time.
            ParseCrashedError: it took too much memory.
            SummarizerError: the engine does not load.
        """
        return await self._ask(_BRIEF, self._engine, article)

    @override
    async def reasons(self, article: Article) -> Reasons:
        """Why each line of an article's briefing was chosen.

        Raises:
            InputError: the article cannot be briefed.
            ParseTimeoutError: it took longer than its time.
            ParseCrashedError: it took too much memory.
            SummarizerError: the engine does not load.
        """
        return await self._ask(_REASONS, self._engine, article)

    @override
    async def sort(
        self, topics: Sequence[Topic], articles: Sequence[StoredArticle]
    ) -> Selection:
        """Which articles belong to the topics, and which of them are one story.

        Raises:
            ParseTimeoutError: it took too long.
        """
        slim = tuple(replace(article, fingerprint=()) for article in articles)
        return await self._ask(_SORT, tuple(topics), slim, seconds=_SORT_SECONDS)

    @override
    async def compare(
        self, reports: Sequence[tuple[str, Article]]
    ) -> tuple[Difference, ...]:
        """What independent reports of one story, given with their ids, count differently.

        Raises:
            ParseError: it took too long or too much memory.
        """
        return await self._ask(_COMPARE, tuple(reports))

    async def _ask(
        self,
        call: Call[..., Result],
        *arguments: object,
        seconds: float | None = None,
    ) -> Result:
        # In a thread: the first piece of work waits until the model is loaded.
        work = await asyncio.to_thread(
            self._pool.submit, call, *arguments, seconds=seconds
        )
        try:
            return await asyncio.wrap_future(work)
        except Exception as error:
            known = failure(error, seconds or self._pool.limits.seconds)
            if known is None:
                raise
            if isinstance(known, ParseTimeoutError | ParseCrashedError):
                self._meter.count(Count.KILLED)
            raise known from error
