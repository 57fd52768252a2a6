"""Feed items and the records of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from enum import StrEnum

from bot.core.domain.configuration import SourceKind
from summarizers.model import Article

_NOON = time(12)


MAX_ITEMS = 500
"""The maximum number of entries of one feed that are used, the newest first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed; a page or file of its own also counts as an item.

    ``guid`` is the feed's own identifier, ``url`` an absolute http(s) URL, ``title``
    one line of plain text. ``published`` is aware and in UTC; it is ``None`` if the
    feed has no plausible date. ``content`` is the longest text of the entry, with or
    without markup.
    """

    guid: str | None
    url: str | None
    title: str | None
    published: datetime | None
    content: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed feed with at most ``MAX_ITEMS`` entries, in the feed's own order.

    ``site`` is the URL of the pages that the feed belongs to; ``damaged`` says that its
    bytes were repaired first.
    """

    title: str | None
    site: str | None
    items: tuple[Item, ...]
    lang: str | None = None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The addresses of a site's articles to which one of its pages links, in order.

    ``is_index`` says that the page has many of them and no article of its own.
    """

    urls: tuple[str, ...] = ()
    is_index: bool = False


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators of a reply; the next conditional request sends them unchanged."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """The polling state of a source; ``url`` is its URL in the configuration.

    Times are aware and in UTC. ``due`` is the next poll, ``tried`` the last poll and
    ``read`` the last successful poll. ``moved`` is the target of a permanent redirect.
    A source that is ``gone`` is not polled. A ``resting`` one is not polled before
    ``due``, because its server asked for the delay. ``failures`` counts the failures
    since the last success. ``failing`` is the time of the first of these failures, and
    ``told`` the time at which they were logged. ``items`` counts all items that the
    source ever returned. ``title`` is the title that a feed states. ``followed`` is
    true if the page was read as an index of articles.
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
    title: str | None = None
    followed: bool = False


class ItemStatus(StrEnum):
    """The status of an item.

    ``PENDING``: its page is not fetched yet. ``READ``: its article is stored.
    ``SKIPPED``: it was not among the newest items of its poll. ``OLD``: it was
    published long before it was first seen. ``KNOWN``: the same article, or one of the
    same site with the same text, was stored before. ``UNREADABLE``: no text could be
    extracted.
    """

    PENDING = "pending"
    READ = "read"
    SKIPPED = "skipped"
    OLD = "old"
    KNOWN = "known"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class PolledItem:
    """An item that a poll returned, with the keys by which it is recognised later."""

    item: Item
    keys: tuple[str, ...]
    status: ItemStatus = ItemStatus.PENDING


@dataclass(frozen=True, slots=True)
class PendingItem:
    """An item whose page is not fetched yet.

    ``sources`` are all sources that listed it. ``due`` is the time of the next attempt.
    ``has_placeholder`` is true if the feed's own text is stored in place of the page's
    article.
    """

    id: int
    item: Item
    sources: tuple[str, ...]
    seen: datetime
    due: datetime
    attempts: int = 0
    has_placeholder: bool = False


@dataclass(frozen=True, slots=True)
class ExtractedArticle:
    """An article with the hash of its text, ``digest``, and its fingerprint.

    ``validators`` are those of its page.
    """

    article: Article
    digest: str
    fingerprint: tuple[int, ...] = field(default=(), repr=False)
    validators: Validators = Validators()


class Origin(StrEnum):
    """The origin of an article's text.

    ``PAGE`` and ``FILE`` are whole texts. ``FEED`` and ``TITLE`` are placeholders: the
    feed's own text, or the title alone.
    """

    PAGE = "page"
    FEED = "feed"
    FILE = "file"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article in the store.

    ``id`` depends on the item and the text only. ``sources`` are the URLs of the
    sources that returned the article. ``seen`` is when Sitrep first saw it.
    ``published`` is the time of publication, if the feed states it;
    ``article.published`` is the day. ``digest`` is the hash of the text,
    ``fingerprint`` a sample of its 5-gram hashes. ``copy_of`` is the id of the
    original, ``story`` that of its story. ``validators`` are those of its page.
    ``feed`` is the title of the first feed that listed it and has a title. ``first`` is
    the id of the first version of its page. It is not stored; it is set on a later
    version in which blanks replace the text of earlier versions.
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
    validators: Validators = Validators()
    feed: str | None = None
    first: str | None = None

    @property
    def is_whole(self) -> bool:
        """Return whether the text is the page's or file's own, not a placeholder."""
        return self.origin in {Origin.PAGE, Origin.FILE}

    @property
    def is_dated(self) -> bool:
        """Return whether the publication date is known."""
        return self.published is not None or self.article.published is not None

    @property
    def moment(self) -> datetime:
        """Return the publication time, or ``seen`` if that is earlier.

        If only the day of publication is known, the time is noon of that day. Return
        ``seen`` if the day is unknown, and for a later version of a page, whose new
        lines are as new as the version.
        """
        day = self.article.published
        if self.first is not None:
            return self.seen
        if self.published is not None:
            return min(self.published, self.seen)
        if day is not None:
            return min(datetime.combine(day, _NOON, UTC), self.seen)
        return self.seen


@dataclass(frozen=True, slots=True)
class Arrival:
    """The arrival of an article in the store; a later one has a higher ``number``."""

    number: int
    id: str
    seen: datetime


class ToldKind(StrEnum):
    """The part of a digest that printed a line.

    ``SENTENCE``, ``CLAIM`` and ``RISK`` stand below the headline of a story. ``NUMBER``
    is the sentence of a number that papers give differently. ``BRIEFING`` is a line of
    the full briefing in the thread.
    """

    SENTENCE = "sentence"
    CLAIM = "claim"
    RISK = "risk"
    NUMBER = "number"
    BRIEFING = "briefing"


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A verbatim line that an edition printed in a channel.

    ``story`` and ``article`` are ids. ``start`` and ``end`` are offsets into the text
    that the article had then; ``text`` is that slice. ``at`` is the edition's time.
    """

    story: str
    article: str
    start: int
    end: int
    kind: ToldKind
    text: str
    at: datetime


class EditionKind(StrEnum):
    """The kind of an edition: a digest, or the message of an alert or a reminder."""

    DIGEST = "digest"
    ALERT = "alert"
    REMINDER = "reminder"


DIGESTS = frozenset({EditionKind.DIGEST})
STORY_EDITIONS = frozenset({EditionKind.DIGEST, EditionKind.ALERT})
"""The kinds of editions that tell stories.

A line that only a reminder printed still counts as new for a digest.
"""


@dataclass(frozen=True, slots=True)
class Edition:
    """One digest, alert or reminder, as it was built for one channel.

    ``id`` identifies its content; ``digest`` is the id of its plan. ``slot`` is the key
    of the slot, ``None`` for a digest on demand. ``document`` is the JSON from which
    the edition can be rebuilt. ``sentences`` are the keys of the printed sentences,
    differing numbers and corrections. ``articles`` are the ids of the articles of which
    it prints or links something, ``passed`` the ids of the articles that it passed
    over. ``lines`` are the lines that it prints, in order. ``texts`` pairs the id of
    each article of these lines with the hash of the text that was read; it is not
    stored.
    """

    id: str
    digest: str
    channel: str
    at: datetime
    document: str
    slot: str | None = None
    sentences: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    lines: tuple[ToldLine, ...] = ()
    kind: EditionKind = EditionKind.DIGEST
    texts: tuple[tuple[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class History:
    """The keys of sentences and ids of articles that one channel has been shown.

    ``sentences`` also has the keys of differing numbers and corrections. ``passed`` are
    the ids of the articles that the channel's digests passed over. ``last`` is the time
    of the channel's last digest of any plan; ``by_digest`` maps each plan's id to the
    time of its last digest. ``until`` is the number of the channel's last edition: the
    history has no edition with a higher number.
    """

    sentences: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    last: datetime | None = None
    by_digest: Mapping[str, datetime] = field(default_factory=dict)
    until: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ItemTrace:
    """The status of an item, its article, and the editions that show the article.

    ``sources`` are the sources that listed the item, and ``seen`` is when Sitrep first
    saw it.
    """

    status: ItemStatus
    sources: tuple[str, ...]
    seen: datetime
    article: StoredArticle | None = None
    note: str | None = None
    editions: tuple[Edition, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The numbers of records in a store."""

    articles: int = 0
    items: int = 0
    editions: int = 0
    sources: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    """The record counts of a store after a restore, and the file with its old content.

    ``previous`` is ``None`` if the store was empty.
    """

    contents: Contents
    previous: str | None = None


class SubscriptionKind(StrEnum):
    """The kind of a personal subscription: a daily digest, or alerts."""

    DIGEST = "digest"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription: one topic, sent to one person by direct message.

    ``at`` is the time of day in ``timezone``, an IANA name. It is ``None`` for alerts,
    which come at once.
    """

    platform: str
    person: str
    topic: str
    at: time | None
    timezone: str

    @property
    def kind(self) -> SubscriptionKind:
        """Return whether the subscription is to a daily digest or to alerts."""
        is_alert = self.at is None
        return SubscriptionKind.ALERT if is_alert else SubscriptionKind.DIGEST


@dataclass(frozen=True, slots=True)
class Mute:
    """A word, or the host of a source, that a channel leaves out of its digests.

    ``what`` is the muted text. ``channel`` is ``PLATFORM/CHANNEL`` as in the outbox, or
    ``PLATFORM/@PERSON`` for a person's own digests. ``by`` is the platform's id of the
    person who muted it.
    """

    channel: str
    what: str
    by: str
    since: datetime


class StoryEditKind(StrEnum):
    """The correction of stories by a channel: a split or a merge."""

    SPLIT = "split"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class StoryEdit:
    """A correction of stories that holds in one channel.

    ``first`` and ``second`` are ids of articles. A split keeps each article of
    ``first`` apart from each of ``second``; a merge joins their stories. ``number``
    identifies the edit in its channel, which is written as in ``Mute``; ``title`` names
    it to people.
    """

    channel: str
    kind: StoryEditKind
    first: tuple[str, ...]
    second: tuple[str, ...]
    title: str
    by: str
    since: datetime
    number: int = 0
