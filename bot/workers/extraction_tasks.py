"""Functions that worker processes run to extract articles; they import no engine."""

from __future__ import annotations

from bot.core.batch.jsonl import OutputLine, extract_line
from bot.core.domain.records import ExtractedArticle, PageLinks
from bot.core.ingest.extraction import fingerprinted
from bot.core.ports.services import Page
from bot.workers.calls import Call
from summarizers.model import Article


def extract_lines(
    raws: tuple[bytes, ...], parser: Call[[Page], Article]
) -> tuple[OutputLine, ...]:
    """Extract the articles of the pages in ``raws``, lines of JSON; return a line each."""
    parse = parser.resolve()
    return tuple(extract_line(raw, parse=parse) for raw in raws)


def read_page(parser: Call[[Page], Article], page: Page) -> ExtractedArticle:
    """Extract the article of a page, and compute its fingerprint.

    Raises:
        ParseError: the page has no article.
        InputError: the article's text is not valid.
    """
    return fingerprinted(parser.resolve()(page))


def read_article_or_links(
    parser: Call[[Page], Article | PageLinks], page: Page
) -> ExtractedArticle | PageLinks:
    """Return the links of a page that is an index, else its article with a fingerprint.

    Raises:
        ParseError: the page is not an index and has no article.
        InputError: the article's text is not valid.
    """
    parsed = parser.resolve()(page)
    return parsed if isinstance(parsed, PageLinks) else fingerprinted(parsed)
