"""Stores the article of a pending item, from the item's page where possible.

A pending item is an entry of a feed or page whose article is not fetched yet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import unquote

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.errors import (
    BotError,
    BusyError,
    FetchTimeoutError,
    NoTextError,
    StatusError,
    UnreachableError,
    WallError,
)
from bot.core.domain.records import (
    ExtractedArticle,
    ItemStatus,
    Origin,
    PageLinks,
    PendingItem,
    StoredArticle,
)
from bot.core.ingest.poller import FILE_SCHEME, SourceReaders
from bot.core.ports.services import Clock, EventLog, Page
from bot.core.ports.stores import ArticleStore, SourceStore
from bot.core.text.identity import (
    OLD_AFTER,
    address_key,
    copied_from,
    same_edition,
    text_hash,
)
from summarizers.errors import InputError
from summarizers.model import Article

RETRY_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""The delay before each retry of a page that is temporarily unavailable."""

_SERVER_ERROR = 500
# If the feed's own text is more than twice as long as the page's, the page hides the
# article behind a consent form, a log-in or a script.
_LONGER = 2
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ArticleFetcher:
    """Fetches, extracts and stores articles.

    ``configured`` maps the URL of each source to the source. ``storing`` is a lock that
    all fetchers of one store share.
    """

    clock: Clock
    readers: SourceReaders
    items: SourceStore
    articles: ArticleStore
    event_log: EventLog
    configured: Mapping[str, Source]
    # Copies often arrive together; each must find the one that was stored before it.
    storing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def fetch(self, item: PendingItem, *, keep_placeholder: bool = False) -> bool:
        """Store the item's article; return whether its page is tried again later.

        A page that is temporarily unavailable is retried after ``RETRY_DELAYS``. If it
        never becomes available, the article is a placeholder: the feed's own text, else
        the title. With ``keep_placeholder`` a placeholder is stored before a retry, too.

        Raises:
            StoreError: the article was not stored; the item stays pending.
        """
        try:
            extracted, origin = await self._extract(item)
        except Exception as error:  # noqa: BLE001 - one page must not stop the others
            self._log_bug(item, error)
            retry = _is_temporary(error) and item.attempts < len(RETRY_DELAYS)
            if keep_placeholder or not retry:
                await self._store_placeholder(item, error, retry=retry)
            if retry:
                due = self.clock.now() + RETRY_DELAYS[item.attempts]
                await self.items.postpone(item, due)
            return retry
        if self._is_old(item, extracted):
            await self.items.settle(item, ItemStatus.OLD)
        else:
            await self._store(item, self._article(item, extracted, origin))
        return False

    async def defer(
        self, item: PendingItem, is_running: Callable[[int], bool] = lambda _: False
    ) -> None:
        """Store a placeholder for a page that the caller cannot wait for.

        The page is fetched later. ``is_running`` returns whether a job fetches the item
        with this id right now; then that job stores the article.

        Raises:
            StoreError: the placeholder was not stored; the item stays pending.
        """
        was_running = is_running(item.id)
        placeholder = await self._placeholder(item)
        if placeholder is None:
            return
        article = self._article(item, *placeholder)
        async with self.storing:
            has_ended = was_running and not is_running(item.id)
            if not has_ended and await self._store_locked(item, article):
                await self.items.postpone(item, self.clock.now() + RETRY_DELAYS[0])

    async def _store_placeholder(
        self, item: PendingItem, error: Exception, *, retry: bool
    ) -> None:
        """Store the item's placeholder: the feed's own text, or its title.

        If the item has neither, mark it as unreadable. If the page is tried again
        (``retry``), do not mark it.
        """
        placeholder = await self._placeholder(item)
        if placeholder is not None:
            await self._store(item, self._article(item, *placeholder))
        elif not retry:
            await self.items.settle(item, ItemStatus.UNREADABLE, note=str(error))

    def _log_bug(self, item: PendingItem, error: Exception) -> None:
        """Log an unexpected exception; errors of pages are expected and not logged."""
        if not isinstance(error, BotError | InputError):
            url = item.item.url or ""
            self.event_log.error(
                "article of a source not read because of an unexpected error; report this bug",
                url=url,
                reason=repr(error),
            )

    async def _extract(self, item: PendingItem) -> tuple[ExtractedArticle, Origin]:
        """Extract the article from the page or file, or from a longer feed entry.

        The feed's entry counts as longer if it has more than twice the characters.
        """
        url = item.item.url
        if url is None:
            raise NoTextError("the feed's item has no link to a page")
        if url.startswith(FILE_SCHEME):
            return await self.readers.articles.extract(
                await self._file(url)
            ), Origin.FILE
        poller = self.readers.poller_for(url, self._sources(item))
        fetched = await poller.crawl(url)
        page = await self._page(item, fetched)
        if len(item.item.content) > _LONGER * len(page.article.text):
            entry = await self._entry(item)
            if entry and len(entry.article.text) > _LONGER * len(page.article.text):
                return entry, Origin.FEED
        return replace(page, validators=fetched.validators), Origin.PAGE

    async def _page(self, item: PendingItem, fetched: Page) -> ExtractedArticle:
        """Extract the article of a page.

        If only another page led to the item, and this page is an index of articles,
        refuse it.
        """
        if not self._is_followed(item):
            return await self.readers.articles.extract(fetched)
        parsed = await self.readers.articles.article_or_links(fetched)
        if isinstance(parsed, PageLinks):
            raise NoTextError("the page is an index of articles, not an article")
        return parsed

    def _is_followed(self, item: PendingItem) -> bool:
        """Return whether the item was found only through links on page sources."""
        sources = [self.configured.get(url) for url in item.sources]
        return item.item.url not in item.sources and all(
            source is not None and source.kind is SourceKind.PAGE for source in sources
        )

    def _sources(self, item: PendingItem) -> list[Source]:
        """Return the configured sources that listed the item."""
        return [self.configured[url] for url in item.sources if url in self.configured]

    def _is_old(self, item: PendingItem, extracted: ExtractedArticle) -> bool:
        """Return whether an item of a page was published long before it was found.

        Links on a page have no dates, so the day is known only after the extraction.
        """
        day = extracted.article.published
        return (
            day is not None
            and item.seen.date() - day > OLD_AFTER
            and self._is_followed(item)
        )

    async def _file(self, url: str) -> Page:
        path = unquote(url.removeprefix(FILE_SCHEME), errors="surrogateescape")
        pages = await self.readers.files.pages(path)
        if not pages:
            raise NoTextError("the file does not exist any more")
        return pages[0]

    async def _placeholder(
        self, item: PendingItem
    ) -> tuple[ExtractedArticle, Origin] | None:
        """Make an article of the feed's own text, else of the title, if any."""
        entry = await self._entry(item)
        if entry is not None:
            return entry, Origin.FEED
        title = item.item.title
        if title is None:
            return None
        return ExtractedArticle(Article(title), text_hash(title)), Origin.TITLE

    async def _entry(self, item: PendingItem) -> ExtractedArticle | None:
        if not item.item.content:
            return None
        try:
            return await self.readers.articles.extract_fragment(item.item.content)
        except Exception as error:  # noqa: BLE001 - one entry must not stop the others
            self._log_bug(item, error)
            return None

    def _article(
        self, item: PendingItem, extracted: ExtractedArticle, origin: Origin
    ) -> StoredArticle:
        """Merge the metadata of feed, page and configuration.

        The feed has precedence for title and date, the page for URL and authors, and
        the configuration for language and the publisher's name.
        """
        entry, page = item.item, extracted.article
        url = None if origin is Origin.FILE else page.url or entry.url
        if entry.url in item.sources:
            # A page that is a source keeps its address in all its versions.
            url = entry.url
        published = _plausible(entry.published, item.seen)
        sources = self._sources(item)
        article = replace(
            page,
            title=entry.title or page.title,
            url=url,
            published=published.date() if published else page.published,
            site=next(filter(None, (source.name for source in sources)), page.site),
            lang=next(filter(None, (source.lang for source in sources)), page.lang),
            authors=page.authors or entry.authors,
        )
        name = f"{address_key(url or entry.url or '')} {extracted.digest}"
        return StoredArticle(
            id=blake2b(name.encode("utf-8", "replace"), digest_size=8).hexdigest(),
            article=article,
            sources=item.sources,
            seen=item.seen,
            origin=origin,
            digest=extracted.digest,
            published=published,
            fingerprint=extracted.fingerprint,
            validators=extracted.validators,
        )

    async def _store(self, item: PendingItem, article: StoredArticle) -> None:
        async with self.storing:
            await self._store_locked(item, article)

    async def _store_locked(self, item: PendingItem, article: StoredArticle) -> bool:
        """Store the article, or close its item if the same text is stored already.

        The same text counts only if it is of the same site. Return false if another
        process stored the item's article before.
        """
        twins = await self.articles.twins(article)
        edition = same_edition(article, twins)
        if edition is not None:
            note = f"same text as {edition.article.url or 'another file'}, seen before"
            await self.items.settle(
                item, ItemStatus.KNOWN, note=note, same_as=edition.id
            )
            return True
        original = copied_from(article, twins)
        if original is not None:
            article = replace(article, copy_of=original.copy_of or original.id)
        return await self.articles.add_article(item, article)


def _plausible(published: datetime | None, seen: datetime) -> datetime | None:
    """Return the publication time, if it is plausible.

    Return ``None`` if it is more than a day later than ``seen``, which time zones
    cannot explain.
    """
    if published is None or published > seen + _ONE_DAY:
        return None
    return published


def _is_temporary(error: Exception) -> bool:
    """Return whether the page may become available again after this error."""
    if isinstance(error, StatusError):
        return isinstance(error, BusyError) or error.status >= _SERVER_ERROR
    return isinstance(error, UnreachableError | FetchTimeoutError | WallError)
