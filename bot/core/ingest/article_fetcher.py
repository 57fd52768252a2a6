"""Use case: one item becomes an article in the store, from its page if it can be had."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import unquote

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
    ItemStatus,
    Origin,
    PendingItem,
    Reading,
    StoredArticle,
)
from bot.core.ingest.poller import FILE_SCHEME, SourceReaders
from bot.core.ports.services import Clock, Journal, Page
from bot.core.ports.stores import ArticleStore, SourceStore
from bot.core.text.identity import address_key, copied_from, known_as, text_hash
from summarizers.errors import InputError
from summarizers.model import Article

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""How long a page that cannot be had just now is waited for, each time."""

_SERVER_ERROR = 500
# A page that gives less than half of what the feed gives hides the article: it is a
# consent form, a log-in, or a page that a program fills.
_LONGER = 2
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Acquisitions:
    """Reads items. ``languages`` are those that the configuration names, by source.

    ``keeping`` is shared by all that keep articles in the store.
    """

    clock: Clock
    readers: SourceReaders
    items: SourceStore
    articles: ArticleStore
    journal: Journal
    languages: Mapping[str, str]
    # Copies often come together; each must find the one that was kept before it.
    keeping: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def acquire(self, item: PendingItem, *, last: bool = False) -> bool:
        """Read one item and keep what it is; whether its page is still waited for.

        A page that cannot be had just now is tried again later. If it can never be had,
        the feed's own text is taken, and without one the title alone; so it is for now
        when this is the ``last`` time before somebody reads.

        Raises:
            StoreError: it could not be kept; it stays pending.
        """
        try:
            reading, origin = await self._whole(item)
        except Exception as error:  # noqa: BLE001 - no page ends the reading
            self._note(item, error)
            again = _is_passing(error) and item.attempts < len(PAUSES)
            if last or not again:
                await self._stand_in(item, error, again=again)
            if again:
                until = self.clock.now() + PAUSES[item.attempts]
                await self.items.postpone(item, until)
            return again
        await self._keep(item, self._article(item, reading, origin))
        return False

    async def put_off(
        self, item: PendingItem, is_read: Callable[[int], bool] = lambda _: False
    ) -> None:
        """Keep what stands in for a page that is not waited for, and read it later.

        ``is_read`` tells whether it is being read: its end is kept all the same.

        Raises:
            StoreError: it could not be kept; it stays pending.
        """
        was_read = is_read(item.id)
        found = await self._rest(item)
        if found is None:
            return
        article = self._article(item, *found)
        async with self.keeping:
            ended = was_read and not is_read(item.id)
            if not ended and await self._keep_alone(item, article):
                await self.items.postpone(item, self.clock.now() + PAUSES[0])

    async def _stand_in(
        self, item: PendingItem, error: Exception, *, again: bool
    ) -> None:
        """Keep what is left without the page, if anything."""
        found = await self._rest(item)
        if found is not None:
            await self._keep(item, self._article(item, *found))
        elif not again:
            await self.items.settle(item, ItemStatus.UNREADABLE, note=str(error))

    def _note(self, item: PendingItem, error: Exception) -> None:
        """Tell the operator of a mistake in the program; a page's own is no news."""
        if not isinstance(error, BotError | InputError):
            url = item.item.url or ""
            self.journal.error("page failed", url=url, reason=repr(error))

    async def _whole(self, item: PendingItem) -> tuple[Reading, Origin]:
        """What the item's page or file says, or its own text if that is more."""
        url = item.item.url
        if url is None:
            raise NoTextError("the item has no address")
        if url.startswith(FILE_SCHEME):
            return await self.readers.articles.read(await self._file(url)), Origin.FILE
        found = await self.readers.articles.read(await self.readers.poller.crawl(url))
        if len(item.item.content) > _LONGER * len(found.article.text):
            rest = await self._entry(item)
            if rest and len(rest.article.text) > _LONGER * len(found.article.text):
                return rest, Origin.FEED
        return found, Origin.PAGE

    async def _file(self, url: str) -> Page:
        path = unquote(url.removeprefix(FILE_SCHEME), errors="surrogateescape")
        pages = await self.readers.files.pages(path)
        if not pages:
            raise NoTextError("the file is not there any more")
        return pages[0]

    async def _rest(self, item: PendingItem) -> tuple[Reading, Origin] | None:
        """What is left without the page: the feed's text, else the title alone."""
        entry = await self._entry(item)
        if entry is not None:
            return entry, Origin.FEED
        title = item.item.title
        if title is None:
            return None
        return Reading(Article(title), text_hash(title)), Origin.TITLE

    async def _entry(self, item: PendingItem) -> Reading | None:
        if not item.item.content:
            return None
        try:
            return await self.readers.articles.read_fragment(item.item.content)
        except Exception as error:  # noqa: BLE001 - no entry ends the reading
            self._note(item, error)
            return None

    def _article(
        self, item: PendingItem, reading: Reading, origin: Origin
    ) -> StoredArticle:
        """The article with what the feed says of it, which is surer than its page."""
        entry, found = item.item, reading.article
        url = None if origin is Origin.FILE else found.url or entry.url
        published = _true(entry.published, item.seen)
        named = (self.languages.get(source) for source in item.sources)
        article = replace(
            found,
            title=entry.title or found.title,
            url=url,
            published=published.date() if published else found.published,
            lang=next(filter(None, named), found.lang),
            authors=found.authors or entry.authors,
        )
        name = f"{address_key(url or entry.url or '')} {reading.digest}"
        return StoredArticle(
            id=blake2b(name.encode("utf-8", "replace"), digest_size=8).hexdigest(),
            article=article,
            sources=item.sources,
            seen=item.seen,
            origin=origin,
            digest=reading.digest,
            published=published,
            fingerprint=reading.fingerprint,
        )

    async def _keep(self, item: PendingItem, article: StoredArticle) -> None:
        async with self.keeping:
            await self._keep_alone(item, article)

    async def _keep_alone(self, item: PendingItem, article: StoredArticle) -> bool:
        """Keep it, or that it is known; false if its item was ended before."""
        twins = await self.articles.twins(article)
        same = known_as(article, twins)
        if same is not None:
            note = f"the text of {same.article.url or 'another file'}, seen before"
            await self.items.settle(item, ItemStatus.KNOWN, note=note, same_as=same.id)
            return True
        original = copied_from(article, twins)
        if original is not None:
            article = replace(article, copy_of=original.copy_of or original.id)
        return await self.articles.add_article(item, article)


def _true(published: datetime | None, seen: datetime) -> datetime | None:
    """The moment, unless it lies ahead by more than time zones explain."""
    if published is None or published > seen + _ONE_DAY:
        return None
    return published


def _is_passing(error: Exception) -> bool:
    """Whether the page may be had in a while."""
    if isinstance(error, StatusError):
        return isinstance(error, BusyError) or error.status >= _SERVER_ERROR
    return isinstance(error, UnreachableError | FetchTimeoutError | WallError)
