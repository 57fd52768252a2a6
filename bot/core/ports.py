"""Every port of the bot in one place; adapters subclass them."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.model import Configuration, Message, Slot
from summarizers.model import Article, Briefing


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


class Messenger(Protocol):
    """Posts messages to one platform."""

    platform: str

    @abstractmethod
    async def post(self, channel: str, message: Message, *, key: str) -> str:
        """Post one message and return the platform's id of it.

        ``key`` names this delivery: a platform that offers idempotency posts a key once.

        Raises:
            PostError: the platform did not take it.
        """


class SlotStore(Protocol):
    """Which slots have been taken on; a slot is taken once, by one taker."""

    @abstractmethod
    async def planned(self) -> frozenset[str]:
        """The keys of all slots that have been taken."""

    @abstractmethod
    async def claim(self, slot: Slot) -> bool:
        """Take a slot; true for the first who asks, false ever after."""


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
