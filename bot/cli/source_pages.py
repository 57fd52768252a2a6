"""Loads the sources on the command line: files, URLs and standard input."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap.configuration import optional_configuration
from bot.bootstrap.network import (
    ALLOW_PRIVATE,
    NetworkSettings,
    may_fetch_private,
    network_settings,
)
from bot.bootstrap.sources import (
    open_fetcher,
    open_reader,
    read_source,
)
from bot.cli.streams import print_message
from bot.core.batch.briefs import PageBriefer
from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import BadInputError, BotError, ConfigError
from bot.core.ports.services import Fetcher, Page
from summarizers.errors import InputError

_URL = re.compile(r"[a-z][a-z0-9+.-]{0,20}://", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?:/|$)", re.IGNORECASE)

_SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".xhtml", ".json", ".jsonl"})


def is_url(source: str) -> bool:
    """Return whether the source is a URL; otherwise it is a file."""
    return _URL.match(source) is not None


@asynccontextmanager
async def open_sources(
    sources: Sequence[str], engine: str, configuration: Configuration | None = None
) -> AsyncIterator[tuple[PageBriefer, SourcePages]]:
    """Open a briefer of pages and the sources; the network is used only for URLs.

    The configuration has the contact for servers, and the servers that are allowed.
    """
    pages = SourcePages()
    plain = len(sources) == 1 and await pages.read_ahead(sources[0])
    async with AsyncExitStack() as stack:
        opening = open_reader(engine, markup=not plain)
        reader = await stack.enter_async_context(opening)
        if any(map(is_url, sources)):
            fetching = open_fetcher(configuration, network())
            pages.fetcher = await stack.enter_async_context(fetching)
        yield reader, pages


@dataclass(slots=True)
class SourcePages:
    """Loads the page of a source: fetches a URL, reads a file or standard input."""

    fetcher: Fetcher | None = None
    _read_ahead: Page | None = None

    async def read_ahead(self, source: str) -> bool:
        """Load a file in advance; return whether it is plain text that can be read."""
        if is_url(source):
            return False
        with suppress(BotError, InputError):
            self._read_ahead = await asyncio.to_thread(_read, source)
        return self._read_ahead is not None and self._read_ahead.is_plain

    async def page(self, source: str) -> Page:
        """Fetch or load the page of a source.

        Raises:
            FetchError: the URL cannot be fetched.
            BadInputError: the file cannot be read.
            TooLongError: the file is too long.
        """
        page, self._read_ahead = self._read_ahead, None
        if page is not None:
            return page
        if self.fetcher is not None and is_url(source):
            return await self.fetcher.fetch(source)
        return await asyncio.to_thread(_read, source)


def _read(source: str) -> Page:
    try:
        return read_source(source)
    except BadInputError as error:
        if not _looks_like_url(source) or Path(source).exists():
            raise
        hint = f"{error}; for a web page use https://{source}"
        raise BadInputError(hint) from error


def _looks_like_url(source: str) -> bool:
    """Return whether the source looks like a URL without its scheme."""
    is_file = Path(source).suffix.lower() in _SUFFIXES and "/" not in source
    return not is_file and _HOST.match(source) is not None


def usual_configuration() -> Configuration | None:
    """Return the configuration at its usual path; ``None`` if it is missing or invalid.

    Print a warning if the file is invalid.
    """
    try:
        return optional_configuration(os.environ)
    except ConfigError:
        print_message(
            "warning: the configuration is not used, because it is invalid; "
            "`sitrep check` lists its mistakes"
        )
        return None


def network() -> NetworkSettings:
    """Return how to fetch; print a warning if private IP addresses may be fetched.

    Raises:
        ConfigError: the address of a proxy is malformed.
    """
    return network_settings(os.environ, allow_private=allow_private())


def allow_private() -> bool:
    """Return whether the environment allows private IP addresses; if so, print a warning."""
    if not may_fetch_private(os.environ):
        return False
    print_message(
        f"warning: {ALLOW_PRIVATE}=1: Sitrep may fetch pages from private IP addresses, which is for tests only"
    )
    return True
