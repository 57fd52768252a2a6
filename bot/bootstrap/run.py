"""Runs the bot, or a worker beside the bot, until a signal stops it."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
)
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from bot.bootstrap.app_context import AppContext, open_app
from bot.bootstrap.commands import DeferredCommandService, make_commands
from bot.bootstrap.memory import limit_heaps, return_memory
from bot.bootstrap.network import ALLOW_PRIVATE, may_fetch_private
from bot.bootstrap.platforms import (
    Platforms,
    disabled_platforms,
    enabled_platforms,
    open_platforms,
)
from bot.bootstrap.redaction import redaction
from bot.bootstrap.runtime import Runtime, make_runtime
from bot.bootstrap.tracing import open_traces
from bot.bootstrap.workspaces import open_directory
from bot.core.delivery.upcoming import UpcomingDigests
from bot.core.delivery.upcoming_listing import next_times
from bot.core.digests.mutes import ChannelMutes
from bot.core.domain.configuration import Configuration, Endpoint
from bot.core.domain.errors import ConfigError, StoreError
from bot.core.domain.slots import channel_of
from bot.core.operations.health import Health
from bot.core.operations.monitor import Monitor, MonitorDeps
from bot.core.operations.notice_rules import (
    CONFIGURATION,
    PLATFORM,
    configuration_incidents,
    platform_incidents,
)
from bot.core.operations.notifier import Notifier
from bot.core.operations.periodic_jobs import JobDeps, PeriodicJobs
from bot.core.platforms.spec import MAX_BODY_BYTES, PlatformContext
from bot.core.ports.metrics import NO_METRICS, Metrics
from bot.core.ports.services import EventLog, Messenger
from bot.core.ports.traces import Tracer
from bot.core.ports.wakeups import Work
from bot.platforms import PLATFORMS
from bot.scheduling import ticking, waking, watch_loop
from bot.settings import FileConfiguration, webhook_endpoint
from bot.stores.sql import SqlStore, is_shared
from bot.web import PrometheusMetrics, open_web, open_webhooks

FINISH_SECONDS = 8.0
"""The seconds that running posts have to end after a signal to stop."""

BUILDERS = 2
"""The number of digests that are built concurrently."""

_PLAN_SECONDS, _LOOK_SECONDS = 2.0, 1.0
_POLL_SECONDS, _READ_SECONDS, _PURGE_SECONDS = 5.0, 3.0, 3600.0
_MONITOR_SECONDS, _REREAD_SECONDS, _ALERT_SECONDS = 15.0, 10.0, 5.0
_RECORD_SECONDS, _REMIND_SECONDS, _MEMORY_SECONDS = 3.0, 10.0, 600.0

Tick = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options with which ``run_jobs`` runs a bot or a worker.

    ``monitor`` watches for incidents. ``ending`` is called when a signal to stop
    arrives. ``helps`` is true in a worker.
    """

    health: Health
    metrics: Metrics = NO_METRICS
    monitor: Monitor | None = None
    ending: Callable[[], None] = lambda: None
    helps: bool = False


async def run_bot(
    path: Path, environment: Mapping[str, str], *, output: TextIO, log: TextIO
) -> bool:
    """Poll sources and post digests on schedule, until a signal stops the bot.

    Return whether the signal was SIGINT, with which a person interrupts. SIGTERM and
    SIGHUP stop the bot, too.

    Raises:
        ConfigError: the configuration is invalid, or an endpoint is in use.
        StoreError: the database cannot be used.
    """
    runtime = _runtime(path, environment, log)
    configuration = FileConfiguration(path, runtime.event_log, PLATFORMS)
    current, figures = await configuration.current(), PrometheusMetrics()
    metrics = figures if current.health else NO_METRICS
    ping = _Ping()
    health = Health(runtime.clock, ping)
    _expect_platforms(health, environment, current, runtime.event_log)
    context = _context(runtime, output, metrics)
    commands = DeferredCommandService()
    async with (
        _served(current.health, health, figures),
        open_directory(environment, configuration, runtime.database) as directory,
        open_platforms(
            environment,
            commands,
            replace(context, workspaces=directory),
            health.connected_well,
        ) as platforms,
        _webhooks_served(environment, platforms),
        _traced(environment, runtime) as tracer,
        open_app(
            *(runtime, configuration, platforms.messengers),
            metrics=metrics,
            tracer=tracer,
        ) as app,
        _programs_served(app, current, environment),
    ):
        ping.store = app.store
        commands.open(make_commands(app))
        monitor = _monitor(app, platforms.messengers, redaction(environment).text)
        monitor.deps = replace(monitor.deps, metrics=metrics)
        monitor.reports = {
            CONFIGURATION: lambda: configuration_incidents(configuration.problem),
            PLATFORM: lambda: platform_incidents(health.unconnected()),
        }
        await _log_schedule(app)
        options = RunOptions(health, metrics, monitor, commands.close)
        return await run_jobs(app.services, options)


async def _log_schedule(app: AppContext) -> None:
    """Log a line for each configured digest and alert, and the number of personal ones.

    Raises:
        StoreError: the database cannot be used.
    """
    clock, store, event_log = app.runtime.clock, app.store, app.runtime.event_log
    configured = await app.file_configuration.current()
    every = await app.configuration.current()
    upcoming = UpcomingDigests(clock, store, ChannelMutes(store))
    for digest in await upcoming.of(configured.digests, muting=()):
        plan, times = digest.plan, next_times(digest, clock.now())
        event_log.info(
            "digest scheduled", digest=plan.id, next=times, timezone=plan.timezone.key
        )
    for alert in configured.alerts:
        channels = ", ".join(map(channel_of, alert.to))
        event_log.info("alert active", alert=alert.id, channels=channels)
    personal = len(every.plans) - len(configured.plans)
    if personal:
        event_log.info("personal digests and alerts scheduled", count=personal)


def _expect_platforms(
    health: Health,
    environment: Mapping[str, str],
    configuration: Configuration,
    event_log: EventLog,
) -> None:
    """Let ``health`` expect the enabled platforms to connect; log those that are off."""
    workspaces = configuration.has_workspaces
    enabled = enabled_platforms(environment, workspaces=workspaces)
    health.expect(spec.name for spec in enabled)
    for finding in disabled_platforms(environment, configuration):
        event_log.info(
            "platform is not set up; Sitrep posts nothing there",
            platform=finding.about,
            reason=finding.words,
        )


async def run_worker(
    path: Path, environment: Mapping[str, str], *, output: TextIO, log: TextIO
) -> bool:
    """Build and post digests beside a bot that uses the same database.

    A worker receives no commands and sends no operator notices, since the bot does so.
    The signals that stop a bot also stop a worker.

    Raises:
        ConfigError: the configuration is invalid, the database cannot be shared, or a
            platform of a digest has no token.
        StoreError: the database cannot be used.
    """
    runtime = _runtime(path, environment, log)
    if not is_shared(runtime.database):
        problem = "a worker shares a PostgreSQL database with the bot: set DATABASE_URL"
        raise ConfigError(problem)
    configuration = FileConfiguration(path, runtime.event_log, PLATFORMS)
    context = _context(runtime, output)
    async with (
        open_directory(environment, configuration, runtime.database) as directory,
        open_platforms(
            environment, None, replace(context, workspaces=directory)
        ) as platforms,
        _traced(environment, runtime) as tracer,
        open_app(runtime, configuration, platforms.messengers, tracer=tracer) as app,
    ):
        health = Health(runtime.clock, app.store.planned_until)
        return await run_jobs(app.services, RunOptions(health, helps=True))


def _runtime(path: Path, environment: Mapping[str, str], log: TextIO) -> Runtime:
    limit_heaps()
    allow_private = may_fetch_private(environment)
    runtime = make_runtime(path, environment, log=log, allow_private=allow_private)
    if allow_private:
        runtime.event_log.warning(
            "Sitrep may fetch pages from private IP addresses, which is for tests only",
            variable=ALLOW_PRIVATE,
        )
    return runtime


def _context(
    runtime: Runtime, output: TextIO, metrics: Metrics = NO_METRICS
) -> PlatformContext:
    return PlatformContext(
        *(runtime.clock, runtime.event_log, output),
        metrics=metrics,
        reservations=runtime.reservations,
    )


def _traced(
    environment: Mapping[str, str], runtime: Runtime
) -> AbstractAsyncContextManager[Tracer]:
    return open_traces(environment, runtime.event_log, redaction(environment).text)


@dataclass(slots=True)
class _Ping:
    """A callable that checks whether the store responds.

    ``store`` is set when the store is open.
    """

    store: SqlStore | None = None

    async def __call__(self) -> object:
        """Run a small query on the store.

        Raises:
            StoreError: the store is not open, or does not respond.
        """
        if self.store is None:
            raise StoreError(
                "the database is not open yet: wait until Sitrep has started"
            )
        return await self.store.planned_until()


async def run_jobs(services: JobDeps, options: RunOptions) -> bool:
    """Run the periodic jobs until a signal arrives, then let running posts finish.

    Return whether a person interrupted with SIGINT.
    """
    jobs = PeriodicJobs(
        services,
        services.clock.now(),
        ticked=options.health.ticked,
        helps=options.helps,
    )
    event_log, signalled = services.event_log, _signals()
    lagged = options.health.lagged
    freeze_garbage()
    pulse = asyncio.create_task(watch_loop(event_log, options.metrics, lagged=lagged))
    async with AsyncExitStack() as stack:
        for tick, seconds in _ticks(jobs):
            await stack.enter_async_context(ticking(tick, seconds=seconds))
        for tick, work, seconds in _woken(jobs):
            bell = asyncio.Event()
            services.wakeups.on(work, bell.set)
            await stack.enter_async_context(waking(tick, bell, seconds=seconds))
        if options.monitor is not None:
            # The delay gives the platforms time to connect.
            looking = ticking(
                options.monitor.run, seconds=_MONITOR_SECONDS, at_once=False
            )
            await stack.enter_async_context(looking)
        for tick, seconds in _overlapping_ticks(jobs):
            keeping = ticking(tick, seconds=seconds, overlapping=True)
            await stack.enter_async_context(keeping)
        event_log.info("Sitrep started")
        interrupted = await signalled == signal.SIGINT
        options.health.end()
        options.ending()
        event_log.info("Sitrep is stopping; it finishes running posts first")
        await jobs.end(FINISH_SECONDS)
    pulse.cancel()
    await asyncio.gather(pulse, return_exceptions=True)
    event_log.info("Sitrep stopped")
    return interrupted


def freeze_garbage() -> None:
    """Exclude all current objects from garbage collection.

    Modules and tables of the libraries live until the end. Scanning them would stop the
    event loop for 0.1 s each time, and longer if other processes use the core.
    """
    gc.collect()
    gc.freeze()


def _ticks(jobs: PeriodicJobs) -> Sequence[tuple[Tick, float]]:
    """Return calls of jobs, each with its interval in seconds.

    A call never overlaps with itself. The jobs that build and send have several calls,
    which run concurrently.
    """
    return (
        (jobs.plan, _PLAN_SECONDS),
        (jobs.alert, _ALERT_SECONDS),
        (jobs.remind, _REMIND_SECONDS),
        (jobs.reread, _REREAD_SECONDS),
        (jobs.record, _RECORD_SECONDS),
        (jobs.purge, _PURGE_SECONDS),
        (return_memory, _MEMORY_SECONDS),
    )


def _woken(jobs: PeriodicJobs) -> Sequence[tuple[Tick, Work, float]]:
    """Return jobs with the kind of work that wakes them, and their interval in seconds.

    The process that plans slots wakes the builders; few slots become due in another
    way.
    """
    build = jobs.build, Work.BUILD, BUILDERS * _PLAN_SECONDS
    return *(build,) * BUILDERS, (jobs.send, Work.SEND, _LOOK_SECONDS)


def _overlapping_ticks(jobs: PeriodicJobs) -> Sequence[tuple[Tick, float]]:
    """Return calls of jobs with their intervals in seconds; a call may overlap itself."""
    return (jobs.poll, _POLL_SECONDS), (jobs.read, _READ_SECONDS)


def _monitor(
    app: AppContext, messengers: Sequence[Messenger], hide: Callable[[str], str]
) -> Monitor:
    services, store = app.services, app.store
    platforms = {messenger.platform: messenger for messenger in messengers}
    notifier = Notifier(
        *(services.clock, store, platforms, services.event_log, hide),
        required=services.delivery.sender.required,
    )
    deps = MonitorDeps(
        services.clock, app.file_configuration, store, store, services.event_log
    )
    return Monitor(deps, notifier)


@asynccontextmanager
async def _served(
    endpoint: Endpoint | None, health: Health, metrics: PrometheusMetrics
) -> AsyncIterator[None]:
    """Serve health and metrics inside the block, if an endpoint is configured."""
    if endpoint is None:
        yield
        return
    async with open_web(endpoint, health, metrics):
        yield


@asynccontextmanager
async def _webhooks_served(
    environment: Mapping[str, str], platforms: Platforms
) -> AsyncIterator[None]:
    """Accept requests to the platforms' webhooks and pages inside the block, if any.

    Some hosts set ``PORT`` and end a process that does not listen there. If it is set,
    the bot listens even without webhooks.
    """
    webhooks, pages = platforms.webhooks, platforms.pages
    if not webhooks and not environment.get("PORT"):
        yield
        return
    endpoint = webhook_endpoint(environment)
    async with open_webhooks(endpoint, webhooks, pages, most_bytes=MAX_BODY_BYTES):
        yield


@asynccontextmanager
async def _programs_served(
    app: AppContext, configuration: Configuration, environment: Mapping[str, str]
) -> AsyncIterator[None]:
    """Answer programs inside the block, if the configuration lists any."""
    if configuration.programs is None:
        yield
        return
    # A bot without programs does not load what they need.
    from bot.bootstrap.program_services import open_services

    async with open_services(app, configuration.programs, environment):
        yield


def _signals() -> asyncio.Future[signal.Signals]:
    """Return a future whose result is the first signal to stop.

    A closed terminal sends SIGHUP. If SIGHUP is ignored, as below ``nohup``, the bot
    keeps running.
    """
    loop = asyncio.get_running_loop()
    signalled: asyncio.Future[signal.Signals] = loop.create_future()

    def stop(number: signal.Signals) -> None:
        if not signalled.done():
            signalled.set_result(number)

    is_ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    closing = () if is_ignored else (signal.SIGHUP,)
    for number in (signal.SIGTERM, signal.SIGINT, *closing):
        loop.add_signal_handler(number, stop, number)
    return signalled
