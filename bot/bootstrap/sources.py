"""Builds the adapters that load pages, files and feeds.

Adapters are imported when they are needed: briefing a file loads no network library.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap.network import DEFAULT_NETWORK, NetworkSettings
from bot.core.batch.briefs import PageBriefer
from bot.core.domain.configuration import Configuration
from bot.core.ports.metrics import NO_METRICS, Metrics
from bot.core.ports.services import Page

if TYPE_CHECKING:
    from bot.fetching import GuardedFetcher

PAGE_PARSER = ("bot.sources.pages", "parse_page")
FEED_PARSER = ("bot.sources.feeds.parser", "parse_feed")
LINK_READER = ("bot.sources.pages", "page_links")
INDEX_PARSER = ("bot.sources.pages", "parse_article_or_links")
_PLAIN_PARSER = ("bot.core.batch.input_rows", "parse_plain")


def read_source(name: str) -> Page:
    """Load a file, or standard input for ``-``, as a page.

    Raises:
        BadInputError: the file cannot be read.
        TooLongError: the file is too long.
    """
    from bot.sources.files import read_file, read_stream

    if name == "-":
        return read_stream(sys.stdin.buffer)
    return read_file(Path(name))


def today() -> date:
    """Return the current date in UTC, as the day on which a command reads articles."""
    # The clock's own module loads the scheduler, which a command does not need.
    return datetime.now(UTC).date()  # noqa: TID251


@asynccontextmanager
async def open_reader(
    engine: str, *, markup: bool = True
) -> AsyncIterator[PageBriefer]:
    """Start worker processes that parse pages and brief their articles.

    Without ``markup`` they parse plain text only.
    """
    from bot.workers.calls import Call, Preload
    from bot.workers.processes import start_fork_server

    parser = PAGE_PARSER if markup else _PLAIN_PARSER
    # It loads the engine while this process imports what it needs itself.
    start_fork_server(Preload((parser[0],), engine))
    from bot.workers.adapter import Workers

    async with Workers(Call(*parser), engine=engine) as workers:
        yield PageBriefer(workers, workers, today)


@asynccontextmanager
async def open_fetcher(
    configuration: Configuration | None = None,
    network: NetworkSettings = DEFAULT_NETWORK,
    metrics: Metrics = NO_METRICS,
) -> AsyncIterator[GuardedFetcher]:
    """Open the HTTP client that fetches from public servers, and from allowed ones.

    The configuration has the contact for servers, and the servers that are allowed.
    """
    from bot.fetching import GuardedFetcher

    async with GuardedFetcher(
        contact=configuration.contact if configuration else None,
        allow_private=network.allow_private,
        allow=configuration.allow if configuration else (),
        proxies=network.proxies,
        logins=network.logins,
        metrics=metrics,
    ) as fetcher:
        yield fetcher
