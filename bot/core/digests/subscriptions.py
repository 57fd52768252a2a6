"""What people have subscribed to, as digests beside those of the configuration."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.core.domain.configuration import (
    Configuration,
    Destination,
    DigestKind,
    DigestPlan,
    Topic,
    Weekday,
)
from bot.core.domain.errors import StoreError
from bot.core.domain.platforms import COMMAND
from bot.core.domain.records import PersonalDigest
from bot.core.ports.services import Clock, ConfigurationSource, EventLog
from bot.core.ports.stores import ChatStore

REFRESH = timedelta(seconds=3)
"""How old what is known of subscriptions may be: others may have changed them."""

_JOINT = "."
_HASH_BYTES = 4


def personal_id(wanted: PersonalDigest) -> str:
    """The id of a person's digest of a topic: ``ferries.3f9a2c1b``.

    It never changes and is another for each person. No configured digest has such a
    one: those have no dot.
    """
    person = f"{wanted.platform}/{wanted.person}".encode("utf-8", "replace")
    hash_ = blake2b(person, digest_size=_HASH_BYTES).hexdigest()
    return f"{wanted.topic}{_JOINT}{hash_}"


def is_personal(digest: str) -> bool:
    """Whether this is the id of a person's digest, not of a configured one."""
    return _JOINT in digest


def personal_channel(platform: str, person: str) -> str:
    """The name of a person's direct messages in the store: ``PLATFORM/@PERSON``."""
    return f"{platform}/@{person}"


def zone_of(wanted: PersonalDigest, configuration: Configuration) -> ZoneInfo:
    """The zone of a personal digest; the configuration's, if there is no such one."""
    try:
        return ZoneInfo(wanted.timezone)
    except (KeyError, ValueError, OSError):
        return configuration.timezone


def personal_plan(
    wanted: PersonalDigest, topic: Topic, configuration: Configuration
) -> DigestPlan:
    """What somebody has subscribed to, as a digest of every day."""
    zone = zone_of(wanted, configuration)
    return DigestPlan(
        id=personal_id(wanted),
        topics=(topic,),
        at=(wanted.at,),
        days=frozenset(Weekday),
        timezone=zone,
        to=(Destination(wanted.platform, f"@{wanted.person}"),),
        kind=DigestKind.PERSONAL,
        title=topic.title,
        note=f"You get this every day at {wanted.at:%H:%M} ({zone.key}); "
        f"/{COMMAND} unsubscribe {topic.id} ends it.",
    )


def with_personal(
    configuration: Configuration, wanted: Iterable[PersonalDigest]
) -> Configuration:
    """The configuration with a digest more for each subscription.

    What somebody wants of a topic that is configured no more, waits until it is again.
    """
    topics = {topic.id: topic for topic in configuration.topics}
    plans = (
        personal_plan(one, topics[one.topic], configuration)
        for one in wanted
        if one.topic in topics
    )
    return replace(configuration, digests=(*configuration.digests, *plans))


@dataclass(slots=True)
class PersonalConfiguration(ConfigurationSource):
    """The configuration in force with all personal digests.

    As long as nothing changes it is the same object. Commands ask ``given``, the
    configuration without them, since what others subscribed to is nobody's business.
    """

    given: ConfigurationSource
    store: ChatStore
    clock: Clock
    journal: EventLog
    _base: Configuration | None = field(default=None, init=False)
    _wanted: tuple[PersonalDigest, ...] | None = field(default=None, init=False)
    _read: datetime | None = field(default=None, init=False)
    _value: Configuration | None = field(default=None, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    def refresh(self) -> None:
        """Read the subscriptions again at the next use: they were changed."""
        self._read = None

    @override
    async def current(self) -> Configuration:
        async with self._turn:
            return await self._current(await self.given.current())

    async def _current(self, base: Configuration) -> Configuration:
        is_same = base is self._base
        wanted = self._wanted
        # What waits for a channel that nothing goes to is dropped when the file
        # changes: by what holds now, not some seconds ago.
        if wanted is None or not is_same or self._is_stale():
            wanted = await self._read_again()
        if self._value is None or not is_same or wanted != self._wanted:
            self._value = with_personal(base, wanted)
            self._base, self._wanted = base, wanted
        return self._value

    def _is_stale(self) -> bool:
        if self._read is None:
            return True
        return not timedelta(0) <= self.clock.now() - self._read < REFRESH

    async def _read_again(self) -> tuple[PersonalDigest, ...]:
        """The subscriptions, or those known so far while the store cannot be used."""
        now = self.clock.now()
        self._read = now
        try:
            return await self.store.subscriptions()
        except StoreError as error:
            self._read = None
            if self._wanted is None:
                raise
            self.journal.warning("subscriptions not read", reason=str(error))
            return self._wanted
