"""Values of alerts: the stories on which an alert has posted, and messages to post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import TypeAlias

from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    ALERTS_FROM,
    CORRECTIONS_FROM,
    NewMessage,
    SlotKey,
)

STORY_MEMORY = timedelta(days=10)
"""The time without a message after which an alert treats a story as new again."""


EVALUATION_LEASE = timedelta(seconds=30)
"""How long one process has the right to evaluate the alerts, unless it renews the lease.

If it is killed, another process takes over after this time.
"""

AlertKey: TypeAlias = tuple[str, str]
"""The id of an alert and the name of one of its channels."""


@dataclass(frozen=True, slots=True)
class AlertStart:
    """The time since which an alert exists in a channel.

    ``left`` are the ids of the articles that the alert left to the digest, because the
    maximum number of messages of the day was reached.
    """

    since: datetime
    left: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AlertedStory:
    """The state of a story after the last message of an alert on it in a channel.

    ``id`` is the id that the first message gave the story: that of one of its articles.
    ``articles`` are the ids of all articles that the story had at any message.
    ``posts`` is the number of messages and ``at`` the time of the last one. At that
    time the story had ``papers`` independent papers, and ``deaths`` is the highest
    number of deaths in its reports. ``failed`` is true if Sitrep gave up posting every
    message.
    """

    id: str
    articles: frozenset[str]
    posts: int
    at: datetime
    papers: int = 0
    deaths: float = 0.0
    failed: bool = False


@dataclass(frozen=True, slots=True)
class AlertLog:
    """The messages of one alert in one channel, as the ``stories`` that it posted.

    ``since`` is when Sitrep first evaluated the alert there. ``today`` is the number of
    messages on the present local day.
    """

    since: datetime
    stories: tuple[AlertedStory, ...] = ()
    today: int = 0

    def sharing(self, articles: Iterable[str]) -> tuple[AlertedStory, ...]:
        """Return the stories that have at least one of ``articles``, given by id."""
        ids = frozenset(articles)
        return tuple(story for story in self.stories if story.articles & ids)


@dataclass(frozen=True, slots=True)
class AlertPost:
    """A message of an alert on a story, before it is stored.

    ``story`` is the state of the story after the message, ``earlier`` are the stored
    states of the stories that share articles with it. ``day`` is the local day on which
    the message counts; no more than ``limit`` messages are posted on one day. ``until``
    is the number of the last edition in the history from which the message was made.
    """

    alert: str
    channel: str
    day: date
    limit: int
    story: AlertedStory
    edition: Edition
    messages: tuple[NewMessage, ...]
    earlier: tuple[AlertedStory, ...] = ()
    until: int = 0

    @property
    def slot(self) -> SlotKey:
        """Return the key of the slot, made of alert, channel, day and story state."""
        return alert_slot(self.alert, self.channel, self.day, self.story)


def alert_slot(alert: str, channel: str, day: date, story: AlertedStory) -> SlotKey:
    """Return the key of the slot in which ``alert`` posts this state of ``story``."""
    words = f"{story.id} {story.posts}"
    hash_ = int.from_bytes(blake2b(words.encode(), digest_size=8).digest())
    index = ALERTS_FROM + hash_ % (CORRECTIONS_FROM - ALERTS_FROM)
    return SlotKey(alert, channel, day, index)
