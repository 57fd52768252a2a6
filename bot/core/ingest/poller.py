"""Polls one source and stores the result, or polls all to check the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from html import unescape
from urllib.parse import quote

from bot.core.domain.configuration import Configuration, Source, SourceKind, Topic
from bot.core.domain.errors import BotError, NotAFeedError, NoTextError
from bot.core.domain.records import (
    ExtractedArticle,
    Feed,
    Item,
    ItemStatus,
    PageLinks,
    PolledItem,
    SourceState,
    Validators,
)
from bot.core.ingest.poll_policy import (
    Poll,
    after_failure,
    after_success,
    new_state,
    should_report,
)
from bot.core.ports.services import (
    ArticleExtractor,
    Clock,
    EventLog,
    FeedParser,
    FileReader,
    Page,
    Poller,
    Reply,
)
from bot.core.ports.stores import SourceStore
from bot.core.text.bounded_gather import bounded_gather
from bot.core.text.domains import host_of
from bot.core.text.identity import NEWEST, mark_old, polled_items_of
from bot.core.text.topics.matcher import TopicMatcher
from summarizers.errors import InputError
from summarizers.model import Article

FILE_SCHEME = "file://"
_MARKUP = re.compile(r"<[^<>]{0,5000}>")

MAX_PROBES = 8
"""The maximum number of sources that are probed at the same time."""


@dataclass(frozen=True, slots=True)
class PollResult:
    """The result of a poll: the reply, the hash of its body, its items and title.

    ``followed`` says that the source is a page that was read as an index of articles.
    """

    reply: Reply
    body_hash: str | None
    items: tuple[PolledItem, ...] = ()
    title: str | None = None
    followed: bool = False


@dataclass(frozen=True, slots=True)
class SourceReaders:
    """Polls sources through the ports that fetch and parse sources and articles."""

    poller: Poller
    feeds: FeedParser
    files: FileReader
    articles: ArticleExtractor

    def poller_for(self, url: str, sources: Iterable[Source]) -> Poller:
        """Return the poller for a URL, with the login of a source on the same host.

        Raises:
            LoginError: the login's value is missing or malformed.
        """
        host = host_of(url)
        for source in sources:
            if source.login is not None and host_of(source.url) == host:
                return self.poller.logged_in(source)
        return self.poller

    async def poll(self, poll: Poll) -> PollResult:
        """Poll the source and return its reply and items; store nothing.

        Raises:
            FetchError: the source could not be fetched.
            ParseError: the body is not a feed, or holds no article.
            BadInputError: a file or folder cannot be read.
            InputError: the text of a page is not readable text.
        """
        match poll.source.kind:
            case SourceKind.FEED | SourceKind.PAGE:
                return await self._poll_network(poll)
            case SourceKind.FILE:
                return await self._read_files(poll)

    async def _poll_network(self, poll: Poll) -> PollResult:
        """Fetch a feed or page; an unchanged body has no items."""
        state, follow = poll.state, poll.source.follow
        # If ``follow`` was changed, an unchanged body is read again.
        is_same_reading = follow is None or follow == state.followed
        poller = self.poller_for(poll.source.url, (poll.source,))
        reply = await poller.poll(
            state.moved or poll.source.url,
            state.validators if is_same_reading else Validators(),
            crawling=poll.source.kind is SourceKind.PAGE,
        )
        unchanged = PollResult(reply, state.body_hash, followed=state.followed)
        if reply.page is None:
            return unchanged
        body_hash = _hash(reply.page.body)
        if body_hash == state.body_hash and is_same_reading:
            return unchanged
        if poll.source.kind is SourceKind.PAGE:
            result = await self._page(poll, reply.page)
            return replace(result, reply=reply, body_hash=body_hash)
        feed, reply = await self._feed(reply, reply.page, poller)
        items = polled_items_of(poll.source, feed.items)
        return PollResult(reply, body_hash, items, feed.title)

    async def _page(self, poll: Poll, page: Page) -> PollResult:
        """Read a page as an index of articles, or as the one article on it."""
        content = await self._article_or_links(poll.source, page)
        if isinstance(content, ExtractedArticle):
            item = _page_item(poll.source, content)
            return PollResult(Reply(page), None, (item,))
        # Only the first links become items; others follow when they move up.
        listed = (Item(None, url, None, None) for url in content.urls[:NEWEST])
        items = polled_items_of(poll.source, listed)
        return PollResult(Reply(page), None, items, followed=True)

    async def _article_or_links(
        self, source: Source, page: Page
    ) -> ExtractedArticle | PageLinks:
        """Return the links to follow, or the article, as ``follow`` is configured."""
        if source.follow is None:
            return await self.articles.article_or_links(page)
        if not source.follow:
            return await self.articles.extract(page)
        links = await self.articles.links(page)
        if not links.urls:
            raise NoTextError(
                "the page links to no articles of its site: set `follow: false` or give another page"
            )
        return links

    async def _feed(
        self, reply: Reply, page: Page, poller: Poller
    ) -> tuple[Feed, Reply]:
        """Parse the feed, or follow a page to the first feed that it links to."""
        try:
            return await self.feeds.parse_feed(page), reply
        except NotAFeedError as error:
            if not error.feeds:
                raise
            linked = error.feeds[0]
        reply = await poller.poll(linked, Validators())
        if reply.page is None:
            raise NotAFeedError("the feed that the page links to is empty")
        feed = await self.feeds.parse_feed(reply.page)
        return feed, replace(reply, moved=reply.moved or linked)

    async def _read_files(self, poll: Poll) -> PollResult:
        pages = await self.files.pages(poll.source.url)
        return PollResult(Reply(None), None, tuple(map(_file_item, pages)))


@dataclass(frozen=True, slots=True)
class SourcePoller:
    """Polls sources, stores the outcome and logs lasting failures."""

    clock: Clock
    readers: SourceReaders
    store: SourceStore
    event_log: EventLog

    async def poll(self, poll: Poll, interval: timedelta) -> int:
        """Poll one source, store its state and items; return the number of new items.

        ``interval`` is the time between two polls. An error of the source is stored in
        its state and not raised.

        Raises:
            StoreError: the outcome was not stored; the source is polled again.
        """
        now = self.clock.now()
        polled_items: tuple[PolledItem, ...] = ()
        try:
            result = await self.readers.poll(poll)
        except Exception as error:  # noqa: BLE001 - one source must not stop the others
            self._log_bug(poll, error)
            state = after_failure(poll.state, error, now=now, interval=interval)
        else:
            polled_items = mark_old(result.items, now)
            state = after_success(poll.state, result.reply, now=now, interval=interval)
            title = result.title or state.title
            state = replace(
                state,
                body_hash=result.body_hash,
                title=title,
                followed=result.followed,
            )
        state = self._report(poll.state, state, now)
        return await self.store.record_poll(state, polled_items, now=now)

    def _log_bug(self, poll: Poll, error: Exception) -> None:
        """Log an unexpected exception at once; errors of sources are logged later."""
        if not isinstance(error, BotError | InputError):
            self.event_log.error(
                "source not polled because of an unexpected error; report this bug",
                url=poll.source.url,
                reason=repr(error),
            )

    def _report(
        self, before: SourceState, state: SourceState, now: datetime
    ) -> SourceState:
        """Log each change of the source once: that it fails, is gone or works again.

        Return the state that records the log entry.
        """
        if before.told is not None and state.told is None and state.failing is None:
            self.event_log.info("source works again", url=state.url)
        if state.moved is not None and state.moved != before.moved:
            self.event_log.info(
                "source has moved; change its address in the configuration",
                url=state.url,
                to=state.moved,
            )
        if not should_report(state, now):
            return state
        gone = "source is gone; Sitrep does not poll it any more"
        event = gone if state.gone else "source keeps failing; Sitrep tries again"
        self.event_log.warning(event, url=state.url, reason=state.error or "")
        return replace(state, told=now)


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The outcome of a test poll of a source: a ``summary`` or the ``error`` raised.

    The summary is the number of items, and of those that match a topic. ``is_page`` says
    that a feed was expected where a page is.
    """

    source: Source
    summary: str = ""
    error: str | None = None
    is_page: bool = False


async def probe_sources(
    configuration: Configuration, readers: SourceReaders, clock: Clock
) -> tuple[ProbeResult, ...]:
    """Poll each source once as a test; return the results in the sources' order.

    A failing source does not stop the others; nothing is stored.
    """
    results: dict[str, ProbeResult] = {}
    sources = configuration.sources

    async def probe(source: Source) -> None:
        try:
            result = await readers.poll(Poll(source, new_state(source, clock.now())))
        except (BotError, InputError) as error:
            is_page = isinstance(error, NotAFeedError)
            results[source.url] = ProbeResult(source, "", str(error), is_page)
        except Exception as error:  # noqa: BLE001 - one source must not stop the others
            results[source.url] = ProbeResult(source, error=repr(error))
        else:
            topics = [each for each in configuration.topics if source in each.sources]
            summary = _summary(source, result) + _matching(result.items, topics)
            results[source.url] = ProbeResult(source, summary)

    await bounded_gather(sources, probe, limit=MAX_PROBES)
    return tuple(results[source.url] for source in sources)


def _summary(source: Source, result: PollResult) -> str:
    number = len(result.items)
    match source.kind:
        case SourceKind.PAGE if result.followed:
            links = f"{number} link{'' if number == 1 else 's'}"
            return f"an index of articles, {links} to follow"
        case SourceKind.PAGE:
            return "an article"
        case SourceKind.FEED:
            return f"{number} item{'' if number == 1 else 's'}"
        case SourceKind.FILE:
            return f"{number} text{'' if number == 1 else 's'}"


def _matching(polled: Sequence[PolledItem], topics: Iterable[Topic]) -> str:
    """Return the number of entries of a feed that match the terms of a topic, as text.

    It is empty if a topic takes every article, or if the items have no titles.
    """
    items = [each.item for each in polled if each.item.title]
    matchers = [TopicMatcher(topic) for topic in topics if topic.include]
    if not items or not matchers:
        return ""
    articles = [
        Article(_MARKUP.sub(" ", unescape(item.content)), item.title) for item in items
    ]
    number = sum(
        any(matcher.match(article).belongs for matcher in matchers)
        for article in articles
    )
    return f", {number} match{'es' if number == 1 else ''}"


def _page_item(source: Source, extracted: ExtractedArticle) -> PolledItem:
    """Make an item of the page's present article; its key changes with its text."""
    item = Item(None, source.url, extracted.article.title, None)
    return PolledItem(item, (f"page:{source.url} {extracted.digest}",))


def _file_item(page: Page) -> PolledItem:
    # A file name need not be UTF-8; undecodable bytes arrive as lone surrogates.
    url = FILE_SCHEME + quote(page.url, errors="surrogateescape")
    name = page.url.encode("utf-8", "backslashreplace").decode()
    key = f"file:{name} {_hash(page.body)}"
    return PolledItem(Item(None, url, None, None), (key,), ItemStatus.PENDING)


def _hash(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()
