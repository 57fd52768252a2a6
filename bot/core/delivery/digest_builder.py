"""Builds due slots: composes the edition and its messages, and stores them together."""

from __future__ import annotations

import asyncio
import json
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Protocol, TypeVar

from typing_extensions import override

from bot.core.delivery.uptime import AwakeTracker
from bot.core.digests.composer import Composer
from bot.core.digests.corrections import correction_message
from bot.core.digests.digest import Digest
from bot.core.digests.editions import counts, make_edition, rendered_digest
from bot.core.digests.rendering import single_message
from bot.core.digests.shared_digests import SharedDigests
from bot.core.digests.told_lines import told_lines
from bot.core.domain.configuration import AlertPlan, Configuration, DigestPlan
from bot.core.domain.messages import Message
from bot.core.domain.platforms import Capabilities, PlatformProfile
from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    BUILD_LEASE,
    NewMessage,
    SlotKey,
    SlotKind,
    StoredSlot,
    channel_of,
)
from bot.core.ingest.rereading import Rereader
from bot.core.ingest.service import IngestService, Progress
from bot.core.messages.codec import message_document
from bot.core.messages.splitting import split
from bot.core.ports.metrics import NO_METRICS, HistogramName, Metrics
from bot.core.ports.outbox import Outbox
from bot.core.ports.services import Clock, ConfigurationSource, EventLog
from bot.core.ports.traces import NO_TRACES, Step, Tracer
from bot.core.text.backoff import backoff_delay

MAX_BUILDS = 10
RETRY_LIMIT = timedelta(hours=6)
"""The time after a slot's time at which the builder gives the slot up.

The builder also gives up after ``MAX_BUILDS`` attempts.
"""

FRESH = timedelta(minutes=1)
"""Sources polled within this time before a build are not polled again for that build.
"""

SOURCE_WAIT = timedelta(seconds=25)
"""How long a digest waits for the sources and pages of one host.

A request to a hanging server ends after 20 s. Pages that a slow host has not sent by
then are fetched in the next minutes and appear in the next digest.
"""

BUILD_TIMEOUT = timedelta(minutes=10)
"""A build that takes longer is cancelled. Hundreds of slow sources take a few minutes."""

Plan = TypeVar("Plan", bound=DigestPlan | AlertPlan)

_FIRST_PAUSE = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class BuiltDigest:
    """A composed slot: the edition to store and the messages to post.

    Corrections have no edition. They go into the thread of another message:
    ``reply_to`` is its row in the outbox.
    """

    edition: Edition | None
    messages: tuple[Message, ...]
    reply_to: int | None = None


class DigestComposer(Protocol):
    """Composes the digest of a slot."""

    @abstractmethod
    async def compose(self, slot: StoredSlot) -> BuiltDigest | None:
        """Compose the slot's digest; ``None`` when it is no longer configured.

        Raises:
            StoreError: The store cannot be used.
            ParseTimeoutError: Selecting the articles took too long.
            TimeoutError: The build took longer than its limit.
        """


@dataclass(frozen=True, slots=True)
class SlotBuilder:
    """Builds due slots under a lease; ``owner`` is the name of this process.

    A lease is the exclusive right to build a slot for some time. Several slots can be
    built concurrently; this process never builds one slot twice at the same time.
    """

    owner: str
    clock: Clock
    outbox: Outbox
    composer: DigestComposer
    event_log: EventLog
    metrics: Metrics = NO_METRICS
    uptime: AwakeTracker = field(default_factory=AwakeTracker)
    tracer: Tracer = NO_TRACES
    _building: set[SlotKey] = field(default_factory=set, init=False)

    async def build_next(self) -> bool:
        """Build the earliest due slot; return false when no slot is due.

        Raises:
            StoreError: The store cannot be used; the slot is built again later.
        """
        now = self.clock.now()
        slot = await self.outbox.claim_slot(
            *(self.owner, now, BUILD_LEASE),
            awake=self.uptime.awake_since(now),
            building=frozenset(self._building),
        )
        self.uptime.observe(now)
        if slot is None:
            return False
        if slot.attempts > MAX_BUILDS:
            # No attempt returned the slot: each process ended or outlasted its lease.
            await self._give_up(slot, f"gave up after {MAX_BUILDS} build attempts")
            return True
        self._building.add(slot.key)
        try:
            await self._build(slot)
        finally:
            self._building.discard(slot.key)
        return True

    async def _build(self, slot: StoredSlot) -> None:
        started = self.clock.now()
        self.event_log.info("digest build started", slot=str(slot.key))
        try:
            digest = await self._compose(slot)
            duration = self.clock.now() - started
            self.metrics.observe(HistogramName.BRIEF, duration.total_seconds())
        except Exception as error:  # noqa: BLE001 - no digest ends the bot
            await self._retry(slot, error)
            return
        if digest is None:
            reason = "the digest or its channel is no longer configured"
            await self.outbox.return_slot(slot, error=reason, again=None)
        else:
            await self._store(slot, digest)

    async def _compose(self, slot: StoredSlot) -> BuiltDigest | None:
        """Compose the slot's digest; if cancelled, make the slot due again at once."""
        try:
            with self.tracer.step(Step.BUILD, slot.key, attempt=slot.attempts):
                return await self.composer.compose(slot)
        except asyncio.CancelledError:
            release = self.outbox.return_slot(slot, error="", again=self.clock.now())
            await asyncio.shield(release)
            raise

    async def _store(self, slot: StoredSlot, digest: BuiltDigest) -> None:
        messages = tuple(
            NewMessage(number, message_json(message), digest.reply_to)
            for number, message in enumerate(digest.messages)
        )
        if await self.outbox.store_messages(slot, digest.edition, messages):
            now, number = self.clock.now(), len(messages)
            self.metrics.observe(
                HistogramName.SLOT_LAG, (now - slot.at).total_seconds()
            )
            self.tracer.built(slot.key, due=slot.at, at=now, messages=number)
            facts = _facts(digest.edition)
            self.event_log.info(
                "digest built", slot=str(slot.key), messages=number, **facts
            )
        else:
            await self._build_again(slot)

    async def _build_again(self, slot: StoredSlot) -> None:
        """Make a slot due again, because its digest was outdated before it was stored.

        If another builder took the slot meanwhile, the slot stays as it is.
        """
        now, reason = self.clock.now(), "an article changed while the digest was built"
        if await self.outbox.return_slot(slot, error=reason, again=now):
            self.event_log.info(
                "built digest discarded; Sitrep builds it again",
                slot=str(slot.key),
                reason=reason,
            )

    async def _retry(self, slot: StoredSlot, error: Exception) -> None:
        now, reason = self.clock.now(), repr(error)
        if slot.attempts >= MAX_BUILDS or now - slot.at >= RETRY_LIMIT:
            await self._give_up(slot, reason)
            return
        again = now + backoff_delay(
            slot.attempts, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE
        )
        await self.outbox.return_slot(slot, error=reason, again=again)
        self.event_log.error(
            "digest not built; Sitrep tries again later",
            slot=str(slot.key),
            reason=reason,
        )

    async def _give_up(self, slot: StoredSlot, reason: str) -> None:
        await self.outbox.return_slot(slot, error=reason, again=None)
        self.event_log.error(
            "digest not built; Sitrep does not try again",
            slot=str(slot.key),
            reason=reason,
        )


def message_json(message: Message) -> str:
    """Return the JSON of a message, as the outbox stores it."""
    return json.dumps(message_document(message), sort_keys=True)


def _facts(edition: Edition | None) -> Mapping[str, str | float]:
    return {} if edition is None else {"edition": edition.id, **counts(edition)}


UNKNOWN_PLATFORM = PlatformProfile(
    name="", title="", capabilities=Capabilities(threads=True)
)
"""The profile of a platform that is no longer installed."""


@dataclass(frozen=True, slots=True)
class SlotComposer(DigestComposer):
    """Polls a slot's sources and composes its digest from the current configuration.

    With ``rereader``, the articles to be printed are read again first, unless they were
    just read.
    """

    clock: Clock
    configuration: ConfigurationSource
    ingest: IngestService
    composer: Composer
    platforms: Mapping[str, PlatformProfile]
    timeout: timedelta = BUILD_TIMEOUT
    rereader: Rereader | None = None
    tracer: Tracer = NO_TRACES
    shared: SharedDigests = field(default_factory=SharedDigests)

    @override
    async def compose(self, slot: StoredSlot) -> BuiltDigest | None:
        seconds = self.timeout.total_seconds()
        limit = asyncio.timeout(seconds)
        try:
            async with limit:
                return await self._compose(slot)
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise TimeoutError(
                f"composing the digest took longer than {seconds:.0f} s"
            ) from error

    async def _compose(self, slot: StoredSlot) -> BuiltDigest | None:
        configuration = await self.configuration.current()
        if slot.key.kind is SlotKind.CORRECTION:
            return await self._corrections(slot, configuration)
        if slot.key.kind in {SlotKind.ALERT, SlotKind.REMINDER}:
            # Alerts and reminders are stored with their messages, so they are never built.
            return None
        plan = _plan(slot, configuration.digests)
        if plan is None:
            return None
        with self.tracer.step(Step.POLL, slot.key, sources=len(plan.sources)):
            await self.ingest.refresh(
                plan.sources,
                configuration.poll,
                max_age=FRESH,
                progress=Progress(timeout=SOURCE_WAIT),
            )
        digest = await self._digest(plan, slot, configuration)
        # An edition of thousands of articles takes a while; keep the event loop free.
        due = slot.at if slot.late else None
        edition = await asyncio.to_thread(
            make_edition, digest, slot=str(slot.key), due=due
        )
        platform = self._platform(slot)
        return BuiltDigest(edition, tuple(digest_messages(edition, platform)))

    async def _digest(
        self, plan: DigestPlan, slot: StoredSlot, configuration: Configuration
    ) -> Digest:
        """Compose the digest.

        If one of its articles is corrected meanwhile, compose the digest again.
        """
        channel = slot.key.channel
        # A digest that could not be stored or posted is not used again.
        shared = self.shared if slot.attempts <= 1 else None
        digest = await self.composer.compose(
            plan, channel, self.clock.now(), shared=shared
        )
        if self.rereader is None or not configuration.corrections:
            return digest
        printed = {line.article for line in told_lines(digest)}
        stories = (summary.story for summary in digest.top)
        articles = [a for story in stories for a in story.articles if a.id in printed]
        if not await self.rereader.read_before_print(articles, configuration.sources):
            return digest
        self.shared.forget(plan)
        return await self.composer.compose(plan, channel, self.clock.now())

    async def _corrections(
        self, slot: StoredSlot, configuration: Configuration
    ) -> BuiltDigest | None:
        """Compose the message that corrects the lines of an edition.

        The result has no message if the edition was never posted.
        """
        store = self.composer.stores.corrections
        if store is None:
            return None
        due = await store.correction_slot(slot.key)
        if due.carrier is None:
            return BuiltDigest(None, ())
        # The lines may be those of an alert, which has a language and zone of its own.
        plan = _plan(slot, configuration.plans)
        settings = configuration if plan is None else plan
        message = correction_message(
            due.corrections, settings.language, settings.timezone
        )
        messages = split_for(message, self._platform(slot))
        return BuiltDigest(None, tuple(messages), due.carrier)

    def _platform(self, slot: StoredSlot) -> PlatformProfile:
        name = slot.key.channel.partition("/")[0]
        return self.platforms.get(name, UNKNOWN_PLATFORM)


def _plan(slot: StoredSlot, plans: Iterable[Plan]) -> Plan | None:
    """Return the plan of the slot; ``None`` if its digest, alert or channel is gone."""
    for plan in plans:
        channels = map(channel_of, plan.to)
        if plan.id == slot.key.digest and slot.key.channel in channels:
            return plan
    return None


def digest_messages(edition: Edition, platform: PlatformProfile) -> Iterator[Message]:
    """Yield the front, briefings and timelines of an edition as messages.

    The front is the first message, with all stories in short. Each message is split to
    the limits of the platform. If the platform has no threads, front and briefings are
    one message. If it shows no images, the timelines are left out. All messages except
    the first name the thread to which they belong.
    """
    printed = rendered_digest(edition)
    messages: tuple[Message, ...] = (printed.front, *printed.stories)
    if not platform.capabilities.threads:
        messages = (single_message(printed.front, printed.stories),)
    if platform.capabilities.images:
        messages = (*messages, *printed.timelines)
    parts = [part for message in messages for part in split_for(message, platform)]
    yield parts[0]
    for part in parts[1:]:
        yield replace(part, thread=parts[0].headline)


def split_for(message: Message, platform: PlatformProfile) -> tuple[Message, ...]:
    """Split a message to the limits of a platform."""
    return (message,) if platform.limits is None else split(message, platform.limits)
