"""Feeds that lie, grow or lead elsewhere, row by row, in a real worker."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.core.domain.errors import NotAFeedError, TooBigError
from bot.core.domain.records import Feed
from bot.core.ports.services import Page
from bot.fetching import GuardedFetcher
from bot.sources.feeds.parser import parse_feed
from bot.workers.adapter import Workers
from bot.workers.calls import Call
from bot.workers.pool import WorkerLimits
from summarizers.model import Article
from tests.conformance.rows import Row, rows
from tests.fakes.web import LoopbackSite, page

ARTICLES: Call[[Page], Article] = Call("bot.core.batch.input_rows", "parse_plain")
FEEDS: Call[[Page], Feed] = Call("bot.sources.feeds.parser", "parse_feed")
MAX_BYTES = 5_000_000
MAX_GROWTH_KB = 150_000


def secrets() -> list[str]:
    """What stands in the files that the rows point to, where there are such."""
    paths = (Path("/etc/hostname"), Path("/etc/passwd"))
    lines = (path.read_text("utf8").splitlines() for path in paths if path.exists())
    return [line for text in lines for line in text if line]


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    # No row takes long; a busy machine may.
    limits = WorkerLimits(seconds=30.0)
    async with Workers(
        ARTICLES, feeds=FEEDS, engine="fast", size=1, limits=limits
    ) as workers:
        yield workers


def feed_page(row: Row) -> Page:
    body = row.input.partition(" with Content-Type")[0]
    return Page("https://example.org/feed.xml", body.encode(), "application/rss+xml")


async def too_big(row: Row) -> None:
    answer = page(row.input, "Content-Type: application/rss+xml")
    async with (
        LoopbackSite(answer) as site,
        GuardedFetcher(allow_private=True) as fetcher,
    ):
        with pytest.raises(TooBigError):
            await fetcher.fetch(site.url())


async def outcome(row: Row, workers: Workers) -> Feed | NotAFeedError:
    try:
        async with asyncio.timeout(10):
            return await workers.parse_feed(feed_page(row))
    except NotAFeedError as error:
        return error


@rows("xml")
async def test_bad_feed_is_read_safely_or_refused(row: Row, workers: Workers) -> None:
    if len(row.input) > MAX_BYTES:
        await too_big(row)
        return

    found = await outcome(row, workers)

    if row.expected.startswith("refuse:") and "unexpanded" not in row.expected:
        assert isinstance(found, NotAFeedError)
    if "item kept" in row.expected:
        assert isinstance(found, Feed)
        assert [item.title for item in found.items] == ["ab"]
    assert not any(secret in repr(found) for secret in secrets())


@rows("xml")
def test_bad_feed_takes_little_memory(row: Row) -> None:
    body = row.input[:MAX_BYTES]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with suppress(NotAFeedError):
        feed = parse_feed(Page("https://example.org/feed.xml", body.encode(), ""))

        assert all(len(item.title or "") <= 1_000 for item in feed.items)

    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < MAX_GROWTH_KB
