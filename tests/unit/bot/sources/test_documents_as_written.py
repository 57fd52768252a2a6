"""What is read from each known feed and page.

The documents stand in ``tests/data/feeds`` and ``tests/data/pages``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
from lxml import etree

from bot.core.domain.errors import NotAFeedError
from bot.core.ports.services import Page
from bot.sources.feeds.parser import find_feeds, parse_feed
from bot.sources.pages import page_links
from bot.sources.pages.article_text import paragraphs, read_tables
from bot.sources.pages.boilerplate import drop_boilerplate
from bot.sources.pages.dom_repair import repair_dom
from bot.sources.pages.metadata import headline
from bot.sources.pages.publication_date import DateEvidence, publication_date
from tests.fakes.feeds import NAMESPACES, page
from tests.fakes.trees import text, tree
from tests.tables import blocks

Block = Mapping[str, str]


def below(block: Block, name: str) -> str:
    """The lines of a field."""
    return block[name].removeprefix("\n")


def feed_as_read(block: Block) -> Iterator[str]:
    try:
        feed = parse_feed(page(below(block, "feed").replace("NAMESPACES", NAMESPACES)))
    except NotAFeedError as error:
        yield f"refused: {str(error).splitlines()[0]}"
        return
    yield f"title = {feed.title}"
    for name in ("site", "lang"):
        if value := getattr(feed, name):
            yield f"{name} = {value}"
    if feed.damaged:
        yield "damaged"
    for item in feed.items:
        yield "item"
        for name in ("guid", "url", "title", "published", "content"):
            if value := getattr(item, name):
                yield f"  {name} = {value}"
        yield from (f"  author = {author}" for author in item.authors)


def feeds_of_page(block: Block) -> Iterator[str]:
    body = below(block, "page").encode()
    yield from find_feeds(Page("https://example.org/news/", body, "text/html"))


def index_links(block: Block) -> Iterator[str]:
    body = below(block, "page").encode()
    front = "https://lenna-gazette.example/harbour"
    found = page_links(Page(front, body, "text/html", "utf-8"))
    yield "yes" if found.is_index else "no"
    yield from found.urls


def text_that_is_kept(block: Block) -> Iterator[str]:
    headlines = below(block, "headlines").splitlines()
    yield from paragraphs(below(block, "text"), headlines)


def lines_of_tables(block: Block) -> Iterator[str]:
    yield from read_tables(below(block, "lines").splitlines())


def headline_of_page(block: Block) -> Iterator[str]:
    headings = below(block, "headings").splitlines()
    yield headline(block["title"] or None, block["site"] or None, headings) or ""


def day_of_page(block: Block) -> Iterator[str]:
    evidence = DateEvidence(
        below(block, "page"),
        block["url"] or None,
        below(block, "text"),
        block["marked"] or None,
    )
    yield str(publication_date(evidence) or "none")


def text_without_boilerplate(block: Block) -> Iterator[str]:
    found = tree(below(block, "page"))
    drop_boilerplate(found)
    yield text(found)


def repaired_elements(block: Block) -> Iterator[str]:
    found = tree(below(block, "page"))
    repair_dom(found)
    body = etree.tostring(next(found.iter("body")), encoding="unicode").replace(
        "\n", ""
    )
    for end in ("</p>", "</div>"):
        body = body.replace(end, f"{end}\n")
    yield from body.splitlines()


@pytest.mark.parametrize(
    ("table", "field", "read"),
    [
        ("feeds/feeds", "reads", feed_as_read),
        ("feeds/links", "feeds", feeds_of_page),
        ("pages/index_links", "links", index_links),
        ("pages/texts", "kept", text_that_is_kept),
        ("pages/tables", "left", lines_of_tables),
        ("pages/headlines", "is", headline_of_page),
        ("pages/dates", "day", day_of_page),
        ("pages/boilerplate", "left", text_without_boilerplate),
        ("pages/repairs", "is", repaired_elements),
    ],
)
def test_each_document_is_read_as_its_table_says(
    table: str,
    field: str,
    read: Callable[[Block], Iterator[str]],
    subtests: pytest.Subtests,
) -> None:
    for block in blocks(table):
        with subtests.test(str(block)):
            assert "\n".join(read(block)) == below(block, field)
