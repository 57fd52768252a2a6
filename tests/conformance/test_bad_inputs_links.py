"""Links that mislead, row by row: as an article's address, as an entry's, as text."""

from __future__ import annotations

import io
import re
from urllib.parse import urlsplit

import pytest

from bot.core.domain.messages import Message
from bot.core.messages.briefing import briefing_message
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import Page
from bot.core.text.deep_links import host, page_address
from bot.platforms.console.terminal import Screen
from bot.sources.feeds.parser import parse_feed
from summarizers.model import Article, Briefing, Line
from tests.conformance.rows import Row, one, rows

PAGE = "https://news.example/harbour/1"
# Only the renderers' own links look like this; those of a text are escaped.
MARKDOWN_LINK = re.compile(r"(?<!\\)\]\((?P<url>[^)]+)\)")


def address(row: Row) -> str:
    """The link of a row, without the words around it."""
    found = re.search(r"(?:https?|javascript|data):[^\s,\]]+|\?utm\S+", row.input)
    assert found is not None
    text = found.group().replace("...", "PHA+")
    return PAGE + text if text.startswith("?") else text


def message(row: Row, url: str) -> Message:
    """A briefing that prints the row's words in its title and in a line."""
    article = Article(f"On Monday {row.input} was said.", url=url, title=row.input)
    line = Line(article.span(0, len(article.text)), 1.0)
    return briefing_message(Briefing(article, "fast", "en", summary=(line,)))


def links(found: Message) -> set[str]:
    """Every address that a message links to."""
    rows_ = [row for section in found.sections for row in section.rows]
    texts = [part.url for row in rows_ for part in row.parts]
    return {url for url in [*texts, *(row.proof for row in rows_)] if url}


@rows("link")
def test_words_that_look_like_a_link_make_none(row: Row) -> None:
    found = message(row, PAGE)

    assert {url.partition("#")[0] for url in links(found)} == {PAGE}
    written = MARKDOWN_LINK.findall(to_markdown(found))
    assert {url.partition("#")[0] for url in written} <= {PAGE}


@rows("link")
def test_words_that_look_like_a_link_stay_as_they_are(row: Row) -> None:
    stream = io.StringIO()

    Screen(stream).show(message(row, PAGE))

    shown = re.sub(r"\s", "", stream.getvalue())
    assert re.sub(r"\s", "", row.input) in shown


@pytest.mark.parametrize("name", ["link-04", "link-05", "link-06"])
def test_an_address_that_misleads_is_not_linked_to(name: str) -> None:
    row = one(name)

    assert page_address(address(row)) is None
    assert not links(message(row, address(row)))


@pytest.mark.parametrize("name", ["link-01", "link-07", "link-08", "link-09"])
def test_a_web_address_is_linked_to_as_it_is_with_its_host_shown(name: str) -> None:
    url = address(one(name))

    assert page_address(url) == url
    assert not re.search(r"\s", url)
    assert host(url) == urlsplit(url).hostname


@rows("link")
def test_an_entry_s_link_is_one_that_may_be_linked_to_or_none(row: Row) -> None:
    link = address(row).replace("&", "&amp;")
    feed = (
        '<rss version="2.0"><channel><title>Harbour</title>'
        f"<item><title>Quay</title><link>{link}</link><guid>1</guid></item>"
        "</channel></rss>"
    )

    (item,) = parse_feed(Page(PAGE, feed.encode(), "application/rss+xml")).items

    assert item.url == page_address(address(row))
