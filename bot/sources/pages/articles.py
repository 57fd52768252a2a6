"""Pages as articles.

It runs in a worker process that can be ended, because some pages keep it busy forever.
"""

from __future__ import annotations

import re
import warnings

from bot.core.batch.input_rows import parse_plain
from bot.core.domain.errors import NoTextError, WallError
from bot.core.ports.services import Page
from bot.core.text.decoding import decode
from bot.sources.pages.dates import Evidence, published
from bot.sources.pages.extraction import Extract, extract, is_huge
from bot.sources.pages.lines import paragraphs
from bot.sources.pages.metadata import author_names, headline, site_name, written
from bot.sources.pages.walls import wall_of
from summarizers.model import Article
from summarizers.text.language import detect_language

_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^<>]{1,300}?(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?"
    rb"([\w:.-]{1,40})",
    re.IGNORECASE,
)
_META_WITHIN = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# What follows the last tag that is read would never be in a briefing: 50,000 tags take
# two seconds.
_MAX_TAGS = 50_000


def parse_page(page: Page) -> Article:
    """The article in a fetched page or in a file.

    Raises:
        WallError: something stands before its text, such as a request for consent.
        NoTextError: there is nothing to read in it.
        InputError: it is a plain text that is empty or no text.
    """
    if page.content_type.endswith("json"):
        raise NoTextError("this is data, not a page to read")
    if page.is_plain:
        return parse_plain(page)
    return parse_html(page.body, url=page.url or None, charset=page.charset)


def parse_html(
    html: bytes | str, *, url: str | None = None, charset: str | None = None
) -> Article:
    """The article in an HTML document; paragraphs are separated by blank lines.

    Raises:
        WallError: something stands before its text, such as a request for consent.
        NoTextError: there is nothing to read in it.
    """
    source = html if isinstance(html, str) else decode(html, charset or _declared(html))
    source = _first_tags(_CONTROL.sub("", source))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = extract(source, url)
        evidence = Evidence(source, url, found.text, found.day)
        day = published(evidence, search=not is_huge(source))
    site = site_name(found.site)
    title = headline(written(found.title), site, found.headlines)
    text = _text(found, title)
    return Article(
        text=text,
        title=title,
        url=url,
        published=day,
        site=site,
        lang=detect_language(text),
        authors=author_names(found.authors, site),
    )


def _text(found: Extract, title: str | None) -> str:
    headlines = (title or "", found.title or "", *found.headlines)
    # What a page declares can name such characters where its source has none.
    text = "\n\n".join(paragraphs(_CONTROL.sub("", found.text), headlines))
    if any(character.isalpha() for character in text):
        wall = wall_of(text)
    elif found.wall is None:
        raise NoTextError("there is no text to read in the page")
    else:
        wall = found.wall
    if wall is not None:
        raise WallError(wall.value)
    return text


def _first_tags(source: str) -> str:
    return "<".join(source.split("<", _MAX_TAGS + 1)[: _MAX_TAGS + 1])


def _declared(html: bytes) -> str | None:
    found = _META_CHARSET.search(html[:_META_WITHIN])
    return None if found is None else found[1].decode("ascii", "replace")
