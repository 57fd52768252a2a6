"""Turns pages into articles.

Runs in a worker process that can be killed: some pages keep the extraction busy forever.
"""

from __future__ import annotations

import re
import warnings

from bot.core.batch.input_rows import parse_plain
from bot.core.domain.errors import NoTextError, WallError
from bot.core.ports.services import Page
from bot.core.text.decoding import decode
from bot.sources.pages.article_text import paragraphs
from bot.sources.pages.extraction import ExtractedPage, extract, is_huge, load_tree
from bot.sources.pages.metadata import (
    author_names,
    headline,
    one_line_or_none,
    site_name,
)
from bot.sources.pages.nodes import Node
from bot.sources.pages.publication_date import DateEvidence, publication_date
from bot.sources.pages.walls import wall_of_text
from summarizers.model import Article
from summarizers.text.language import detect_language

_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^<>]{1,300}?(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?"
    rb"([\w:.-]{1,40})",
    re.IGNORECASE,
)
_META_BYTES = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# The rest of the page is ignored: 50,000 tags take two seconds, and the main part of
# an article comes before.
_MAX_TAGS = 50_000


def parse_page(page: Page) -> Article:
    """Extract the article of a fetched page or a file.

    Raises:
        WallError: the page shows a wall instead of the article.
        NoTextError: the page has no text.
        InputError: the page is plain text that is empty or binary.
    """
    if page.content_type.endswith("json"):
        raise NoTextError(
            "the page is JSON data, not HTML or text: give the address of an article"
        )
    if page.is_plain:
        return parse_plain(page)
    return parse_html(page.body, url=page.url or None, charset=page.charset)


def parse_html(
    html: bytes | str, *, url: str | None = None, charset: str | None = None
) -> Article:
    """Extract the article of an HTML document; blank lines separate paragraphs.

    Raises:
        WallError: the page shows a wall instead of the article.
        NoTextError: the page has no text.
    """
    source = page_source(html, charset)
    return article_of(source, load_tree(source), url)


def article_of(source: str, tree: Node | None, url: str | None) -> Article:
    """Extract the article of a decoded HTML document that is parsed as ``tree``.

    Raises:
        WallError: the page shows a wall instead of the article.
        NoTextError: the page has no text.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        page = extract(source, tree, url)
        evidence = DateEvidence(source, url, page.text, page.day)
        day = publication_date(evidence, search=not is_huge(source))
    site = site_name(page.site)
    title = headline(one_line_or_none(page.title), site, page.headlines)
    text = _text(page, title)
    return Article(
        text=text,
        title=title,
        url=url,
        published=day,
        site=site,
        lang=detect_language(text),
        authors=author_names(page.authors, site),
    )


def page_source(html: bytes | str, charset: str | None = None) -> str:
    """Decode an HTML document; drop control characters and excess tags."""
    source = html if isinstance(html, str) else decode(html, charset or _declared(html))
    return _first_tags(_CONTROL.sub("", source))


def _text(page: ExtractedPage, title: str | None) -> str:
    headlines = (title or "", page.title or "", *page.headlines)
    # A JSON-LD text can contain control characters that the page's source escapes.
    text = "\n\n".join(paragraphs(_CONTROL.sub("", page.text), headlines))
    if any(character.isalpha() for character in text):
        wall = wall_of_text(text)
    elif page.wall is None:
        raise NoTextError("the page has no text")
    else:
        wall = page.wall
    if wall is not None:
        raise WallError(wall.value)
    return text


def _first_tags(source: str) -> str:
    return "<".join(source.split("<", _MAX_TAGS + 1)[: _MAX_TAGS + 1])


def _declared(html: bytes) -> str | None:
    match = _META_CHARSET.search(html[:_META_BYTES])
    return None if match is None else match[1].decode("ascii", "replace")
