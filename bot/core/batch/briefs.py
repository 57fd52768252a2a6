"""Extracts and briefs the article of one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.core.ports.services import ArticleBriefer, Page, PageParser
from summarizers.model import Article, Briefing, Reasons


@dataclass(frozen=True, slots=True)
class Overrides:
    """Metadata stated on the command line; it replaces the page's own."""

    title: str | None = None
    published: date | None = None
    lang: str | None = None

    def apply(self, article: Article) -> Article:
        """Return the article with the stated metadata in place of its own."""
        return replace(
            article,
            title=self.title or article.title,
            published=self.published or article.published,
            lang=self.lang or article.lang,
        )


NO_OVERRIDES = Overrides()


@dataclass(frozen=True, slots=True)
class PageBriefer:
    """Extracts and briefs articles of fetched pages.

    ``today`` returns the present day, for pages without a publication date.
    """

    parser: PageParser
    briefer: ArticleBriefer
    today: Callable[[], date]

    async def extract(self, page: Page, overrides: Overrides = NO_OVERRIDES) -> Article:
        """Extract the page's article.

        Raises:
            ParseError: the page holds no article, or exceeded its time.
        """
        article = overrides.apply(await self.parser.parse(page))
        return replace(article, read_on=self.today())

    async def brief(self, page: Page, overrides: Overrides = NO_OVERRIDES) -> Briefing:
        """Brief the page's article.

        Raises:
            ParseError: the page holds no article, or exceeded its time.
            InputError: the article cannot be briefed.
        """
        return await self.briefer.brief(await self.extract(page, overrides))

    async def reasons(self, article: Article) -> Reasons:
        """Return the features that decided each line of the briefing, if known.

        Raises:
            InputError: the article cannot be briefed.
            ParseTimeoutError: the briefing exceeded its time.
        """
        return await self.briefer.reasons(article)
