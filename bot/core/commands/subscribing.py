"""Subscriptions: people receive a topic's digest daily or its alerts, in private."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.core.commands.fuzzy_lookup import find_topic, folded, quoted
from bot.core.commands.requests import InteractionContext, Verb
from bot.core.commands.responses import Answer, listed, said
from bot.core.commands.time_parsing import Zones, read_time
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.delivery.planner import coming_slots
from bot.core.digests.subscriptions import (
    NOW,
    personal_condition,
    personal_plan,
    subscription_name,
)
from bot.core.domain.configuration import AlertCondition, Configuration, Topic
from bot.core.domain.platforms import COMMAND
from bot.core.domain.records import Edition, Subscription, SubscriptionKind
from bot.core.domain.slots import SlotKey
from bot.core.ports.services import Clock, EventLog
from bot.core.ports.stores import ChatStore, EditionStore
from bot.core.text.date_format import format_day

MOST = 20
"""The maximum number of subscriptions per person."""

DEFAULT_TIME = time(8)
"""The default time of day when no configured digest suggests one."""

_TOO_MANY = (
    f"You have {MOST} subscriptions, the maximum. End one first: "
    f"“/{COMMAND} unsubscribe NAME”."
)
_ONE_DAY = timedelta(days=1)
_EDITIONS = 3


@dataclass(frozen=True, slots=True)
class PersonalSubscription:
    """A subscription as shown to its owner.

    ``topic`` is ``None`` if it is no longer configured. ``next`` is the time of the
    next digest in the subscription's own zone. ``condition`` is that of the alerts,
    ``None`` for a digest.
    """

    wanted: Subscription
    topic: Topic | None
    next: datetime | None = None
    condition: AlertCondition | None = None

    @property
    def is_alert(self) -> bool:
        """Return whether the subscription is to alerts; otherwise it is to a digest."""
        return self.wanted.kind is SubscriptionKind.ALERT

    @property
    def id(self) -> str:
        """Return the name by which ``unsubscribe`` ends this subscription alone."""
        return subscription_name(self.wanted)

    @property
    def title(self) -> str:
        """Return the title of the digest, or of the alerts."""
        title = self.topic.title if self.topic else self.wanted.topic
        return f"alerts on {title}" if self.is_alert else title

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names that mean only this subscription, without capitals.

        Invisible characters are removed as well, so that the names can be compared.
        """
        plain = (self.wanted.topic, self.topic.title if self.topic else "")
        names = (f"{name} {NOW}" if self.is_alert else name for name in plain if name)
        return tuple(folded(name) for name in (*names, self.title))

    @property
    def topic_names(self) -> tuple[str, ...]:
        """Return the names of the topic, without capitals and invisible characters.

        A digest and alerts on the same topic share these names.
        """
        title = self.topic.title if self.topic else ""
        return tuple(folded(name) for name in (self.wanted.topic, title) if name)

    @property
    def when(self) -> str:
        """Return in words when the digest comes, or which stories the alerts report."""
        if self.condition is not None:
            return condition_words(self.condition)
        return f"every day at {self.wanted.at:%H:%M} ({self.wanted.timezone})"

    def described(self, now: datetime) -> str:
        """Describe the subscription as one line of a list."""
        if self.topic is None:
            return f"{self.title}: no longer configured, so nothing comes"
        if self.next is None:
            return f"{self.title}: {self.when}"
        return f"{self.title}: {self.when}, next {when_told(self.next, now)}"


@dataclass(frozen=True, slots=True)
class SubscriptionStores:
    """The stores that subscriptions use."""

    chats: ChatStore
    editions: EditionStore


@dataclass(frozen=True, slots=True)
class Subscribing:
    """Runs ``subscribe`` and ``unsubscribe``; calls ``changed`` after each change."""

    clock: Clock
    stores: SubscriptionStores
    zones: Zones
    event_log: EventLog
    changed: Callable[[], None] = lambda: None

    async def subscribe(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """Add or change a subscription of the person; return the confirmation.

        Raises:
            RefusedError: The topic, time or zone is unknown, or the person has too many.
            StoreError: The store cannot be used.
        """
        values = options.get("time", ""), options.get("timezone", "")
        name = options.get("name", "")
        topic = find_topic(name, configuration, Verb.SUBSCRIBE, values=values)
        own = await self._own(context)
        usual = _usual(context, topic, configuration, self.zones)
        if _is_now(options.get("time", "")):
            usual = replace(usual, at=None)
        same = (usual.topic, usual.kind)
        before = next((each for each in own if (each.topic, each.kind) == same), None)
        usual = before or usual
        wanted = replace(
            usual,
            at=_time(options.get("time", ""), usual.at) if usual.at else None,
            timezone=self._zone(options.get("timezone", ""), usual.timezone),
        )
        if before is None and len(own) >= MOST:
            raise RefusedError(Refusal.BAD_VALUE, _TOO_MANY)
        await self.stores.chats.subscribe(wanted)
        self._note("subscribed", context, topic.id)
        subscription = await self._described(wanted, topic, configuration)
        return said(*_agreed(subscription, self.clock.now(), is_new=before is None))

    async def unsubscribe(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """End the named subscription of the person, or all; return the confirmation.

        Raises:
            RefusedError: The person has no such subscription.
            StoreError: The store cannot be used.
        """
        # A name of invisible characters alone is unknown; it does not mean all
        # subscriptions.
        typed = options.get("name", "").strip()
        subscriptions = await self.subscriptions(context, configuration)
        ended = _chosen(typed, subscriptions) if typed else subscriptions
        if not subscriptions:
            problem = f"You have no subscription. “/{COMMAND} subscribe NAME” gets you a digest."
            raise RefusedError(Refusal.UNKNOWN, problem)
        if not ended:
            problem = f"You have no subscription to {quoted(typed)}. You have: "
            raise RefusedError(Refusal.UNKNOWN, f"{problem}{_titles(subscriptions)}.")
        await self._end(context, ended[0].wanted if typed else None)
        kept = [each for each in subscriptions if each not in ended]
        return said(f"Unsubscribed from {_titles(ended)}.", *_still(ended, kept))

    async def _end(
        self, context: InteractionContext, wanted: Subscription | None
    ) -> None:
        """End the subscription ``wanted`` of the person; ``None`` ends all of them."""
        platform, person = context.place.platform, context.person.id
        topic = wanted.topic if wanted else None
        kind = wanted.kind if wanted else None
        await self.stores.chats.unsubscribe(platform, person, topic, kind=kind)
        self._note("unsubscribed", context, topic or "all")

    async def subscriptions(
        self, context: InteractionContext, configuration: Configuration
    ) -> tuple[PersonalSubscription, ...]:
        """Return a person's subscriptions, ordered by topic.

        Raises:
            StoreError: The store cannot be used.
        """
        topics = {topic.id: topic for topic in configuration.topics}
        subscriptions = [
            await self._described(wanted, topics.get(wanted.topic), configuration)
            for wanted in await self._own(context)
        ]
        return tuple(subscriptions)

    async def _described(
        self, wanted: Subscription, topic: Topic | None, configuration: Configuration
    ) -> PersonalSubscription:
        """Return the subscription with its next digest's time, or its condition."""
        if topic is None:
            return PersonalSubscription(wanted, topic)
        if wanted.at is None:
            condition = personal_condition(topic)
            return PersonalSubscription(wanted, topic, condition=condition)
        coming = await self._next(wanted, topic, configuration, at=wanted.at)
        return PersonalSubscription(wanted, topic, coming)

    async def _own(self, context: InteractionContext) -> tuple[Subscription, ...]:
        who = context.place.platform, context.person.id
        every = await self.stores.chats.subscriptions()
        return tuple(row for row in every if (row.platform, row.person) == who)

    def _zone(self, typed: str, usual: str) -> str:
        """Return the IANA name of the typed zone; ``usual`` if none was typed.

        Raises:
            RefusedError: The zone is unknown.
        """
        if not typed.strip():
            return usual
        zone = self.zones.find(typed)
        if zone is not None:
            return zone.key
        near = self.zones.near(typed)
        what_to_do = (
            f"Did you mean {listed(near, 'or')}?"
            if near
            else "Write one such as Europe/Berlin, or a large city."
        )
        problem = f"{quoted(typed)} is not a time zone. {what_to_do}"
        raise RefusedError(Refusal.BAD_VALUE, problem)

    async def _next(
        self,
        wanted: Subscription,
        topic: Topic,
        configuration: Configuration,
        *,
        at: time,
    ) -> datetime:
        """Return the time of the next digest, in the subscription's zone.

        A day that already had a digest gets no second one, even if the time was moved.
        """
        plan = personal_plan(wanted, topic, configuration, at=at)
        latest = await self.stores.editions.editions(plan.id, _EDITIONS)
        served = {_day(edition) for edition in latest}
        slots = coming_slots(plan, after=self.clock.now())
        coming = next(slot for slot in slots if slot.key.day not in served)
        return coming.at.astimezone(plan.timezone)

    def _note(self, event: str, context: InteractionContext, topic: str) -> None:
        platform, person = context.place.platform, context.person.id
        self.event_log.info(event, platform=platform, person=person, topic=topic)
        self.changed()


def when_told(moment: datetime, now: datetime) -> str:
    """Format a time that is near ``now``, in its own zone: "tomorrow at 07:30"."""
    today = now.astimezone(moment.tzinfo).date()
    names = {today: "today", today + _ONE_DAY: "tomorrow"}
    day = names.get(moment.date()) or f"on {format_day(moment.date())}"
    return f"{day} at {moment:%H:%M}"


def _usual(
    context: InteractionContext,
    topic: Topic,
    configuration: Configuration,
    zones: Zones,
) -> Subscription:
    """Return a subscription with the default time and zone for this topic."""
    digests, person = configuration.digests, context.person
    zone = zones.find(person.timezone) if person.timezone else None
    return Subscription(
        platform=context.place.platform,
        person=person.id,
        topic=topic.id,
        at=min(digests[0].at) if digests else DEFAULT_TIME,
        timezone=(zone or configuration.timezone).key,
    )


def _time(typed: str, usual: time) -> time:
    """Return the typed time of day; ``usual`` if none was typed.

    Raises:
        RefusedError: The text is not a time.
    """
    if not typed.strip():
        return usual
    parsed = read_time(typed)
    if parsed is None:
        problem = f"{quoted(typed)} is not a time of day. Write 07:30, 7am or 19h."
        raise RefusedError(Refusal.BAD_VALUE, problem)
    return parsed


def _agreed(
    subscription: PersonalSubscription, now: datetime, *, is_new: bool
) -> tuple[str, str]:
    begun = "Done" if is_new else "Changed"
    if subscription.is_alert:
        title, condition = subscription.title, subscription.when
        return (
            f"{begun}: you get {title} by direct message: {condition}.",
            f"“/{COMMAND} unsubscribe {subscription.id}” ends them.",
        )
    which = "first" if is_new else "next"
    comes = when_told(subscription.next, now) if subscription.next else ""
    return (
        f"{begun}: you get {subscription.title} by direct message {subscription.when}.",
        f"The {which} digest comes {comes}.",
    )


def _is_now(typed: str) -> bool:
    return typed.strip().casefold() == NOW


def condition_words(condition: AlertCondition) -> str:
    """Describe in words the stories that meet an alert's condition."""
    parts = []
    if condition.papers is not None:
        many = f"at least {condition.papers} independent papers report"
        parts.append("at least one paper reports" if condition.papers == 1 else many)
    if condition.any_actor:
        parts.append("name a watched actor")
    elif condition.actors:
        parts.append(f"name {listed(condition.actors, 'or')}")
    if condition.match:
        parts.append(f"match {listed(condition.match, 'or')}")
    return f"stories that {' and that '.join(parts)}"


def _chosen(
    typed: str, subscriptions: Sequence[PersonalSubscription]
) -> Sequence[PersonalSubscription]:
    """Return the subscriptions that the typed name means, if any.

    It means the subscription with this name. If there is none, it means all
    subscriptions to the topic with this name.
    """
    name = folded(typed)
    exact = [each for each in subscriptions if name in each.names]
    return exact or [each for each in subscriptions if name in each.topic_names]


def _still(
    ended: Sequence[PersonalSubscription], kept: Iterable[PersonalSubscription]
) -> Iterator[str]:
    """Yield a note on each alert that a person keeps after ending a digest.

    ``kept`` are the other subscriptions; alerts on a topic of ``ended`` get a note.
    """
    topics = {each.wanted.topic for each in ended}
    for each in kept:
        if each.is_alert and each.wanted.topic in topics:
            yield f"You still get {each.title}: “/{COMMAND} unsubscribe {each.id}”."


def _titles(subscriptions: Sequence[PersonalSubscription]) -> str:
    return listed([subscription.title for subscription in subscriptions])


def _day(edition: Edition) -> date | None:
    """Return the local date of an edition's slot; ``None`` without a slot."""
    return None if edition.slot is None else SlotKey.parse(edition.slot).day
