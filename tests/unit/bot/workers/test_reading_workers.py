"""Worker processes that read what sources bring, and sort it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.digests.selection import select
from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.errors import (
    BadInputError,
    NotAFeedError,
    NoTextError,
    ParseTimeoutError,
)
from bot.core.domain.records import Feed, PageLinks, StoredArticle
from bot.core.ingest.extraction import extract_fragment, fingerprinted
from bot.core.ports.services import Page
from bot.sources.feeds.parser import parse_feed
from bot.sources.pages import page_links, parse_page
from bot.workers import Call, WorkerLimits, Workers
from bot.workers.briefing_tasks import main_actors
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


async def test_the_links_of_a_page_are_read_as_they_are_here(workers: Workers) -> None:
    link = f"<a href='{GAZETTE}/ferry'>{FERRY.title}</a>"
    front = page(f"<html><body>{link}</body></html>".encode())

    assert await workers.links(front) == PageLinks((f"{GAZETTE}/ferry",))


async def test_workers_without_a_reader_of_links_say_so() -> None:
    async with Workers(PARSE, feeds=FEEDS, engine="fast", size=1) as workers:
        with pytest.raises(RuntimeError, match="without a reader of links"):
            await workers.links(page(b""))
        with pytest.raises(RuntimeError, match="pass articles_or_links"):
            await workers.article_or_links(page(b""))


async def test_index_and_article_are_parsed_as_they_are_here(workers: Workers) -> None:
    teasers = "".join(f"<p><a href='/n-{n}'>{FERRY.title}</a>" for n in range(9))
    report = Paper(GAZETTE, [FERRY]).pages()[f"{GAZETTE}/ferry"]

    links = await workers.article_or_links(page(teasers.encode()))
    article = await workers.article_or_links(page(report))

    assert links == page_links(page(teasers.encode()))
    assert article == fingerprinted(parse_page(page(report)))


async def test_a_feed_is_read_as_it_is_here(workers: Workers) -> None:
    found = await workers.parse_feed(feed())

    assert found == parse_feed(feed())
    assert len(found.items) == 2


async def test_what_is_no_feed_comes_back_with_the_feeds_it_names(
    workers: Workers,
) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    body = f"<!doctype html><html><head>{link}</head><body><p>News.</p></body></html>"

    with pytest.raises(NotAFeedError) as caught:
        await workers.parse_feed(page(body.encode()))

    assert caught.value.feeds == (f"{GAZETTE}/rss",)


async def test_a_page_comes_with_what_it_is_compared_by(workers: Workers) -> None:
    found = await workers.extract(page(FERRY.text.encode()))

    assert found.article.text == FERRY.text
    assert (found.digest, found.fingerprint) != ("", ())


async def test_an_entry_is_read_as_it_is_here(workers: Workers) -> None:
    markup = f"<p>{FERRY.text}</p>\ud800"

    assert await workers.extract_fragment(markup) == extract_fragment(markup)


async def test_an_entry_without_text_is_refused(workers: Workers) -> None:
    with pytest.raises(NoTextError, match="no text"):
        await workers.extract_fragment("<p>")


async def test_articles_are_sorted_as_they_are_here(workers: Workers) -> None:
    found = await workers.select(TOPICS, articles())

    assert found == select(TOPICS, articles(), main_actors)
    assert len(found.stories) == 2


async def test_a_wrong_expression_is_told_of(workers: Workers) -> None:
    wrong = replace(TOPICS[0], include=("/(/",))

    with pytest.raises(BadInputError):
        await workers.select([wrong], articles())


async def test_nothing_is_sorted_to_nothing(workers: Workers) -> None:
    found = await workers.select([], [])

    assert (found.selected, found.stories) == ({}, ())


async def test_sorting_may_take_longer_than_a_page() -> None:
    many = [
        make_stored(f"ferry-{number}", text=f"{number} {FERRY.text}")
        for number in range(1_000)
    ]
    short = WorkerLimits(seconds=0.01)
    async with Workers(PARSE, engine="fast", size=1, limits=short) as workers:
        found = await workers.select(TOPICS, many)

        with pytest.raises(ParseTimeoutError, match=r"0\.01 seconds"):
            await workers.parse(page(b"hang"))

    assert len(found.selected) == len(many)


async def test_workers_without_a_parser_of_feeds_say_so() -> None:
    async with Workers(PARSE, engine="fast", size=1) as workers:
        with pytest.raises(RuntimeError, match="without a parser of feeds"):
            await workers.parse_feed(feed())


async def test_many_pieces_of_work_come_back_to_who_asked(workers: Workers) -> None:
    asked = [f"<p>The ferry number {number} sails.</p>" for number in range(40)]

    found = await asyncio.gather(*map(workers.extract_fragment, asked))

    assert [one.article.text for one in found] == [
        f"The ferry number {number} sails." for number in range(40)
    ]
