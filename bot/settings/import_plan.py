"""Plans which imported feeds are added to which topics."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from bot.core.batch.feed_import import FeedAddition, ImportedFeed, ImportPlan
from bot.core.domain.configuration import Configuration, Source, SourceKind, Topic
from bot.settings.addresses import plain_address, wrong_address

_GENERAL = "Feeds"
_LONGEST_ID, _LONGEST_TITLE = 64, 200


def plan_import(
    configuration: Configuration,
    subscriptions: Iterable[ImportedFeed],
    topic: str | None = None,
) -> ImportPlan:
    """The new feeds: all for one topic, or those of each folder for its topic.

    The topic of a folder has the folder's name as its title, or as its id.
    """
    planning = _Planning(configuration)
    for subscription in subscriptions:
        planning.take(subscription, topic)
    additions = (
        FeedAddition(id_, title, tuple(feeds))
        for id_, (title, feeds) in planning.added.items()
    )
    return ImportPlan(tuple(additions), tuple(planning.skipped))


class _Planning:
    """Adds one feed after another."""

    def __init__(self, configuration: Configuration) -> None:
        self._topics = {topic.id: topic for topic in configuration.topics}
        self._sources = {
            plain_address(source.url): source for source in configuration.sources
        }
        self._present = {
            (topic.id, plain_address(source.url))
            for topic in configuration.topics
            for source in topic.sources
        }
        self.added: dict[str, tuple[str, list[Source]]] = {}
        self.skipped: list[tuple[str, str]] = []

    def take(self, subscription: ImportedFeed, topic: str | None) -> None:
        """Plan to add the feed, or note why it is skipped."""
        id_, title = self._place(subscription.folder, topic)
        plain = plain_address(subscription.url)
        configured = self._sources.get(plain)
        reason = wrong_address(subscription.url)
        if reason is None and (id_, plain) in self._present:
            reason = f"is already in {id_}"
        elif (
            reason is None
            and configured is not None
            and configured.kind is not SourceKind.FEED
        ):
            reason = f"is already read as a {configured.kind}"
        if reason is not None:
            self.skipped.append((subscription.url, reason))
            return
        self._present.add((id_, plain))
        feed = Source(
            SourceKind.FEED,
            subscription.url,
            configured.lang if configured is not None else None,
        )
        self.added.setdefault(id_, (title, []))[1].append(feed)

    def _place(self, folder: str | None, topic: str | None) -> tuple[str, str]:
        """The id and title of the feed's topic."""
        if topic is not None:
            return topic, topic.replace("-", " ").capitalize()
        title = (folder or _GENERAL)[:_LONGEST_TITLE]
        for other in self._topics.values():
            if other.title.casefold() == title.casefold():
                return other.id, other.title
        return _id(title), title


def exported(topics: Iterable[Topic]) -> Iterator[ImportedFeed]:
    """The feeds of topics, each in a folder with the topic's title."""
    for topic in topics:
        for source in topic.sources:
            if source.kind is SourceKind.FEED:
                yield ImportedFeed(source.url, topic.title)


def _id(title: str) -> str:
    """The title as an id."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_ID] or "feeds"
