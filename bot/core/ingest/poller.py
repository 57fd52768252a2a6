"""Use case: one source is asked what it has; the answer is kept whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import quote

from bot.core.domain.configuration import SourceKind
from bot.core.domain.errors import BotError, NotAFeedError
from bot.core.domain.feed import Feed, Item
from bot.core.domain.records import ItemStatus, Sighting, SourceState, Validators
from bot.core.ingest.poll_policy import Poll, after_failure, after_success, is_news
from bot.core.ports.services import (
    ArticleReader,
    Clock,
    FeedParser,
    FileReader,
    Journal,
    Page,
    Poller,
    Reply,
)
from bot.core.ports.stores import SourceStore
from bot.core.text.identity import sightings, without_old
from summarizers.errors import InputError

FILE_SCHEME = "file://"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source gave: its reply with the hash of its body, and what is in it."""

    reply: Reply
    body_hash: str | None
    found: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReaders:
    """All that reads sources and what they bring."""

    poller: Poller
    feeds: FeedParser
    files: FileReader
    articles: ArticleReader

    async def ask(self, poll: Poll) -> Answer:
        """What a source has; nothing is kept.

        Raises:
            FetchError: it could not be had.
            ParseError: it is not what it is said to be.
            BadInputError: a file or folder cannot be read.
            InputError: a page's text is none.
        """
        match poll.source.kind:
            case SourceKind.FEED | SourceKind.PAGE:
                return await self._ask_network(poll)
            case SourceKind.FILE:
                return await self._ask_files(poll)

    async def _ask_network(self, poll: Poll) -> Answer:
        """What a feed or page has, unless its body is what it was."""
        is_page = poll.source.kind is SourceKind.PAGE
        reply = await self.poller.poll(
            poll.state.moved or poll.source.url,
            poll.state.validators,
            crawling=is_page,
        )
        if reply.page is None:
            return Answer(reply, poll.state.body_hash)
        body_hash = _hash(reply.page.body)
        if body_hash == poll.state.body_hash:
            return Answer(reply, body_hash)
        if is_page:
            return Answer(reply, body_hash, await self._article(poll, reply.page))
        feed, reply = await self._feed(reply, reply.page)
        return Answer(reply, body_hash, sightings(poll.source, feed.items))

    async def _feed(self, reply: Reply, page: Page) -> tuple[Feed, Reply]:
        """The feed; of a page, the first feed that it links to, from now on."""
        try:
            return await self.feeds.parse_feed(page), reply
        except NotAFeedError as error:
            if not error.feeds:
                raise
            linked = error.feeds[0]
        reply = await self.poller.poll(linked, Validators())
        if reply.page is None:
            raise NotAFeedError("the feed that the page links to is empty")
        feed = await self.feeds.parse_feed(reply.page)
        return feed, replace(reply, moved=reply.moved or linked)

    async def _article(self, poll: Poll, page: Page) -> tuple[Sighting, ...]:
        """The article that a page holds now, as an item of its own."""
        reading = await self.articles.read(page)
        item = Item(None, poll.source.url, reading.article.title, None)
        return (Sighting(item, (f"page:{poll.source.url} {reading.digest}",)),)

    async def _ask_files(self, poll: Poll) -> Answer:
        pages = await self.files.pages(poll.source.url)
        found = tuple(_file_sighting(page) for page in pages)
        return Answer(Reply(None), None, found)


@dataclass(frozen=True, slots=True)
class Polls:
    """Makes polls. A source that fails costs no other and is told of in time."""

    clock: Clock
    readers: SourceReaders
    store: SourceStore
    journal: Journal

    async def make(self, poll: Poll, interval: timedelta) -> int:
        """Ask one source and keep what it has; the number of new items.

        Raises:
            StoreError: the outcome could not be kept; it is asked again.
        """
        now = self.clock.now()
        found: tuple[Sighting, ...] = ()
        try:
            answer = await self.readers.ask(poll)
        except Exception as error:  # noqa: BLE001 - no source ends the polling
            self._note(poll, error)
            state = after_failure(poll.state, error, now=now, interval=interval)
        else:
            found = without_old(answer.found, now)
            state = after_success(poll.state, answer.reply, now=now, interval=interval)
            state = replace(state, body_hash=answer.body_hash)
        state = self._told(poll.state, state, now)
        return await self.store.record_poll(state, found, now=now)

    def _note(self, poll: Poll, error: Exception) -> None:
        """Tell the operator of a mistake in the program; a source's own can wait."""
        if not isinstance(error, BotError | InputError):
            self.journal.error("poll failed", url=poll.source.url, reason=repr(error))

    def _told(
        self, before: SourceState, state: SourceState, now: datetime
    ) -> SourceState:
        """The state, with the operator told what is news; each news once."""
        if before.told is not None and state.told is None and state.failing is None:
            self.journal.info("source works again", url=state.url)
        if state.moved is not None and state.moved != before.moved:
            self.journal.info("source has moved", url=state.url, to=state.moved)
        if not is_news(state, now):
            return state
        event = "source is gone" if state.gone else "source keeps failing"
        self.journal.warning(event, url=state.url, reason=state.error or "")
        return replace(state, told=now)


def _file_sighting(page: Page) -> Sighting:
    # A name need not be UTF-8; what is no character in it comes as a lone surrogate.
    url = FILE_SCHEME + quote(page.url, errors="surrogateescape")
    name = page.url.encode("utf-8", "backslashreplace").decode()
    key = f"file:{name} {_hash(page.body)}"
    return Sighting(Item(None, url, None, None), (key,), ItemStatus.PENDING)


def _hash(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()
