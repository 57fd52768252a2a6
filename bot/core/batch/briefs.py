"""Use case: the briefing of one page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.core.ports.services import ArticleBriefer, Page, PageParser
from summarizers.model import Article, Briefing, Reasons


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says about an article; it outweighs what its page says."""

    title: str | None = None
    published: date | None = None
    lang: str | None = None

    def onto(self, article: Article) -> Article:
        """The article with what is given."""
        return replace(
            article,
            title=self.title or article.title,
            published=self.published or article.published,
            lang=self.lang or article.lang,
        )


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads pages that are at hand."""

    parser: PageParser
    briefer: ArticleBriefer

    async def extract(self, page: Page, given: Given = NOTHING_GIVEN) -> Article:
        """The article in a page.

        Raises:
            ParseError: there is none, or finding it took too long.
        """
        return given.onto(await self.parser.parse(page))

    async def brief(self, page: Page, given: Given = NOTHING_GIVEN) -> Briefing:
        """The briefing of the article in a page.

        Raises:
            ParseError: there is none, or finding it took too long.
            InputError: the article cannot be briefed.
        """
        return await self.briefer.brief(await self.extract(page, given))

    async def reasons(self, article: Article) -> Reasons:
        """Why each line of an article's briefing was chosen.

        Raises:
            InputError: the article cannot be briefed.
            ParseTimeoutError: it took longer than its time.
        """
        return await self.briefer.reasons(article)
