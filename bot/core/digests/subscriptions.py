"""Turns subscriptions into digests and alerts beside the configured ones."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.core.domain.configuration import (
    AlertCondition,
    AlertPlan,
    Configuration,
    Destination,
    DigestKind,
    DigestPlan,
    Topic,
    Weekday,
)
from bot.core.domain.errors import StoreError
from bot.core.domain.platforms import COMMAND
from bot.core.domain.records import Subscription, SubscriptionKind
from bot.core.domain.workspaces import direct_channel, split_workspace
from bot.core.ports.services import Clock, ConfigurationSource, EventLog
from bot.core.ports.stores import ChatStore
from bot.core.text.labels import labels_for

MAX_AGE = timedelta(seconds=3)
"""The time for which subscriptions are cached; another process may change them."""

NOW = "now"
"""The word for alerts that people type instead of a time of day."""

PERSONAL_PAPERS = 3
"""The number of independent papers with which a personal alert posts a story."""

_SEPARATOR = "."
_HASH_BYTES = 4


def personal_id(subscription: Subscription) -> str:
    """Return the id of a subscription's digest or alert: ``ferries.3f9a2c1b``.

    It is made of the topic's id and a hash of the person. Ids of configured digests
    contain no dot. The id of alerts ends in ``.now``, because a person may have both.
    """
    person = f"{subscription.platform}/{subscription.person}".encode("utf-8", "replace")
    hash_ = blake2b(person, digest_size=_HASH_BYTES).hexdigest()
    is_alert = subscription.kind is SubscriptionKind.ALERT
    return _SEPARATOR.join((subscription.topic, hash_, *([NOW] if is_alert else [])))


def is_personal_id(digest: str) -> bool:
    """Return whether ``digest`` is the id of a personal digest or alert."""
    return _SEPARATOR in digest


def subscription_name(subscription: Subscription) -> str:
    """Return the name that a person types to end a subscription: ``ferries now``.

    It is the topic's id, and for alerts also the word ``NOW``.
    """
    is_alert = subscription.kind is SubscriptionKind.ALERT
    return f"{subscription.topic} {NOW}" if is_alert else subscription.topic


def personal_channel(platform: str, person: str) -> str:
    """Return the name of a person's direct messages in the store: ``chat/@U123``."""
    return f"{platform}/{direct_channel(person)}"


def zone_of(subscription: Subscription, configuration: Configuration) -> ZoneInfo:
    """Return the subscription's time zone, or the configuration's if unknown."""
    try:
        return ZoneInfo(subscription.timezone)
    except (KeyError, ValueError, OSError):
        return configuration.timezone


def personal_plan(
    subscription: Subscription, topic: Topic, configuration: Configuration, *, at: time
) -> DigestPlan:
    """Return the plan of a subscription's digest, which is posted daily at ``at``."""
    zone = zone_of(subscription, configuration)
    return DigestPlan(
        id=personal_id(subscription),
        topics=(topic,),
        at=(at,),
        days=frozenset(Weekday),
        timezone=zone,
        to=(Destination(subscription.platform, direct_channel(subscription.person)),),
        kind=DigestKind.PERSONAL,
        title=topic.title,
        note=labels_for(configuration.language).subscription.format(
            f"{at:%H:%M} ({zone.key})",
            f"/{COMMAND} unsubscribe {topic.id}",
        ),
        language=configuration.language,
        timeline=configuration.timeline,
    )


def personal_condition(topic: Topic) -> AlertCondition:
    """Return the condition of personal alerts on a topic: a number of papers.

    The number is at most that of the topic's sources. The conditions of configured
    alerts are not used, because these alerts may be those of private channels.
    """
    return AlertCondition(papers=max(1, min(PERSONAL_PAPERS, len(topic.sources))))


def personal_alert(
    subscription: Subscription, topic: Topic, configuration: Configuration
) -> AlertPlan:
    """Return the plan of a subscription's alerts."""
    return AlertPlan(
        id=personal_id(subscription),
        topics=(topic,),
        condition=personal_condition(topic),
        to=(Destination(subscription.platform, direct_channel(subscription.person)),),
        timezone=zone_of(subscription, configuration),
        language=configuration.language,
        title=topic.title,
        note=labels_for(configuration.language).alert_subscription.format(
            f"/{COMMAND} unsubscribe {topic.id} {NOW}"
        ),
        kind=DigestKind.PERSONAL,
    )


def with_subscriptions(
    configuration: Configuration, subscriptions: Iterable[Subscription]
) -> Configuration:
    """Return the configuration with a digest or an alert for each subscription.

    A subscription is left out if its topic is not configured now, or if the person's
    workspace does not get the topic now.
    """
    topics = {topic.id: topic for topic in configuration.topics}
    posted = _posted(configuration)
    digests, alerts = list(configuration.digests), list(configuration.alerts)
    for each in subscriptions:
        topic = topics.get(each.topic)
        if topic is None:
            continue
        workspace, _ = split_workspace(each.person)
        if configuration.has_workspaces and (workspace, topic.id) not in posted:
            continue
        if each.at is None:
            alerts.append(personal_alert(each, topic, configuration))
        else:
            digests.append(personal_plan(each, topic, configuration, at=each.at))
    return replace(configuration, digests=tuple(digests), alerts=tuple(alerts))


def _posted(configuration: Configuration) -> Collection[tuple[str, str]]:
    """Return each workspace together with the ids of the topics that it gets."""
    return {
        (split_workspace(to.channel)[0], topic.id)
        for plan in configuration.plans
        for to in plan.to
        for topic in plan.topics
    }


@dataclass(slots=True)
class ConfigWithSubscriptions(ConfigurationSource):
    """The valid configuration with all personal digests and alerts.

    While nothing changes, ``current`` returns the same object. Commands use
    ``configured`` instead, because the subscriptions of other people are private.
    """

    configured: ConfigurationSource
    store: ChatStore
    clock: Clock
    event_log: EventLog
    _base: Configuration | None = field(default=None, init=False)
    _subscriptions: tuple[Subscription, ...] | None = field(default=None, init=False)
    _read: datetime | None = field(default=None, init=False)
    _value: Configuration | None = field(default=None, init=False)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    def refresh(self) -> None:
        """Load the subscriptions again at the next use."""
        self._read = None

    @override
    async def current(self) -> Configuration:
        async with self._lock:
            return await self._current(await self.configured.current())

    async def _current(self, base: Configuration) -> Configuration:
        is_same = base is self._base
        subscriptions = self._subscriptions
        # When the file changes, messages of dropped channels are discarded: this needs
        # the present subscriptions.
        if subscriptions is None or not is_same or self._is_stale():
            subscriptions = await self._read_again()
        if self._value is None or not is_same or subscriptions != self._subscriptions:
            self._value = with_subscriptions(base, subscriptions)
            self._base, self._subscriptions = base, subscriptions
        return self._value

    def _is_stale(self) -> bool:
        if self._read is None:
            return True
        return not timedelta(0) <= self.clock.now() - self._read < MAX_AGE

    async def _read_again(self) -> tuple[Subscription, ...]:
        """Return the stored subscriptions; if the store fails, the cached ones."""
        now = self.clock.now()
        self._read = now
        try:
            return await self.store.subscriptions()
        except StoreError as error:
            self._read = None
            if self._subscriptions is None:
                raise
            self.event_log.warning(
                "subscriptions not loaded from the database; Sitrep uses those that it loaded before",
                reason=str(error),
            )
            return self._subscriptions
