"""Sources named on the command line: files, addresses and standard input."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap.sources import (
    ALLOW_PRIVATE,
    may_fetch_private,
    open_fetcher,
    open_reader,
    read_source,
)
from bot.cli.streams import tell
from bot.core.batch.briefs import PageBriefer
from bot.core.domain.errors import BadInputError, BotError
from bot.core.ports.services import Fetcher, Page
from summarizers.errors import InputError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,20}://", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?:/|$)", re.IGNORECASE)

_ENDINGS = frozenset({".txt", ".md", ".html", ".htm", ".xhtml", ".json", ".jsonl"})


def is_address(source: str) -> bool:
    """Whether the source is fetched rather than opened."""
    return _ADDRESS.match(source) is not None


@asynccontextmanager
async def open_sources(
    sources: Sequence[str], engine: str
) -> AsyncIterator[tuple[PageBriefer, SourcePages]]:
    """What reads the sources; network and HTML only when one of them needs it."""
    pages = SourcePages()
    plain = len(sources) == 1 and await pages.hold(sources[0])
    async with AsyncExitStack() as stack:
        opening = open_reader(engine, markup=not plain)
        reader = await stack.enter_async_context(opening)
        if any(map(is_address, sources)):
            fetching = open_fetcher(allow_private=allow_private())
            pages.fetcher = await stack.enter_async_context(fetching)
        yield reader, pages


@dataclass(slots=True)
class SourcePages:
    """Gets the pages of sources."""

    fetcher: Fetcher | None = None
    _held: Page | None = None

    async def hold(self, source: str) -> bool:
        """Read a source ahead; whether it is there and without markup."""
        if is_address(source):
            return False
        with suppress(BotError, InputError):
            self._held = await asyncio.to_thread(_read, source)
        return self._held is not None and self._held.is_plain

    async def page(self, source: str) -> Page:
        """Fetch or read the source.

        Raises:
            FetchError: the address could not be had.
            BadInputError: the file cannot be read.
            TooLongError: the file is too long.
        """
        held, self._held = self._held, None
        if held is not None:
            return held
        if self.fetcher is not None and is_address(source):
            return await self.fetcher.fetch(source)
        return await asyncio.to_thread(_read, source)


def _read(source: str) -> Page:
    try:
        return read_source(source)
    except BadInputError as error:
        if not _seems_host(source) or Path(source).exists():
            raise
        hint = f"{error}; for a page write https://{source}"
        raise BadInputError(hint) from error


def _seems_host(source: str) -> bool:
    """Whether it is a page's address without its scheme, and no file that is missing."""
    is_file = Path(source).suffix.lower() in _ENDINGS and "/" not in source
    return not is_file and _HOST.match(source) is not None


def allow_private() -> bool:
    """Whether private addresses may be fetched; the person is warned if so."""
    if not may_fetch_private(os.environ):
        return False
    tell(f"warning: {ALLOW_PRIVATE}=1: private addresses may be fetched")
    return True
