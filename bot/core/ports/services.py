"""The ports of the core except those of the store."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from bot.core.domain.configuration import Configuration, Source
from bot.core.domain.messages import Message
from bot.core.domain.records import ExtractedArticle, Feed, PageLinks, Validators
from summarizers.model import NO_REASONS, Article, Briefing, Reasons


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched body of at most 5 MB, decompressed.

    ``url`` is the URL after all redirects, ``charset`` the declared encoding.
    ``secure`` is false if the page or any redirect to it used plain HTTP.
    ``validators`` are those of the reply.
    """

    url: str
    body: bytes
    content_type: str
    charset: str | None = None
    secure: bool = True
    validators: Validators = Validators()  # noqa: RUF009 - a frozen value

    @property
    def is_plain(self) -> bool:
        """Return whether the body is text without markup, or Markdown."""
        return self.content_type in {"text/plain", "text/markdown"}


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's reply to a poll.

    ``page`` is ``None`` if the body has not changed since ``validators`` were issued.
    ``moved`` is the target of redirects that are all permanent. ``wait`` is the delay
    that the server asks for.
    """

    page: Page | None
    validators: Validators = Validators()  # noqa: RUF009 - a frozen value
    moved: str | None = None
    wait: timedelta | None = None


class Clock(Protocol):
    """Returns the current time."""

    @abstractmethod
    def now(self) -> datetime:
        """Return the current time, aware and in UTC."""


class Fetcher(Protocol):
    """Fetches pages from the network."""

    @abstractmethod
    async def fetch(self, url: str) -> Page:
        """Fetch one page.

        Raises:
            FetchError: it could not be fetched; subclass and message say why.
        """


class Poller(Protocol):
    """Fetches scheduled sources: rate-limited, with conditional requests."""

    @abstractmethod
    async def poll(
        self, url: str, validators: Validators, *, crawling: bool = False
    ) -> Reply:
        """Fetch a source's body if it has changed.

        ``crawling`` is for pages, which need the permission of robots.txt; feeds are
        meant for programs.

        Raises:
            RobotsError: robots.txt forbids a page.
            GoneError: the source is permanently gone.
            BusyError: the server asks to retry later.
            FetchError: it could not be fetched; subclass and message say why.
        """

    @abstractmethod
    async def crawl(self, url: str) -> Page:
        """Fetch the page of an article if robots.txt permits it.

        Raises:
            RobotsError: robots.txt forbids it.
            FetchError: it could not be fetched; subclass and message say why.
        """

    def logged_in(self, source: Source) -> Poller:
        """Return a poller that sends the login of a source, to the source's server only.

        Unless an adapter overrides this method, no login is sent.

        Raises:
            LoginError: the login's value is missing or malformed.
        """
        del source
        return self


class FeedParser(Protocol):
    """Parses feeds in a worker process."""

    @abstractmethod
    async def parse_feed(self, page: Page) -> Feed:
        """Parse the bytes of a feed.

        Raises:
            NotAFeedError: the bytes are not a feed; the error has the URLs of the feeds to
                which a page links.
            ParseError: parsing exceeded its time or memory.
        """


class ArticleExtractor(Protocol):
    """Extracts articles in a worker process."""

    @abstractmethod
    async def extract(self, page: Page) -> ExtractedArticle:
        """Extract the article of a page.

        Raises:
            ParseError: the page holds no article, or exceeded its time.
            InputError: the text is not readable text.
        """

    @abstractmethod
    async def links(self, page: Page) -> PageLinks:
        """Return the URLs of the articles to which a page links.

        Raises:
            ParseError: parsing exceeded its time or memory.
        """

    @abstractmethod
    async def article_or_links(self, page: Page) -> ExtractedArticle | PageLinks:
        """Return the links of the page if it is an index, otherwise its article.

        Raises:
            ParseError: the page is not an index and holds no article, or exceeded its
                time.
            InputError: the text is not readable text.
        """

    @abstractmethod
    async def extract_fragment(self, markup: str) -> ExtractedArticle:
        """Extract the text of a markup fragment, such as a feed entry.

        Raises:
            ParseError: the fragment holds no text, or exceeded its time.
        """


class FileReader(Protocol):
    """Loads the files and folders that are sources."""

    @abstractmethod
    async def pages(self, path: str) -> tuple[Page, ...]:
        """Return the texts of a file, or of all files in a folder, sorted by name.

        The ``url`` of each is its path.

        Raises:
            BadInputError: the file or folder does not exist or cannot be read.
        """


class PageParser(Protocol):
    """Parses pages into articles in a worker process."""

    @abstractmethod
    async def parse(self, page: Page) -> Article:
        """Extract the article of a page.

        Raises:
            ParseError: the page holds no article, or exceeded its time.
        """


class ArticleBriefer(Protocol):
    """Briefs articles in a worker process."""

    @abstractmethod
    async def brief(self, article: Article) -> Briefing:
        """Brief one article.

        Raises:
            InputError: the article cannot be briefed.
            ParseTimeoutError: the briefing exceeded its time.
        """

    async def reasons(self, article: Article) -> Reasons:
        """Return the features that decided each line of the briefing.

        Unless an adapter overrides this method, it returns ``NO_REASONS``.

        Raises:
            InputError: the article cannot be briefed.
            ParseTimeoutError: the briefing exceeded its time.
        """
        del article
        return NO_REASONS


class Messenger(Protocol):
    """Posts messages to one platform.

    ``memory`` is the time for which the platform refuses to post the same
    ``idempotency_key`` twice; zero if it has no idempotency keys. If ``links_digests``
    is set, the ``parent`` of a digest's first message is the first message of the
    digest before it. ``most_at_once`` is the maximum number of messages that are posted
    at the same time.
    """

    platform: str
    memory: timedelta
    links_digests: bool = False
    most_at_once: int = 32

    @abstractmethod
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        """Post one message and return the platform's id of the message.

        ``idempotency_key`` has at most 24 letters and digits. ``parent`` is the id of
        the message in whose thread the new one belongs.

        Raises:
            RejectedError: the platform will never accept it.
            RateLimitedError: the platform asks to retry later.
            AuthenticationError: the bot's token is refused or missing.
            NotSentError: it was certainly not posted, for this or another reason.
            PostError: the outcome is unknown; it may be posted.
        """

    @abstractmethod
    async def find(
        self,
        channel: str,
        idempotency_key: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        """Return the id of a message with this key posted after ``since``, if any.

        ``parent`` is the message in whose thread it would be: a channel's history does
        not contain its threads.

        Raises:
            AuthenticationError: the bot's token is refused or missing.
            PostError: the history cannot be read, so that the outcome stays unknown;
                never a RejectedError.
        """

    def pause(self, channel: str, parent: str | None = None) -> float:  # noqa: ARG002 - for platforms with limits
        """Return the seconds until the known rate limits of a channel allow a message.

        ``parent`` is the message in whose thread it would be.
        """
        return 0.0


@runtime_checkable
class ChannelNames(Protocol):
    """Looks up the other names of a channel.

    The configuration may use a name ("#ops"), and the platform's events an id ("C123").
    """

    @abstractmethod
    async def aliases(self, channel: str) -> tuple[str, ...]:
        """Return the other names of a channel, such as its id besides its name.

        Raises:
            PostError: the platform did not answer.
        """


@runtime_checkable
class MessageImages(Protocol):
    """Prepares the images of messages on a platform that shows images."""

    @abstractmethod
    async def prepare(
        self, channel: str, message: Message, *, idempotency_key: str
    ) -> None:
        """Prepare the image of a message that is about to be posted with this key.

        Raises:
            PostError: the platform did not take the image; the post leaves it out.
        """


@runtime_checkable
class MessageLinks(Protocol):
    """Makes links to posted messages."""

    @abstractmethod
    async def message_link(self, channel: str, message_id: str) -> str | None:
        """Return the URL of a message in a channel, if the platform has such URLs.

        Raises:
            PostError: the platform did not answer.
        """


class ConfigurationSource(Protocol):
    """Provides the valid configuration."""

    @abstractmethod
    async def current(self) -> Configuration:
        """Return the last valid configuration; parse the file again if it changed."""


class EventLog(Protocol):
    """Logs events with fields for the operator."""

    @abstractmethod
    def info(self, event: str, **facts: str | float) -> None:
        """Log a normal event with its fields."""

    @abstractmethod
    def warning(self, event: str, **facts: str | float) -> None:
        """Log a problem after which the work continues."""

    @abstractmethod
    def error(self, event: str, **facts: str | float) -> None:
        """Log that work was lost, or that Sitrep has a bug."""
