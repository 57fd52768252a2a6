"""Lists of feeds from elsewhere, and how they come into a configuration."""

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
    """Which feeds are new: all for one topic, or those of a folder for its topic.

    The topic of a folder is the one with its title or, written as an id, its name.
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
    """Takes one subscription after the other."""

    def __init__(self, configuration: Configuration) -> None:
        self._topics = {topic.id: topic for topic in configuration.topics}
        self._known = {plain_address(one.url): one for one in configuration.sources}
        self._there = {
            (topic.id, plain_address(source.url))
            for topic in configuration.topics
            for source in topic.sources
        }
        self.added: dict[str, tuple[str, list[Source]]] = {}
        self.skipped: list[tuple[str, str]] = []

    def take(self, subscription: ImportedFeed, topic: str | None) -> None:
        """ImportPlan to add it, or note why not."""
        id_, title = self._place(subscription.folder, topic)
        plain = plain_address(subscription.url)
        known = self._known.get(plain)
        told = wrong_address(subscription.url)
        if told is None and (id_, plain) in self._there:
            told = f"is in {id_} already"
        elif told is None and known is not None and known.kind is not SourceKind.FEED:
            told = f"is read as a {known.kind} already"
        if told is not None:
            self.skipped.append((subscription.url, told))
            return
        self._there.add((id_, plain))
        feed = Source(
            SourceKind.FEED, subscription.url, known.lang if known is not None else None
        )
        self.added.setdefault(id_, (title, []))[1].append(feed)

    def _place(self, folder: str | None, topic: str | None) -> tuple[str, str]:
        """Id and title of the topic that it belongs to."""
        if topic is not None:
            return topic, topic.replace("-", " ").capitalize()
        title = (folder or _GENERAL)[:_LONGEST_TITLE]
        for known in self._topics.values():
            if known.title.casefold() == title.casefold():
                return known.id, known.title
        return _id(title), title


def exported(topics: Iterable[Topic]) -> Iterator[ImportedFeed]:
    """The feeds of topics, each in the folder that is called like its topic."""
    for topic in topics:
        for source in topic.sources:
            if source.kind is SourceKind.FEED:
                yield ImportedFeed(source.url, topic.title)


def _id(title: str) -> str:
    """The title in the letters of an id."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_ID] or "feeds"
