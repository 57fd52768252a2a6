"""The ports of the bot but its store's; adapters subclass them."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from bot.core.domain.configuration import Configuration
from bot.core.domain.feed import Feed
from bot.core.domain.messages import Message
from bot.core.domain.records import ExtractedArticle, Validators
from summarizers.model import NO_REASONS, Article, Briefing, Reasons


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched body: at most 5 MB of bytes, decompressed.

    ``url`` is the address after all redirects; ``charset`` is the one that the server
    declared, if any; ``secure`` is false when any hop was plain http.
    """

    url: str
    body: bytes
    content_type: str
    charset: str | None = None
    secure: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether the body is text without markup, or with the little of Markdown."""
        return self.content_type in {"text/plain", "text/markdown"}


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer to a poll.

    ``page`` is ``None`` when nothing was modified since ``validators`` were given.
    ``moved`` is the address at the end of the redirects, if the first of them and all
    up to it are permanent. ``wait`` is how long the server wants to be left alone.
    """

    page: Page | None
    validators: Validators = Validators()  # noqa: RUF009 - a frozen value
    moved: str | None = None
    wait: timedelta | None = None


class Clock(Protocol):
    """What time it is."""

    @abstractmethod
    def now(self) -> datetime:
        """The current time, aware, in UTC."""


class Fetcher(Protocol):
    """Gets pages from the network."""

    @abstractmethod
    async def fetch(self, url: str) -> Page:
        """Get one page.

        Raises:
            FetchError: it could not be had; the subclass and message say why.
        """


class Poller(Protocol):
    """Asks the network for what a schedule reads: politely, and only for news."""

    @abstractmethod
    async def poll(
        self, url: str, validators: Validators, *, crawling: bool = False
    ) -> Reply:
        """Ask for a source's body, unless it is what it was.

        ``crawling`` is for a page: unlike a feed, which is there for programs, it is
        only asked for if its robots.txt lets us.

        Raises:
            RobotsError: crawling, the site does not want programs to read it.
            GoneError: it is gone for good.
            BusyError: the server wants to be left alone, for ``wait`` if it says so.
            FetchError: it could not be had; the subclass and message say why.
        """

    @abstractmethod
    async def crawl(self, url: str) -> Page:
        """Get an article's page that a source links to, if its robots.txt lets us.

        Raises:
            RobotsError: the site does not want the page to be read by programs.
            FetchError: it could not be had; the subclass and message say why.
        """


class FeedParser(Protocol):
    """Turns the bytes of a feed into its items, off the event loop."""

    @abstractmethod
    async def parse_feed(self, page: Page) -> Feed:
        """Read a feed.

        Raises:
            NotAFeedError: the bytes are no feed; it names those that a page links to.
            ParseError: reading it took too long.
        """


class ArticleExtractor(Protocol):
    """Reads what a source brought, off the event loop."""

    @abstractmethod
    async def extract(self, page: Page) -> ExtractedArticle:
        """Find the article in a page.

        Raises:
            ParseError: the page holds no article, or took too long.
            InputError: the text is none.
        """

    @abstractmethod
    async def extract_fragment(self, markup: str) -> ExtractedArticle:
        """Read the text in a piece of markup, such as an entry of a feed.

        Raises:
            ParseError: there is no text in it, or it took too long.
        """


class FileReader(Protocol):
    """Reads the files that sources name."""

    @abstractmethod
    async def pages(self, path: str) -> tuple[Page, ...]:
        """The texts of a file, or of all files in a folder, by name.

        Each one's ``url`` is its own path.

        Raises:
            BadInputError: there is no such file or folder, or it cannot be read.
        """


class PageParser(Protocol):
    """Turns a page into an article, off the event loop."""

    @abstractmethod
    async def parse(self, page: Page) -> Article:
        """Find the article in a page.

        Raises:
            ParseError: the page holds no article, or took too long.
        """


class ArticleBriefer(Protocol):
    """Briefs articles, off the event loop."""

    @abstractmethod
    async def brief(self, article: Article) -> Briefing:
        """Brief one article.

        Raises:
            InputError: the article cannot be briefed.
            ParseTimeoutError: it took longer than its time.
        """

    async def reasons(self, article: Article) -> Reasons:
        """Why each line of the article's briefing was chosen; nothing if unknown.

        Raises:
            InputError: the article cannot be briefed.
            ParseTimeoutError: it took longer than its time.
        """
        del article
        return NO_REASONS


class Messenger(Protocol):
    """Posts messages to one platform.

    ``memory`` is how long the platform surely refuses to post a nonce again that it has
    posted; zero when it knows no nonces. ``links_digests`` says that the first message
    of a digest names that of the digest before it, as its ``parent``.
    """

    platform: str
    memory: timedelta
    links_digests: bool = False

    @abstractmethod
    async def post(
        self, channel: str, message: Message, *, nonce: str, parent: str | None = None
    ) -> str:
        """Post one message and return the platform's id of it.

        ``nonce`` names it: at most 24 letters and digits. ``parent`` is the id of the
        message in whose thread it belongs.

        Raises:
            RejectedError: the platform will never take it.
            RateLimitedError: it wants to be asked later.
            AuthenticationError: it takes nothing of this bot's for now.
            NotSentError: it surely did not take it, for another reason: it was never
                reached. So are the three above.
            PostError: it did not say that it took it, and may have.
        """

    @abstractmethod
    async def find(
        self,
        channel: str,
        nonce: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        """The id of the message with this nonce, if one was posted since.

        ``parent`` is the message in whose thread it would be: what stands in a thread
        does not stand in the channel's own history.

        Raises:
            AuthenticationError: the platform takes nothing of this bot's for now.
            PostError: the history cannot be read, which says nothing of the message:
                never a RejectedError.
        """


@runtime_checkable
class ChannelNames(Protocol):
    """Knows channels by all their names.

    One that is configured by its name is another in what people ask of the bot there.
    """

    @abstractmethod
    async def aliases(self, channel: str) -> tuple[str, ...]:
        """The other names of a channel: its ID, if it is configured by its name.

        Raises:
            PostError: the platform cannot be asked.
        """


class ConfigurationSource(Protocol):
    """The configuration in force."""

    @abstractmethod
    async def current(self) -> Configuration:
        """The last good configuration, read again when it was changed."""


class Journal(Protocol):
    """What the operator is told while the bot runs."""

    @abstractmethod
    def info(self, event: str, **facts: str | float) -> None:
        """Note that something happened as it should."""

    @abstractmethod
    def warning(self, event: str, **facts: str | float) -> None:
        """Note that something went wrong and the work goes on."""

    @abstractmethod
    def error(self, event: str, **facts: str | float) -> None:
        """Note that work was lost."""
