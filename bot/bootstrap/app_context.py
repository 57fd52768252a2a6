"""Builds the parts of the application: store, source readers and digest delivery."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from os import getpid
from secrets import token_hex
from socket import gethostname

from typing_extensions import override

from bot.bootstrap.network import NetworkSettings
from bot.bootstrap.platforms import missing_variables
from bot.bootstrap.runtime import Runtime
from bot.bootstrap.sources import (
    FEED_PARSER,
    INDEX_PARSER,
    LINK_READER,
    PAGE_PARSER,
    open_fetcher,
)
from bot.core.delivery.alerts import AlertService
from bot.core.delivery.digest_builder import SlotBuilder, SlotComposer
from bot.core.delivery.reminder_service import ReminderService, ReminderStores
from bot.core.delivery.sender import Sender
from bot.core.delivery.service import Delivery
from bot.core.delivery.uptime import AwakeTracker
from bot.core.digests.composer import Composer, ComposerStores
from bot.core.digests.mutes import ChannelMutes
from bot.core.digests.service import DigestService
from bot.core.digests.story_edits import ChannelEdits
from bot.core.digests.subscriptions import ConfigWithSubscriptions
from bot.core.domain.configuration import Configuration
from bot.core.domain.records import Feed, PageLinks
from bot.core.ingest.poller import ProbeResult, SourceReaders, probe_sources
from bot.core.ingest.rereading import Rereader
from bot.core.ingest.service import IngestService
from bot.core.operations.periodic_jobs import JobDeps
from bot.core.operations.shared_clock import SharedClock
from bot.core.ports.metrics import NO_METRICS, Metrics
from bot.core.ports.services import (
    ChannelNames,
    Clock,
    ConfigurationSource,
    Fetcher,
    MessageLinks,
    Messenger,
    Page,
)
from bot.core.ports.traces import NO_TRACES, Tracer
from bot.core.record.recorder import Recorder
from bot.platforms import PLATFORMS
from bot.scheduling import SystemClock, ticking
from bot.sources.files import Files
from bot.stores.sql import SqlStore, open_store, open_wakeups, shared_reserve
from bot.workers.adapter import Workers
from bot.workers.calls import Call
from summarizers.model import Article

_ALIGN_SECONDS = 60.0

PROFILES = {spec.name: spec for spec in PLATFORMS}

_PARSER: Call[[Page], Article] = Call(*PAGE_PARSER)
_FEED_PARSER: Call[[Page], Feed] = Call(*FEED_PARSER)
_LINK_READER: Call[[Page], PageLinks] = Call(*LINK_READER)
_INDEX_PARSER: Call[[Page], Article | PageLinks] = Call(*INDEX_PARSER)


class ChannelDirectory(ChannelNames, MessageLinks):
    """Asks a channel's platform for the channel's other names and message links."""

    def __init__(self, messengers: Sequence[Messenger]) -> None:
        self._links = {
            messenger.platform: messenger
            for messenger in messengers
            if isinstance(messenger, MessageLinks)
        }
        self._names = {
            messenger.platform: messenger
            for messenger in messengers
            if isinstance(messenger, ChannelNames)
        }

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        names = self._names.get(channel.partition("/")[0])
        return () if names is None else await names.aliases(channel)

    @override
    async def message_link(self, channel: str, message_id: str) -> str | None:
        platform, _, name = channel.partition("/")
        links = self._links.get(platform)
        return None if links is None else await links.message_link(name, message_id)


@dataclass(frozen=True, slots=True)
class AppContext:
    """The parts of the running application, without the platforms.

    ``file_configuration`` is the configuration of the file alone. ``configuration``
    also has the digests to which people subscribed.
    """

    runtime: Runtime
    services: JobDeps
    store: SqlStore
    fetcher: Fetcher
    workers: Workers
    file_configuration: ConfigurationSource
    configuration: ConfigWithSubscriptions
    names: ChannelDirectory


@dataclass(frozen=True, slots=True)
class _Adapters:
    """The open adapters, of which the services of the core are made."""

    runtime: Runtime
    store: SqlStore
    readers: SourceReaders
    workers: Workers
    messengers: Sequence[Messenger]
    names: ChannelDirectory
    metrics: Metrics
    tracer: Tracer


@asynccontextmanager
async def open_app(
    runtime: Runtime,
    file_configuration: ConfigurationSource,
    messengers: Sequence[Messenger],
    *,
    metrics: Metrics = NO_METRICS,
    tracer: Tracer = NO_TRACES,
) -> AsyncIterator[AppContext]:
    """Open the store, the sources and the delivery; yield them as one value.

    All are closed when the block ends.

    Raises:
        ConfigError: the configuration cannot be read.
        StoreError: the database cannot be used.
    """
    current = await file_configuration.current()
    opening = open_readers(current, runtime.network, metrics)
    async with (
        open_store(runtime.database) as store,
        _aligned(runtime.clock, store),
        open_wakeups(store) as wakeups,
        opening as (readers, workers, fetcher),
        _reserving(runtime, store),
    ):
        if store.upgraded is not None:
            before, after = store.upgraded
            runtime.event_log.info("database upgraded", before=before, after=after)
        names = ChannelDirectory(messengers)
        adapters = _Adapters(
            *(runtime, store, readers, workers, messengers, names, metrics, tracer)
        )
        # The builder must know every digest: it fails the slots of unknown ones.
        configuration = ConfigWithSubscriptions(
            file_configuration, store, runtime.clock, runtime.event_log
        )
        jobs = _jobs(adapters, configuration, current)
        services = replace(jobs, wakeups=wakeups)
        yield AppContext(
            *(runtime, services, store, fetcher, workers),
            *(file_configuration, configuration, names),
        )


@asynccontextmanager
async def _aligned(clock: Clock, store: SqlStore) -> AsyncIterator[None]:
    """Keep a shared clock equal to the database's clock until the block ends."""
    if not isinstance(clock, SharedClock):
        yield
        return
    await clock.align(store.server_time)
    aligning = partial(clock.align, store.server_time)
    async with ticking(aligning, seconds=_ALIGN_SECONDS, at_once=False):
        yield


@asynccontextmanager
async def _reserving(runtime: Runtime, store: SqlStore) -> AsyncIterator[None]:
    """Share the platforms' limits with other processes until the block ends."""
    runtime.reservations.reserve = shared_reserve(store)
    try:
        yield
    finally:
        runtime.reservations.reserve = None


def _jobs(
    adapters: _Adapters, configuration: ConfigurationSource, started: Configuration
) -> JobDeps:
    """Make the services that the periodic jobs run.

    ``started`` is the configuration at the start, whose engine and platforms stay.
    """
    clock, event_log = adapters.runtime.clock, adapters.runtime.event_log
    store, readers, engine = adapters.store, adapters.readers, started.engine
    mutes = ChannelMutes(store, adapters.names)
    composer = _composer(adapters, engine, mutes)
    ingest = IngestService(clock, readers, store, store, event_log, adapters.metrics)
    rereader = Rereader(clock, readers, store, event_log)
    delivery = _delivery(
        adapters,
        SlotComposer(
            *(clock, configuration, ingest, composer, PROFILES),
            rereader=rereader,
            tracer=adapters.tracer,
        ),
        missing_variables({}, workspaces=started.has_workspaces),
    )
    digest_service = DigestService(clock, ingest, composer, store, rereader)
    alerts = AlertService(
        *(delivery.builder.owner, clock, composer, store, PROFILES),
        *(event_log, adapters.metrics),
    )
    reminders = ReminderService(
        *(clock, ReminderStores(store, store, store), mutes, PROFILES, event_log),
        rereader,
    )
    return JobDeps(
        *(clock, configuration, digest_service, delivery, event_log, alerts),
        recorder=Recorder(
            *(clock, store, store, store), adapters.workers, engine, event_log
        ),
        reminders=reminders,
    )


def _composer(adapters: _Adapters, engine: str, mutes: ChannelMutes) -> Composer:
    store, workers, names = adapters.store, adapters.workers, adapters.names
    library = ComposerStores(store, store, store, store, store, store)
    event_log = adapters.runtime.event_log
    return Composer(
        *(library, workers, workers, engine, event_log, mutes, names),
        edits=ChannelEdits(store, names),
    )


def _delivery(
    adapters: _Adapters,
    composer: SlotComposer,
    required: Mapping[str, tuple[str, ...]],
) -> Delivery:
    """Make the builder and sender of this process, under a unique owner name.

    ``required`` are the variables that each platform needs.
    """
    owner = f"{gethostname()}-{getpid()}-{token_hex(4)}"
    clock, event_log = adapters.runtime.clock, adapters.runtime.event_log
    store, metrics, tracer = adapters.store, adapters.metrics, adapters.tracer
    # The sender polls each second, also while a digest is being built.
    uptime = AwakeTracker()
    builder = SlotBuilder(
        *(owner, clock, store, composer, event_log, metrics, uptime), tracer=tracer
    )
    platforms = {messenger.platform: messenger for messenger in adapters.messengers}
    sender = Sender(
        *(owner, clock, store, platforms, event_log),
        metrics=metrics,
        uptime=uptime,
        tracer=tracer,
        required=required,
    )
    return Delivery(clock, store, builder, sender, event_log)


@asynccontextmanager
async def open_readers(
    configuration: Configuration,
    network: NetworkSettings,
    metrics: Metrics = NO_METRICS,
) -> AsyncIterator[tuple[SourceReaders, Workers, Fetcher]]:
    """Open the adapters that load sources: HTTP client, files and worker processes."""
    async with (
        open_fetcher(configuration, network, metrics) as fetcher,
        Workers(
            _PARSER,
            feeds=_FEED_PARSER,
            links=_LINK_READER,
            articles_or_links=_INDEX_PARSER,
            engine=configuration.engine,
            metrics=metrics,
        ) as workers,
    ):
        yield SourceReaders(fetcher, workers, Files(), workers), workers, fetcher


async def try_configured(
    configuration: Configuration, network: NetworkSettings
) -> tuple[ProbeResult, ...]:
    """Poll every configured source once; return the result of each."""
    opening = open_readers(configuration, network)
    async with opening as (readers, _, _):
        return await probe_sources(configuration, readers, SystemClock())
