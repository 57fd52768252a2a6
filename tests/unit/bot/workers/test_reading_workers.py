"""Worker processes that read what sources bring, and sort it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.errors import (
    BadInputError,
)
from bot.core.domain.records import Feed, PageLinks, StoredArticle
from bot.core.ingest.extraction import fingerprinted
from bot.core.ports.services import Page
from bot.sources.pages import page_links, parse_page
from bot.workers.adapter import Workers
from bot.workers.calls import Call
from summarizers.model import Article
from tests.fakes.records import FEED, make_stored
from tests.fakes.reports import BRIDGE, FERRY, FERRY_TOO
from tests.fakes.town import GAZETTE, Paper
from tests.fakes.work import PARSE

FEEDS: Call[[Page], Feed] = Call("bot.sources.feeds.parser", "parse_feed")
LINKS: Call[[Page], PageLinks] = Call("bot.sources.pages", "page_links")
ARTICLES_OR_LINKS: Call[[Page], Article | PageLinks] = Call(
    "bot.sources.pages", "parse_article_or_links"
)
TOPICS = (Topic("coast", "Coast", (Source(SourceKind.FEED, FEED),)),)


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    async with Workers(
        PARSE,
        feeds=FEEDS,
        links=LINKS,
        articles_or_links=ARTICLES_OR_LINKS,
        engine="fast",
        size=1,
    ) as workers:
        yield workers


def page(body: bytes, kind: str = "text/html") -> Page:
    return Page(f"{GAZETTE}/feed.xml", body, kind)


def feed() -> Page:
    paper = Paper(GAZETTE, [FERRY, BRIDGE])
    return page(paper.pages()[paper.feed], "application/rss+xml")


def articles() -> list[StoredArticle]:
    return [
        make_stored(one.name, text=one.text, seen=one.day, fingerprint=(1, 2, 3))
        for one in (FERRY, BRIDGE, FERRY_TOO)
    ]


async def test_index_and_article_are_parsed_as_they_are_here(workers: Workers) -> None:
    teasers = "".join(f"<p><a href='/n-{n}'>{FERRY.title}</a>" for n in range(9))
    report = Paper(GAZETTE, [FERRY]).pages()[f"{GAZETTE}/ferry"]

    links = await workers.article_or_links(page(teasers.encode()))
    article = await workers.article_or_links(page(report))

    assert links == page_links(page(teasers.encode()))
    assert article == fingerprinted(parse_page(page(report)))


async def test_a_wrong_expression_is_told_of(workers: Workers) -> None:
    wrong = replace(TOPICS[0], include=("/(/",))

    with pytest.raises(BadInputError):
        await workers.select([wrong], articles())
