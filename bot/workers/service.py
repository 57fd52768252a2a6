"""The workers as the bot's ports: parse and brief off the event loop."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self, TypeVar

from typing_extensions import override

from bot.core.ports import ArticleBriefer, Page, PageParser
from bot.workers.calls import Call, Warmth
from bot.workers.pool import Limits, Pool, failure
from summarizers.model import Article, Briefing

Result = TypeVar("Result")

_BRIEF: Call[[str, Article], Briefing] = Call("bot.workers.briefs", "brief")


class Workers(PageParser, ArticleBriefer):
    """Worker processes that parse pages and brief articles; an async context manager.

    ``parser`` names the function that reads a page. The processes start at the first
    piece of work and are ended at the exit, busy or not.
    """

    def __init__(
        self,
        parser: Call[[Page], Article],
        *,
        engine: str = "spacy",
        size: int | None = None,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
    ) -> None:
        self._parser = parser
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
    async def brief(self, article: Article) -> Briefing:
        """Brief one article.

        Raises:
            InputError: the article cannot be briefed.
            ParseTimeoutError: it took longer than its time.
            ParseCrashedError: it took too much memory.
            SummarizerError: the engine does not load.
        """
        return await self._ask(_BRIEF, self._engine, article)

    async def _ask(self, call: Call[..., Result], *arguments: object) -> Result:
        # In a thread: the first piece of work waits until the model is loaded.
        work = await asyncio.to_thread(self._pool.submit, call, *arguments)
        try:
            return await asyncio.wrap_future(work)
        except Exception as error:
            known = failure(error, self._pool.limits)
            if known is None:
                raise
            raise known from error
