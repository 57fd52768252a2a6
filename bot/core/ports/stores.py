"""The ports of the store; the SQL store implements all of them.

Each method is one transaction; times are aware and in UTC.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.core.domain.alerts import AlertKey, AlertLog, AlertPost, AlertStart
from bot.core.domain.corrections import Correction, CorrectionSlot, DueReading
from bot.core.domain.operator_notices import Incident, NoticeBatch
from bot.core.domain.records import (
    DIGESTS,
    Arrival,
    Edition,
    EditionKind,
    ExtractedArticle,
    History,
    ItemStatus,
    ItemTrace,
    Mute,
    PendingItem,
    PolledItem,
    SourceState,
    StoredArticle,
    StoryEdit,
    Subscription,
    SubscriptionKind,
    ToldLine,
    Validators,
)
from bot.core.domain.slots import SlotKey, SlotState, StoredSlot
from summarizers.model import Briefing


class SourceStore(Protocol):
    """The state of sources, and the items that they listed."""

    @abstractmethod
    async def states(self) -> Mapping[str, SourceState]:
        """Return the state of every source that was ever polled, by the source's URL."""

    @abstractmethod
    async def record_poll(
        self, state: SourceState, polled_items: Collection[PolledItem], *, now: datetime
    ) -> int:
        """Store the outcome of a poll, and return the number of new items.

        An item is new if none of its keys is stored. Otherwise its other keys
        and the source are added to the existing item. ``state.items`` grows by the number
        of new items.
        """

    @abstractmethod
    async def pending(self, now: datetime, limit: int) -> tuple[PendingItem, ...]:
        """Return at most ``limit`` items whose page is due to be fetched, oldest first."""

    @abstractmethod
    async def postpone(self, item: PendingItem, until: datetime) -> None:
        """Make an item due again at ``until``, and count the attempt.

        An item with a placeholder article becomes pending again. The placeholder and
        its sources stay in the store when the page's article is added.
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
        """Close an item from which no article is made.

        ``note`` is the reason, for people. If ``same_as`` is given, the sources of the
        item are added to the article with this id.
        """

    @abstractmethod
    async def trace(self, key: str) -> ItemTrace | None:
        """Return the record of the item with this key; ``None`` if no item has the key."""


class ArticleStore(Protocol):
    """Articles with their stories and briefings.

    Only the method ``twins`` returns articles with their fingerprints.
    """

    @abstractmethod
    async def add_article(self, item: PendingItem, article: StoredArticle) -> bool:
        """Store the article and close its item; return false if it was stored before."""

    @abstractmethod
    async def twins(self, article: StoredArticle) -> tuple[StoredArticle, ...]:
        """Return earlier articles that may be copies, most similar first.

        Each has the text of ``article``, or at least half of its fingerprint's hashes.
        """

    @abstractmethod
    async def articles(
        self, sources: Collection[str], *, after: datetime, until: datetime
    ) -> tuple[StoredArticle, ...]:
        """Return these sources' articles with ``after < seen <= until``, by time."""

    @abstractmethod
    async def arrivals(self, after: int, limit: int) -> tuple[Arrival, ...]:
        """Return the arrivals whose number is higher than ``after``, in order.

        Of more than ``limit`` arrivals only the latest are returned.
        """

    @abstractmethod
    async def articles_by_id(self, ids: Collection[str]) -> tuple[StoredArticle, ...]:
        """Return the stored articles with these ids, by time."""

    @abstractmethod
    async def set_stories(self, stories: Mapping[str, str]) -> None:
        """Store the story of each article; ``stories`` map article ids to story ids."""

    @abstractmethod
    async def cached_briefing(self, key: str, engine: str) -> Briefing | None:
        """Return the engine's briefing with this key, if it is cached."""

    @abstractmethod
    async def keep_briefing(self, key: str, engine: str, briefing: Briefing) -> None:
        """Cache a briefing; ``key`` begins with the hash of its text.

        Housekeeping deletes the briefings of texts that no stored article has.
        """


class EditionStore(Protocol):
    """The digests and alerts that were built, and the articles and sentences in them."""

    @abstractmethod
    async def history(
        self,
        channel: str,
        *,
        after: datetime,
        kinds: frozenset[EditionKind] = DIGESTS,
    ) -> History:
        """Return all articles and sentences that a channel was shown after ``after``.

        Only editions of these ``kinds`` count.
        """

    @abstractmethod
    async def freeze(self, edition: Edition) -> Edition:
        """Store an edition with its contents, and return it.

        If the slot and channel have an edition already, nothing is stored, and the
        stored edition is returned.
        """

    @abstractmethod
    async def editions(self, digest: str, limit: int) -> tuple[Edition, ...]:
        """Return the last editions of a digest or alert, newest first."""

    @abstractmethod
    async def channel_editions(
        self, channel: str, limit: int, *, kinds: frozenset[EditionKind] = DIGESTS
    ) -> tuple[Edition, ...]:
        """Return the last editions in a channel, of all digests, newest first.

        Only editions of these ``kinds`` count.
        """

    @abstractmethod
    async def told_lines(
        self,
        channel: str,
        *,
        after: datetime,
        kinds: frozenset[EditionKind] = DIGESTS,
    ) -> tuple[ToldLine, ...]:
        """Return the lines that a channel was shown after ``after``, the oldest first.

        Lines of one edition are in the order in which it printed them. Only editions of
        these ``kinds`` count.
        """


class AlertStore(Protocol):
    """The stories on which alerts have posted.

    Posting is idempotent: of two processes that post one state of a story, one wins.
    """

    @abstractmethod
    async def lease_alerts(
        self, owner: str, now: datetime, lease: timedelta
    ) -> int | None:
        """Give a process the exclusive right to evaluate the alerts, if it is free.

        Return the number of the term. It is a new number if another process had the
        right before. Return ``None`` if another process has it now.
        """

    @abstractmethod
    async def return_alerts(self, owner: str, now: datetime) -> None:
        """End the lease of a process, if it has it."""

    @abstractmethod
    async def begin_alerts(
        self, alerts: Collection[AlertKey], now: datetime
    ) -> Mapping[AlertKey, AlertStart]:
        """Record that alerts exist in channels; return since when each exists.

        Housekeeping deletes an alert if this method was not called for it for the time
        for which articles are kept.
        """

    @abstractmethod
    async def leave_articles(
        self, alert: AlertKey, articles: Collection[str], now: datetime
    ) -> None:
        """Record that an alert leaves articles, given by id, to the digest."""

    @abstractmethod
    async def alert_log(
        self, alert: str, channel: str, *, after: datetime, day: date
    ) -> AlertLog:
        """Return what an alert has posted in a channel after ``after``.

        ``day`` is the day whose messages are counted. If ``begin_alert`` did not record
        the alert, the log has no messages and its ``since`` is ``after``.
        """

    @abstractmethod
    async def post_alert(self, post: AlertPost) -> bool:
        """Store a message with its edition as a built slot; return whether it was new.

        Store nothing

        - if the slot exists,
        - if the stories of the alert that share articles with this one are not in the
          state ``post.earlier`` any more,
        - if another alert or a digest has printed or passed over an article of the
          story in the channel since the history ``post.until``,
        - if the day has as many messages as its limit, or
        - if an article lost a line of the message meanwhile.

        A later message on a story goes into the thread of its first one.
        """

    @abstractmethod
    async def alerted(self, channel: str, *, after: datetime) -> Mapping[str, datetime]:
        """Map article ids to the time when an alert first posted the article's story.

        Only messages to the channel after ``after`` count, except failed ones.
        """

    @abstractmethod
    async def alert_states(
        self, slots: Collection[SlotKey]
    ) -> Mapping[SlotKey, SlotState]:
        """Map the slots of alerts to their states; those that are not stored are left out."""


class CorrectionStore(Protocol):
    """The times at which articles of printed lines are read again, and the corrections.

    Freezing an edition schedules the readings of the articles whose lines it prints.
    """

    @abstractmethod
    async def start_reading(self, now: datetime) -> DueReading | None:
        """Return the article whose reading is due, and schedule its next reading.

        The reading counts at once: if the process is killed during the request, the
        reading is not repeated. An article has at most as many readings as
        ``READ_AFTER``.
        """

    @abstractmethod
    async def reading_of(self, article: str) -> DueReading | None:
        """Return the article with this id and its lines, whether or not it is due.

        The result includes every write that began earlier, even if its caller was
        cancelled.
        """

    @abstractmethod
    async def text_hashes(self, articles: Collection[str]) -> Mapping[str, str]:
        """Return the hash of each article's stored text, by the article's id.

        The result includes every write that began earlier, as ``reading_of`` does.
        """

    @abstractmethod
    async def finish_reading(
        self,
        reading: DueReading,
        validators: Validators,
        *,
        version: ExtractedArticle | None = None,
        corrections: Collection[Correction] = (),
    ) -> bool:
        """Store the outcome of a reading in one transaction.

        A new ``version`` replaces the text of the article. Corrections get slots, one
        for each edition that printed their lines. Return whether the outcome was
        stored.

        Return false and store nothing if the article was deleted. Do the same if a
        ``version`` is given and the article or its lines are not those of ``reading``
        any more: the caller then loads the reading again and compares again.
        """

    @abstractmethod
    async def corrections(
        self, *, channel: str | None = None, after: datetime
    ) -> tuple[Correction, ...]:
        """Return the corrections after ``after``, in one channel or in all, by time."""

    @abstractmethod
    async def correction_slot(self, slot: SlotKey) -> CorrectionSlot:
        """Return the corrections that a slot posts, and the message that they concern."""


class Housekeeping(Protocol):
    """Deletes old data."""

    @abstractmethod
    async def purge(self, before: datetime) -> int:
        """Delete older articles, items and editions; return how many articles.

        The keys of items that are still in a feed stay, so that they are not new again.
        """


class NoticeStore(Protocol):
    """Notices for the operator, and which of them were posted."""

    @abstractmethod
    async def note(
        self,
        channel: str,
        family: str,
        incidents: Collection[Incident],
        *,
        now: datetime,
    ) -> None:
        """Add and remove notices so that they match the incidents.

        ``incidents`` are all current incidents of this ``family``; new notices get the
        time ``now``.
        """

    @abstractmethod
    async def claim_batch(
        self, channel: str, now: datetime, lease: timedelta
    ) -> NoticeBatch | None:
        """Lease the next message for a channel; ``None`` while another one is leased.

        A message whose lease expired is claimed again, with the same notices and
        idempotency key.
        """

    @abstractmethod
    async def settle_batch(self, idempotency_key: str) -> None:
        """Mark the message with this key as posted."""

    @abstractmethod
    async def failed_slots(self, since: datetime) -> tuple[StoredSlot, ...]:
        """Return the skipped and dead slots since ``since``, in order."""


class ChatStore(Protocol):
    """Data of chat users, such as rate limits, snapshots, subscriptions and mutes."""

    @abstractmethod
    async def first_seen(self, event: str, now: datetime, memory: timedelta) -> bool:
        """Record an event; return false if a process recorded it within ``memory``."""

    @abstractmethod
    async def forget_event(self, event: str) -> None:
        """Delete the record of an unanswered event, so that it is handled again."""

    @abstractmethod
    async def spend(
        self, limits: Mapping[str, int], now: datetime, window: timedelta
    ) -> Mapping[str, timedelta]:
        """Count one use for each key in ``limits``, unless a key has reached its limit.

        ``limits`` maps each key to the uses allowed in any ``window``, over all
        processes. Return the keys that reached their limits, and how long each must
        wait.
        """

    @abstractmethod
    async def save_note(self, key: str, body: str, now: datetime) -> None:
        """Store the content that a button refers to.

        If the key is stored already, only its time is updated.
        """

    @abstractmethod
    async def load_note(self, key: str) -> str | None:
        """Return the content stored for this key; ``None`` if it is not stored.

        The content is kept for as long as articles are.
        """

    @abstractmethod
    async def subscribe(self, wanted: Subscription) -> bool:
        """Store a subscription; return false if it replaces one.

        A person has at most one subscription of each kind to a topic.
        """

    @abstractmethod
    async def unsubscribe(
        self,
        platform: str,
        person: str,
        topic: str | None,
        *,
        kind: SubscriptionKind | None = None,
    ) -> int:
        """Delete a person's subscriptions to a topic, or all; return how many.

        With ``kind`` only subscriptions of this kind are deleted.
        """

    @abstractmethod
    async def subscriptions(self) -> tuple[Subscription, ...]:
        """Return all subscriptions, sorted by platform, person, topic and kind."""

    @abstractmethod
    async def mute(self, mute: Mute) -> bool:
        """Store a mute; return false if the channel has it already, ignoring case."""

    @abstractmethod
    async def unmute(self, channel: str, what: str) -> bool:
        """Delete a mute; return false if the channel has no such mute."""

    @abstractmethod
    async def mutes(self, channel: str) -> tuple[Mute, ...]:
        """Return the mutes of a channel, oldest first."""

    @abstractmethod
    async def edit_story(self, edit: StoryEdit) -> StoryEdit:
        """Store a split or merge and return it with its number in the channel."""

    @abstractmethod
    async def undo_edit(self, channel: str, number: int) -> bool:
        """Delete a split or merge; return false if the channel has no such number."""

    @abstractmethod
    async def story_edits(self, channel: str | None = None) -> tuple[StoryEdit, ...]:
        """Return the splits and merges of a channel, or of all, by channel and number."""
