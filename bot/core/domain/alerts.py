"""Alerts: the stories that a channel was alerted to, and the messages to post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b

from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    ALERTS_FROM,
    CORRECTIONS_FROM,
    NewMessage,
    SlotKey,
)

STORY_MEMORY = timedelta(days=10)
"""A story on which an alert posted is new again after this time without a message."""


@dataclass(frozen=True, slots=True)
class AlertedStory:
    """A story on which an alert has posted in a channel.

    ``id`` is that of an article of the story when it was first posted, ``articles`` are
    the ids of all that were in it at a message. ``posts`` counts the messages; the last
    was posted at ``at``, when the story had ``papers`` independent papers and reported
    so many ``deaths``.
    """

    id: str
    articles: frozenset[str]
    posts: int
    at: datetime
    papers: int = 0
    deaths: float = 0.0


@dataclass(frozen=True, slots=True)
class AlertLog:
    """The messages of one alert in one channel.

    ``since`` is when Sitrep first evaluated the alert there. ``today`` is the number of
    messages on the present day.
    """

    since: datetime
    stories: tuple[AlertedStory, ...] = ()
    today: int = 0

    def sharing(self, articles: Iterable[str]) -> tuple[AlertedStory, ...]:
        """Return the stories that have any of these articles, given by id."""
        ids = frozenset(articles)
        return tuple(story for story in self.stories if story.articles & ids)


@dataclass(frozen=True, slots=True)
class AlertPost:
    """A message of an alert on a story, before it is stored.

    ``story`` is the state of the story after the message, ``earlier`` are the stored
    states of the stories that share articles with it. ``day`` is the local day on which
    the message counts; no more than ``limit`` messages are posted on one day.
    """

    alert: str
    channel: str
    day: date
    limit: int
    story: AlertedStory
    edition: Edition
    messages: tuple[NewMessage, ...]
    earlier: tuple[AlertedStory, ...] = ()

    @property
    def slot(self) -> SlotKey:
        """Return the key of its slot: the same alert, story and state give the same."""
        return alert_slot(self.alert, self.channel, self.day, self.story)


def alert_slot(alert: str, channel: str, day: date, story: AlertedStory) -> SlotKey:
    """Return the key of the slot that posts the present state of a story."""
    words = f"{story.id} {story.posts}"
    hash_ = int.from_bytes(blake2b(words.encode(), digest_size=8).digest())
    index = ALERTS_FROM + hash_ % (CORRECTIONS_FROM - ALERTS_FROM)
    return SlotKey(alert, channel, day, index)
