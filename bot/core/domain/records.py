"""What the store keeps, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from enum import StrEnum

from bot.core.domain.configuration import SourceKind
from bot.core.domain.feed import Item
from summarizers.model import Article

_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask by whether a body has changed; sent back as it was."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of one source, by the address in the configuration.

    ``tried`` is the last attempt, ``read`` the last success, ``due`` when it is read
    next; all times are aware and in UTC. ``moved`` is where a permanent redirect led.
    ``gone`` sources are read no more, ``resting`` ones not before they are due, since
    their server asked for it. ``failing`` is when the present row of ``failures``
    began; ``told`` when the operator heard of it. ``items`` counts all that it ever
    brought.
    """

    url: str
    kind: SourceKind
    due: datetime
    validators: Validators = Validators()
    body_hash: str | None = None
    tried: datetime | None = None
    read: datetime | None = None
    moved: str | None = None
    gone: bool = False
    failures: int = 0
    failing: datetime | None = None
    error: str | None = None
    told: datetime | None = None
    items: int = 0
    resting: bool = False


class ItemStatus(StrEnum):
    """What became of an item.

    ``PENDING`` items wait for their page. ``READ`` ones are articles. ``SKIPPED`` ones
    were beyond the newest of their poll. ``OLD`` ones were published long before they
    were first seen. ``KNOWN`` ones turned out to be an edition of an article that was
    there. ``UNREADABLE`` ones gave no text at all.
    """

    PENDING = "pending"
    READ = "read"
    SKIPPED = "skipped"
    OLD = "old"
    KNOWN = "known"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Sighting:
    """An item as one poll saw it; by any of ``keys`` it is known again."""

    item: Item
    keys: tuple[str, ...]
    status: ItemStatus = ItemStatus.PENDING


@dataclass(frozen=True, slots=True)
class PendingItem:
    """An item whose page is to be read; ``sources`` are all that brought it.

    ``due`` is when it is read next; ``stood_in`` says that the feed's own text, or the
    title, is an article by now.
    """

    id: int
    item: Item
    sources: tuple[str, ...]
    seen: datetime
    due: datetime
    attempts: int = 0
    stood_in: bool = False


@dataclass(frozen=True, slots=True)
class ExtractedArticle:
    """An article as it was read, with the hash of its text and its fingerprint."""

    article: Article
    digest: str
    fingerprint: tuple[int, ...] = field(default=(), repr=False)


class Origin(StrEnum):
    """Where an article's text is from.

    ``PAGE`` and ``FILE`` are the whole text; ``FEED`` is what the feed itself gives,
    since the page could not be had; ``TITLE`` is the title alone.
    """

    PAGE = "page"
    FEED = "feed"
    FILE = "file"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article in the store.

    ``id`` is the same for the same item and text wherever it is stored. ``sources`` are
    the addresses of the sources that brought it. ``published`` is the moment, where the
    feed tells it; ``article.published`` is the day. ``digest`` is the hash of the text,
    ``fingerprint`` its sampled 5-gram hashes. ``copy_of`` names the article that it is
    a copy of, ``story`` the story that it was put in.
    """

    id: str
    article: Article
    sources: tuple[str, ...]
    seen: datetime
    origin: Origin
    digest: str
    published: datetime | None = None
    fingerprint: tuple[int, ...] = field(default=(), repr=False)
    copy_of: str | None = None
    story: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is the page or the file itself, not what stands in for it."""
        return self.origin in {Origin.PAGE, Origin.FILE}

    @property
    def is_dated(self) -> bool:
        """Whether anything says when it was published."""
        return self.published is not None or self.article.published is not None

    @property
    def moment(self) -> datetime:
        """When it was published, as far as is known; never later than it was seen.

        Of a day without a time it is noon.
        """
        day = self.article.published
        if self.published is not None:
            return min(self.published, self.seen)
        if day is not None:
            return min(datetime.combine(day, _NOON, UTC), self.seen)
        return self.seen


@dataclass(frozen=True, slots=True)
class Edition:
    """One digest as it goes to one channel, frozen.

    ``id`` names its content; ``slot`` is the slot's key or ``None`` for one that was
    asked for. ``document`` is the JSON that all of it can be built from again.
    ``sentences`` are the keys of the sentences that it prints, ``articles`` the ids of
    the articles that it shows, links, or passes over.
    """

    id: str
    digest: str
    channel: str
    at: datetime
    document: str
    slot: str | None = None
    sentences: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What one channel has been shown: keys of sentences, ids of articles.

    ``last`` is when it got anything the last time, ``by_digest`` when each digest.
    """

    sentences: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    last: datetime | None = None
    by_digest: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trace:
    """What the store knows of one address: how its item fared and its article."""

    status: ItemStatus
    sources: tuple[str, ...]
    seen: datetime
    article: StoredArticle | None = None
    note: str | None = None
    editions: tuple[Edition, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """How much is in a store."""

    articles: int = 0
    items: int = 0
    editions: int = 0
    sources: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    """What a store holds after a restore, and the file that keeps what it held before.

    ``previous`` is ``None`` if the store was empty.
    """

    contents: Contents
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class PersonalDigest:
    """A topic's digest that goes to one person every day, by direct message.

    ``at`` is the time of the day in ``timezone``, an IANA name.
    """

    platform: str
    person: str
    topic: str
    at: time
    timezone: str


@dataclass(frozen=True, slots=True)
class Mute:
    """What a channel does not want to see: a word, or the host of a source.

    ``channel`` is named as in the outbox, or ``PLATFORM/@PERSON`` for one person's own
    digests. ``by`` is the platform's id of who muted it.
    """

    channel: str
    what: str
    by: str
    since: datetime
