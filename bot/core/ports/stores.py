"""The ports of the store; every kind of database is an adapter of all of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.domain.alerts import Alert, AlertBatch
from bot.core.domain.records import (
    Contents,
    Edition,
    History,
    ItemStatus,
    ItemTrace,
    Mute,
    PendingItem,
    PersonalDigest,
    PolledItem,
    Restored,
    SourceState,
    StoredArticle,
)
from bot.core.domain.slots import StoredSlot
from summarizers.model import Briefing


class SourceStore(Protocol):
    """What is known of sources, and of the items they brought."""

    @abstractmethod
    async def states(self) -> Mapping[str, SourceState]:
        """The state of every source that was ever polled, by its address."""

    @abstractmethod
    async def record_poll(
        self, state: SourceState, sightings: Collection[PolledItem], *, now: datetime
    ) -> int:
        """Keep a poll's outcome whole or not at all; the number of new items.

        A sighting is new when none of its keys is known. Of one that is known, the
        keys that are not are added to it, and the source to those that brought it.
        ``state.items`` is raised by the number of new items.
        """

    @abstractmethod
    async def pending(self, now: datetime, limit: int) -> tuple[PendingItem, ...]:
        """Items whose page is to be read by now, the oldest first."""

    @abstractmethod
    async def postpone(self, item: PendingItem, until: datetime) -> None:
        """Read the item later; its attempts are counted.

        It waits again even where an article was kept of it that stands in for its page.
        That one stays, with the sources that brought it, when another one comes.
        """

    @abstractmethod
    async def settle(
        self,
        item: PendingItem,
        status: ItemStatus,
        *,
        note: str | None = None,
        same_as: str | None = None,
    ) -> None:
        """End an item that becomes no article; ``note`` says why, for a person.

        The article ``same_as`` counts as brought by the item's sources as well.
        """

    @abstractmethod
    async def trace(self, key: str) -> ItemTrace | None:
        """What became of the item with this key; ``None`` when none has it."""


class ArticleStore(Protocol):
    """Articles with their stories and briefings.

    Only ``twins`` come with their fingerprints.
    """

    @abstractmethod
    async def add_article(self, item: PendingItem, article: StoredArticle) -> bool:
        """Keep the article and end its item, in one step; false if it was there."""

    @abstractmethod
    async def twins(self, article: StoredArticle) -> tuple[StoredArticle, ...]:
        """Earlier articles that may be this one: the likeliest first.

        They have the same text, or share half of a fingerprint's hashes with it.
        """

    @abstractmethod
    async def articles(
        self, sources: Collection[str], *, after: datetime, until: datetime
    ) -> tuple[StoredArticle, ...]:
        """What these sources brought with ``after < seen <= until``, in that order."""

    @abstractmethod
    async def set_stories(self, stories: Mapping[str, str]) -> None:
        """Put articles into stories, both by id."""

    @abstractmethod
    async def cached_briefing(self, digest: str, engine: str) -> Briefing | None:
        """The briefing of this very text by this engine, if it was kept."""

    @abstractmethod
    async def keep_briefing(self, digest: str, engine: str, briefing: Briefing) -> None:
        """Keep a briefing for the text with this hash."""

    @abstractmethod
    async def search(self, words: str, limit: int) -> tuple[StoredArticle, ...]:
        """Articles with all these words in title or text, the best match first."""


class EditionStore(Protocol):
    """The digests that went out, and what they printed."""

    @abstractmethod
    async def history(self, channel: str, *, after: datetime) -> History:
        """What was printed in a channel since; all articles and sentences."""

    @abstractmethod
    async def freeze(self, edition: Edition) -> Edition:
        """Keep an edition and what it prints, in one step.

        The edition that is already there for the same slot and channel is returned
        instead, so that a slot always has the same.
        """

    @abstractmethod
    async def editions(self, digest: str, limit: int) -> tuple[Edition, ...]:
        """The last editions of a digest, the newest first."""


class Housekeeping(Protocol):
    """What keeps a store small."""

    @abstractmethod
    async def forget(self, before: datetime) -> int:
        """Remove articles, items and editions from before; the number of articles.

        The keys of items that are still in a feed stay, so that none comes again.
        """


class NoticeStore(Protocol):
    """What the operator is to be told, and was told."""

    @abstractmethod
    async def note(
        self, channel: str, family: str, alerts: Collection[Alert], *, now: datetime
    ) -> None:
        """Record the changes of a channel, given all current alerts of the family."""

    @abstractmethod
    async def claim_batch(
        self, channel: str, now: datetime, lease: timedelta
    ) -> AlertBatch | None:
        """Take the next message for a channel; none while one is being posted there.

        One whose lease has run out is taken again, with the same notices and nonce.
        """

    @abstractmethod
    async def settle_batch(self, nonce: str) -> None:
        """Note that the message was posted."""

    @abstractmethod
    async def given_up(self, since: datetime) -> tuple[StoredSlot, ...]:
        """The slots since then that were skipped or given up, in their order."""


class ChatStore(Protocol):
    """What people in chats have asked for, and what their buttons refer to."""

    @abstractmethod
    async def first_seen(self, event: str, now: datetime, memory: timedelta) -> bool:
        """Note an event; false if it was noted within ``memory``, by any process."""

    @abstractmethod
    async def unsee(self, event: str) -> None:
        """Forget an event that was noted: what followed it did not happen."""

    @abstractmethod
    async def spend(
        self, limits: Mapping[str, int], now: datetime, window: timedelta
    ) -> Mapping[str, timedelta]:
        """Count one for each holder, over all processes, or nothing if any has all.

        ``limits`` are how many each holder may have in any ``window``. Those who have
        had all are returned, and how long it is until they may have another.
        """

    @abstractmethod
    async def keep_note(self, key: str, body: str, now: datetime) -> None:
        """Keep what a button refers to; the same key again changes only its time."""

    @abstractmethod
    async def kept_note(self, key: str) -> str | None:
        """What was kept under this key, as long as articles are kept."""

    @abstractmethod
    async def subscribe(self, wanted: PersonalDigest) -> bool:
        """Keep a person's wish for a topic; false if it replaces an earlier one."""

    @abstractmethod
    async def unsubscribe(self, platform: str, person: str, topic: str | None) -> int:
        """Forget a person's wish for a topic, or for all; how many there were."""

    @abstractmethod
    async def subscriptions(self) -> tuple[PersonalDigest, ...]:
        """All that people have subscribed to, in a fixed order."""

    @abstractmethod
    async def mute(self, mute: Mute) -> bool:
        """Keep a mute; false if the channel had muted this before, in any case."""

    @abstractmethod
    async def unmute(self, channel: str, what: str) -> bool:
        """Forget a mute; false if there was none."""

    @abstractmethod
    async def mutes(self, channel: str) -> tuple[Mute, ...]:
        """What a channel has muted, the oldest first."""


class Upkeep(Protocol):
    """What an operator does with a database; ``name`` is what a person knows it by."""

    name: str

    @abstractmethod
    def upgrade(self) -> tuple[str | None, str]:
        """Bring it to this program's schema; the last step before, and now.

        Raises:
            StoreError: it cannot be done, or a newer program made the schema.
        """

    @abstractmethod
    def backup(self, file: str) -> Contents:
        """Copy all that is in it to a file, while others go on; what was copied.

        Raises:
            StoreError: there is nothing to copy, or the file is there or cannot be
                written.
        """

    @abstractmethod
    def restore(self, file: str, *, force: bool) -> Restored:
        """Fill it from a backup, whole or not at all.

        With ``force`` a copy of what it replaces is kept.

        Raises:
            StoreError: the file is no whole backup, a process uses the database, or,
                without ``force``, the database is not empty.
        """

    @abstractmethod
    def vacuum(self) -> tuple[int, int]:
        """Give unused space back; its bytes before and now.

        Raises:
            StoreError: it cannot be done, or a process uses the database.
        """
